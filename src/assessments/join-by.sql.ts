import { rows, type Tx } from '../platform/database/database.js';

/**
 * How the rows of a step are joined, from here to the end of the transaction. PostgreSQL can only guess the size of a
 * step's result, and has guessed one row where there were tens of thousands:
 * - `index`: looked up one by one, where few rows meet a table of any size. The cost is that of the rows that look.
 * - `hash`: whole sets by equal keys, never in loops.
 */
export type JoinBy = 'index' | 'hash';

export async function joinBy(tx: Tx, how: JoinBy): Promise<void> {
  await rows(
    tx,
    `select set_config('enable_nestloop', $1, true), set_config('enable_hashjoin', $2, true),
       set_config('enable_mergejoin', 'off', true)`,
    how === 'index' ? ['on', 'off'] : ['off', 'on'],
  );
}
