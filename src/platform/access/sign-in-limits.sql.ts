import { rows, type Tx } from '../database/database.js';
import { WINDOW_SECONDS } from './sign-in-limits.js';

export type CountedFailures = { readonly key: string; readonly failures: number; readonly windowEndsAt: Date };

/** Counts an attempt as a failure until it proves to be none; the count and its end as they are then. */
export function countAttempt(tx: Tx, keys: readonly string[], now: Date): Promise<CountedFailures[]> {
  return rows<CountedFailures>(
    tx,
    `insert into sign_in_failure as f (key, failures, window_ends_at)
     select key, 1, $2::timestamptz + make_interval(secs => $3) from unnest($1::text[]) as t (key) order by key
     on conflict (key) do update set
       failures = case when f.window_ends_at <= $2 then 1 else f.failures + 1 end,
       window_ends_at = case when f.window_ends_at <= $2 then excluded.window_ends_at else f.window_ends_at end
     returning key, failures, window_ends_at as "windowEndsAt"`,
    [keys, now, WINDOW_SECONDS],
  );
}

/** Takes an attempt back that was none. */
export async function forgiveAttempt(tx: Tx, keys: readonly string[]): Promise<void> {
  await rows(tx, 'update sign_in_failure set failures = greatest(failures - 1, 0) where key = any ($1::text[])', [
    keys,
  ]);
}

export async function forgetFailures(tx: Tx, keys: readonly string[], now: Date): Promise<void> {
  const text = 'delete from sign_in_failure where key = any ($1::text[]) or window_ends_at <= $2';
  await rows(tx, text, [keys, now]);
}
