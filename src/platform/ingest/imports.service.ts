import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/ids.js';
import type { Actor } from '../access/actor.js';
import type { AuditAction } from '../audit/audit-actions.js';
import { AuditService } from '../audit/audit.service.js';
import { Database, type Tx } from '../database/database.js';
import { FileFault } from './file-fault.js';
import type { ImportFormat } from './import-format.js';
import type { ImportKind, ImportWarning } from './import-kind.js';
import { ImportKindsService } from './import-kinds.service.js';
import type { ImportLine } from './import-line.js';
import { type ImportReceipt, ImportReceiptsService } from './import-receipts.service.js';
import {
  finishBatch,
  firstRejects,
  type ImportReject,
  insertBatch,
  insertRefusedBatch,
  insertRejects,
  type NewImport,
} from './imports.sql.js';
import { readLines } from './read-lines.service.js';
import { IMPORT_TRANSACTION, stageLines } from './stage-lines.service.js';
import { dropRejectedLines, keepCheckFaults, keepReadFaults, lockMerge, prepareMerge } from './staging.sql.js';

export type ImportRequest = {
  readonly kind: string;
  readonly format: ImportFormat;
  readonly source: AsyncIterable<Buffer>;
  /** The name of the file, for people. */
  readonly sourceName: string | null;
  readonly actor: Actor;
};

/** One file that brings lines of several kinds, read already: in the order in which the kinds build on each other. */
export type PartsRequest = {
  readonly kind: string;
  readonly parts: readonly {
    readonly kind: string;
    readonly lines: readonly ImportLine[];
    readonly allOrNothing?: true;
  }[];
  /** Rows that were refused before they became lines. */
  readonly rejects: readonly ImportReject[];
  readonly read: number;
  readonly warnings: readonly ImportWarning[];
  readonly sourceName: string | null;
  readonly actor: Actor;
};

/** Why a file is refused whole for what its first part says: without that the rest stands nowhere. */
export const PART_REFUSED = 'The meeting of this file cannot be kept so.';
/** As many faults of a part as its refusal tells. */
const PART_FAULTS = 100;
/** Each holds a connection of the pool, and one more for a moment; the others wait for their turn. */
const IMPORTS_AT_ONCE = 2;

