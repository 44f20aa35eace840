import { Injectable } from '@nestjs/common';
import type { OutageWindow } from '../incidents/outage-window.js';
import { newId } from '../kernel/ids.js';
import { Database } from '../platform/database/database.js';
import { assessDry, type Findings, type Progress } from './engine.sql.js';

class Undo extends Error {}

/** Somebody waits for a preview; a job does not. */
const PREVIEW_TIMEOUT_MS = 120_000;

/** Runs an assessment that leaves nothing behind: temporary tables, and a transaction that is rolled back. */
@Injectable()
export class DryRunService {
  constructor(private readonly database: Database) {}

  /** What an assessment over these windows would find. `progress` may throw to stop it. */
  async run(windows: readonly OutageWindow[], assessedAt: Date, progress?: Progress): Promise<Findings> {
    const limit = progress === undefined ? PREVIEW_TIMEOUT_MS : 0;
    let found: Findings | undefined;
    try {
      await this.database.transaction(
        async (tx) => {
          found = await assessDry(tx, newId(), windows, assessedAt, progress);
          throw new Undo();
        },
        { statementTimeoutMs: limit, idleInTransactionTimeoutMs: limit },
      );
    } catch (error) {
      if (!(error instanceof Undo)) throw error;
    }
    if (found === undefined) throw new Error('the transaction did not run');
    return found;
  }
}
