import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/ids.js';
import type { Actor } from '../access/actor.js';
import { isCancelled, type Tx } from '../database/database.js';
import { copyRow } from './copy-text.js';
import { ImportKindsService } from './import-kinds.service.js';
import { type LineObject, readableLine } from './import-line.js';
import { type LineFault, LineFaults } from './line-faults.js';
import { stageChunks, stageLines } from './stage-lines.service.js';
import { findCheckFaults, lockMerge, prepareMerge, takeFaults, tryLockMerge } from './staging.sql.js';

/** Brings in lines that no file brought, under the rules of their kind and in the caller's transaction. */
@Injectable()
export class MergeLinesService {
  constructor(
    private readonly clock: Clock,
    private readonly kinds: ImportKindsService,
  ) {}

  /**
   * Keeps the merges of a kind out until the transaction ends: for a change that must first look at what is there.
   * Throws `import_running` when the import that holds it takes longer than a statement may.
   */
  async lock(tx: Tx, kindName: string): Promise<void> {
    try {
      await lockMerge(tx, this.kinds.kindOf(kindName).lock);
    } catch (cause) {
      if (!isCancelled(cause)) throw cause;
      throw new DomainError('unavailable', 'import_running', 'An import is writing; try again in a moment.', { cause });
    }
  }

  /** Keeps the merges of a kind out until the transaction ends; false at once while one is running. */
  tryLock(tx: Tx, kindName: string): Promise<boolean> {
    return tryLockMerge(tx, this.kinds.kindOf(kindName).lock);
  }

  /** Applies one record under the rules of its kind's lines. Throws `invalid_input` with every fault. */
  async apply(tx: Tx, kindName: string, value: LineObject, actor: Actor): Promise<void> {
    const kind = this.kinds.kindOf(kindName);
    const now = this.clock.now();
    const faults = new LineFaults();
    const cells = kind.reader({ now, newId })(value, faults);
    await stageChunks(tx, kind, [copyRow([1, ...cells, null, null, null])]);
    await lockMerge(tx, kind.lock);
    for (const check of kind.checks) {
      for (const { field, code, message } of await findCheckFaults(tx, check)) faults.add(field, code, message);
    }
    if (faults.found.length > 0) {
      const reasons = faults.found.map(({ field, code, message }) => ({ path: field, code, message }));
      throw new DomainError('invalid', 'invalid_input', 'The input is not valid.', { reasons });
    }
    await kind.merge({ tx, importId: null, actorId: actor.id, now });
  }

  /**
   * Merges many lines; the transaction holds the kind's lock (`tryLock`). Refused lines stay out; gives their faults, by
   * line.
   */
  async mergeLines(
    { tx, source, actorId }: { readonly tx: Tx; readonly source: string; readonly actorId: string },
    kindName: string,
    values: readonly LineObject[],
  ): Promise<ReadonlyMap<number, LineFault>> {
    if (values.length === 0) return new Map();
    const kind = this.kinds.kindOf(kindName);
    const now = this.clock.now();
    await stageLines(tx, kind, { now, newId }, [values.map((value, index) => readableLine(index, value))]);
    const faults = await takeFaults(tx, kind.checks);
    await prepareMerge(tx);
    await kind.merge({ tx, importId: null, actorId, now, source });
    return new Map(faults.map((fault) => [fault.line, fault]));
  }
}