/** Brings files in: read as they come, staged by COPY, merged in SQL; one file, one transaction. */
@Injectable()
export class ImportsService {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly kinds: ImportKindsService,
    private readonly receipts: ImportReceiptsService,
  ) {}

  /**
   * Imports one file and answers once it is durable. Refused lines are reported, the rest goes in. Throws a fault of
   * the file (kept as a refused import, whose id is in the details), or `source_interrupted`; then nothing went in.
   */
  async run(request: ImportRequest): Promise<ImportReceipt> {
    const kind = this.kinds.kindOf(request.kind);
    const { sourceName, actor } = request;
    await this.takeTurn();
    const batch = { id: newId(), kind: kind.name, sourceName, createdBy: actor.id, createdAt: this.clock.now() };
    try {
      return await this.write(kind, batch, request);
    } catch (error) {
      if (error instanceof FileFault) throw await this.refuse(batch, error, actor);
      throw error;
    } finally {
      this.endTurn();
    }
  }

  /**
   * Imports one file that brings lines of several kinds, under one receipt and in one transaction. A refused line is
   * reported and the rest goes in, unless its part is `allOrNothing`: then the file is refused with all of its faults.
   */
  async runParts(request: PartsRequest): Promise<ImportReceipt> {
    const { kind, sourceName, actor } = request;
    await this.takeTurn();
    const batch = { id: newId(), kind, sourceName, createdBy: actor.id, createdAt: this.clock.now() };
    try {
      await this.database.transaction((tx) => this.writeParts(tx, batch, request));
      return await this.receipts.get(batch.id);
    } catch (error) {
      if (error instanceof FileFault) throw await this.refuse(batch, error, actor);
      throw error;
    } finally {
      this.endTurn();
    }
  }

  /** Keeps a file that was refused before any of its lines was read, and gives the error to throw. */
  async refuseFile(
    { kind, sourceName, actor }: { readonly kind: string; readonly sourceName: string | null; readonly actor: Actor },
    fault: FileFault,
  ): Promise<DomainError> {
    const batch = { id: newId(), kind, sourceName, createdBy: actor.id, createdAt: this.clock.now() };
    return this.refuse(batch, fault, actor);
  }

  private async write(kind: ImportKind, batch: NewImport, request: ImportRequest): Promise<ImportReceipt> {
    let begun = false;
    await this.database.transaction(async (tx) => {
      // The source can be read only once, so a lost race cannot simply run again.
      if (begun) throw new DomainError('conflict', 'import_lost_race', 'Another writer was faster; send it again.');
      begun = true;
      const lines = readLines(request.source, request.format, kind.columns);
      const read = await stageLines(tx, kind, { now: batch.createdAt, newId }, lines);
      await this.merge(tx, kind, batch, read);
      this.note(tx, batch, request.actor, 'import.finished', { read });
    }, IMPORT_TRANSACTION);
    return this.receipts.get(batch.id);
  }

  private async writeParts(tx: Tx, batch: NewImport, request: PartsRequest): Promise<void> {
    await insertBatch(tx, batch);
    await insertRejects(tx, batch.id, request.rejects);
    const warnings = [...request.warnings];
    let rejected = new Set(request.rejects.map(({ line }) => line)).size;
    for (const { kind: name, lines, allOrNothing } of request.parts) {
      const kind = this.kinds.kindOf(name);
      await stageLines(tx, kind, { now: batch.createdAt, newId }, [lines]);
      await prepareMerge(tx);
      await lockMerge(tx, kind.lock);
      const refused = await refuseLines(tx, kind, batch.id);
      if (allOrNothing && refused > rejected) throw await partFault(tx, batch.id);
      rejected = refused;
      const merge = { tx, importId: batch.id, actorId: batch.createdBy, now: batch.createdAt };
      warnings.push(...(await kind.merge(merge)));
    }
    await finishBatch(tx, { id: batch.id, read: request.read, rejected, warnings }, this.clock.now());
    this.note(tx, batch, request.actor, 'import.finished', { read: request.read });
  }

  private async merge(tx: Tx, kind: ImportKind, batch: NewImport, read: number): Promise<void> {
    await prepareMerge(tx);
    await lockMerge(tx, kind.lock);
    await insertBatch(tx, batch);
    const rejected = await refuseLines(tx, kind, batch.id);
    const warnings = await kind.merge({ tx, importId: batch.id, actorId: batch.createdBy, now: batch.createdAt });
    await finishBatch(tx, { id: batch.id, read, rejected, warnings }, this.clock.now());
  }

  private async refuse(batch: NewImport, fault: FileFault, actor: Actor): Promise<DomainError> {
    const { code, message, reasons, details } = fault;
    const refused = { ...batch, errorCode: code, errorMessage: message, finishedAt: this.clock.now() };
    await this.database.transaction(async (tx) => {
      await insertRefusedBatch(tx, refused);
      this.note(tx, batch, actor, 'import.refused', { code });
    });
    return new DomainError('invalid', code, message, { reasons, details: { ...details, importId: batch.id } });
  }

  private note(tx: Tx, { id, kind }: NewImport, actor: Actor, action: AuditAction, details: object): void {
    this.audit.append(tx, { actor, action, subject: { kind: 'import', id }, details: { kind, ...details } });
  }

  private async takeTurn(): Promise<void> {
    if (this.running < IMPORTS_AT_ONCE) this.running += 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** The next in line takes over the place, so that nobody slips in between. */
  private endTurn(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.running -= 1;
    else next();
  }
}

/** Keeps the faults of the staged lines and takes the refused ones out; gives how many the import has refused so far. */
async function refuseLines(tx: Tx, kind: ImportKind, importId: string): Promise<number> {
  await keepReadFaults(tx, importId);
  for (const check of kind.checks) await keepCheckFaults(tx, importId, check);
  return dropRejectedLines(tx, importId);
}

async function partFault(tx: Tx, importId: string): Promise<FileFault> {
  const rejects = await firstRejects(tx, importId, PART_FAULTS);
  const reasons = rejects
    .filter(({ line }) => line <= 0)
    .map(({ field, code, message }) => ({ path: field, code, message }));
  return new FileFault('invalid_input', PART_REFUSED, { reasons });
}
