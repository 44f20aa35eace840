import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { from as copyFrom } from 'pg-copy-streams';
import { Clock } from '../../kernel/clock.js';
import { DomainError, notFound } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/ids.js';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { copyClient, Database, isCancelled, type Tx } from '../database/database.js';
import type { Page } from '../http/list.js';
import { copyRow } from './copy-text.js';
import { FileFault } from './file-fault.js';
import type { ImportFormat } from './import-format.js';
import type { ImportKind, ImportWarning, Revert } from './import-kind.js';
import { type ImportLine, type LineObject, readableLine } from './import-line.js';
import type { ImportListQuery, ImportRejectsQuery } from './imports.dto.js';
import {
  findBatch,
  finishBatch,
  firstRejects,
  type ImportBatch,
  type ImportReject,
  insertBatch,
  insertRefusedBatch,
  insertRejects,
  lockBatch,
  noteReverted,
  listBatches,
  listRejects,
  type NewImport,
} from './imports.sql.js';
import { type LineFault, LineFaults } from './line-faults.js';
import { readLines } from './read-lines.service.js';
import { type RecognisedFile, recogniseFile } from './recognise-file.js';
import { copyChunks, type StagedCount } from './stage-lines.service.js';
import {
  copyIntoStaging,
  createStaging,
  dropRejectedLines,
  findCheckFaults,
  keepCheckFaults,
  keepReadFaults,
  lockMerge,
  prepareMerge,
  takeFaults,
  tryLockMerge,
} from './staging.sql.js';

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

/** The account of one import: the first 100 of its faults are here, all of them under its rejects. */
export type ImportReceipt = ImportBatch & { readonly errors: readonly ImportReject[] };

const RECEIPT_ERRORS = 100;
/** Each holds a connection of the pool, and one more for a moment; the others wait for their turn. */
const IMPORTS_AT_ONCE = 2;
/** No statement of an import, its COPY included, may take longer. */
const STATEMENT_LIMIT_MS = 6 * 3_600_000;

/** Brings files in: read as they come, staged by COPY, merged in SQL; one file, one transaction. */
@Injectable()
export class ImportsService {
  private readonly kinds = new Map<string, ImportKind>();
  private readonly reverts = new Map<string, { readonly lock: string; readonly revert: Revert }>();
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** Makes a kind of file known. */
  register(kind: ImportKind): void {
    if (this.kinds.has(kind.name)) throw new Error(`two kinds of import are called ${kind.name}`);
    this.kinds.set(kind.name, kind);
  }

  /** Says what a file seems to hold, by its first line. */
  recognise(head: string): RecognisedFile {
    return recogniseFile(head, this.kinds.values());
  }

  /** Makes imports of a kind such that they can be taken back. */
  registerRevert(kindName: string, lock: string, revert: Revert): void {
    this.reverts.set(kindName, { lock, revert });
  }

  /**
   * Takes an import back: what only it brought goes, and the receipt says what went. Throws `import_not_found`,
   * `import_not_revertible` for a kind that others build on, and `import_not_done` for one that was refused or reverted.
   */
  async revert(id: string, reason: string | null, actor: Actor): Promise<ImportReceipt> {
    await this.database.transaction(
      async (tx) => {
        const batch = await lockBatch(tx, id);
        if (batch === undefined) throw notFound('import', id);
        const known = this.reverts.get(batch.kind);
        if (known === undefined) {
          const message = `An import of ${batch.kind} cannot be taken back: others build on what it brought.`;
          throw new DomainError('unprocessable', 'import_not_revertible', message);
        }
        if (batch.status !== 'done') {
          throw new DomainError(
            'conflict',
            'import_not_done',
            `This import is ${batch.status}: there is nothing to take back.`,
          );
        }
        await lockMerge(tx, known.lock);
        const at = this.clock.now();
        const counts = await known.revert(tx, id, at);
        await noteReverted(tx, id, { by: actor.id, at, reason, counts });
        this.note(tx, batch, actor, 'import.reverted', counts);
      },
      { statementTimeoutMs: STATEMENT_LIMIT_MS, idleInTransactionTimeoutMs: 0 },
    );
    return this.get(id);
  }

  /**
   * Imports one file and answers once it is durable. Refused lines are reported, the rest goes in. Throws a fault of
   * the file (kept as a refused import, whose id is in the details), or `source_interrupted`; then nothing went in.
   */
  async run(request: ImportRequest): Promise<ImportReceipt> {
    const kind = this.kindOf(request.kind);
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
      return await this.get(batch.id);
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

  /**
   * Keeps the merges of a kind out until the transaction ends: for a change that must first look at what is there.
   * Throws `import_running` when the import that holds it takes longer than a statement may.
   */
  async lock(tx: Tx, kindName: string): Promise<void> {
    try {
      await lockMerge(tx, this.kindOf(kindName).lock);
    } catch (cause) {
      if (!isCancelled(cause)) throw cause;
      throw new DomainError('unavailable', 'import_running', 'An import is writing; try again in a moment.', { cause });
    }
  }

  /**
   * Applies one record under the rules of its kind's lines, in the caller's transaction. Throws `invalid_input` with
   * every fault.
   */
  async apply(tx: Tx, kindName: string, value: LineObject, actor: Actor): Promise<void> {
    const kind = this.kindOf(kindName);
    const now = this.clock.now();
    const faults = new LineFaults();
    const cells = kind.reader({ now, newId })(value, faults);
    await createStaging(tx, kind);
    await this.copy(tx, kind, [copyRow([1, ...cells, null, null, null])]);
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
   * Merges lines that no file brought, in the caller's transaction, which holds the kind's lock (`tryLock`). Refused lines
   * stay out; gives their faults, by line.
   */
  async mergeLines(
    { tx, source, actorId }: { readonly tx: Tx; readonly source: string; readonly actorId: string },
    kindName: string,
    values: readonly LineObject[],
  ): Promise<ReadonlyMap<number, LineFault>> {
    if (values.length === 0) return new Map();
    const kind = this.kindOf(kindName);
    const now = this.clock.now();
    await createStaging(tx, kind);
    const lines = values.map((value, index) => readableLine(index, value));
    const reader = kind.reader({ now, newId });
    await this.copy(tx, kind, copyChunks([lines], reader, kind.staged.length, { lines: 0 }));
    const faults = await takeFaults(tx, kind.checks);
    await prepareMerge(tx);
    await kind.merge({ tx, importId: null, actorId, now, source });
    return new Map(faults.map((fault) => [fault.line, fault]));
  }

  /** Keeps the merges of a kind out until the transaction ends; false at once while one is running. */
  tryLock(tx: Tx, kindName: string): Promise<boolean> {
    return tryLockMerge(tx, this.kindOf(kindName).lock);
  }

  async get(id: string): Promise<ImportReceipt> {
    const batch = await findBatch(this.database.tx, id);
    if (batch === undefined) throw notFound('import', id);
    return { ...batch, errors: await firstRejects(this.database.tx, id, RECEIPT_ERRORS) };
  }

  list(query: ImportListQuery): Promise<Page<ImportBatch>> {
    return listBatches(this.database.tx, query);
  }

  async rejects(id: string, query: ImportRejectsQuery): Promise<Page<ImportReject>> {
    if ((await findBatch(this.database.tx, id)) === undefined) throw notFound('import', id);
    return listRejects(this.database.tx, id, query);
  }

  private async write(kind: ImportKind, batch: NewImport, request: ImportRequest): Promise<ImportReceipt> {
    let begun = false;
    await this.database.transaction(
      async (tx) => {
        // The source can be read only once, so a lost race cannot simply run again.
        if (begun) throw new DomainError('conflict', 'import_lost_race', 'Another writer was faster; send it again.');
        begun = true;
        await createStaging(tx, kind);
        const count: StagedCount = { lines: 0 };
        const lines = readLines(request.source, request.format, kind.columns);
        const reader = kind.reader({ now: batch.createdAt, newId });
        await this.copy(tx, kind, copyChunks(lines, reader, kind.staged.length, count));
        await this.merge(tx, kind, batch, count.lines);
        this.note(tx, batch, request.actor, 'import.finished', { read: count.lines });
      },
      { statementTimeoutMs: STATEMENT_LIMIT_MS, idleInTransactionTimeoutMs: 0 },
    );
    return this.get(batch.id);
  }

  private async writeParts(tx: Tx, batch: NewImport, request: PartsRequest): Promise<void> {
    await insertBatch(tx, batch);
    await insertRejects(tx, batch.id, request.rejects);
    const warnings = [...request.warnings];
    let rejected = new Set(request.rejects.map(({ line }) => line)).size;
    for (const { kind: name, lines, allOrNothing } of request.parts) {
      const kind = this.kindOf(name);
      const reader = kind.reader({ now: batch.createdAt, newId });
      await createStaging(tx, kind);
      await this.copy(tx, kind, copyChunks([lines], reader, kind.staged.length, { lines: 0 }));
      await prepareMerge(tx);
      await lockMerge(tx, kind.lock);
      await keepReadFaults(tx, batch.id);
      for (const check of kind.checks) await keepCheckFaults(tx, batch.id, check);
      const refused = await dropRejectedLines(tx, batch.id);
      if (allOrNothing && refused > rejected) throw await this.partFault(tx, batch.id);
      rejected = refused;
      const merge = { tx, importId: batch.id, actorId: batch.createdBy, now: batch.createdAt };
      warnings.push(...(await kind.merge(merge)));
    }
    await finishBatch(tx, { id: batch.id, read: request.read, rejected, warnings }, this.clock.now());
    this.note(tx, batch, request.actor, 'import.finished', { read: request.read });
  }

  private async partFault(tx: Tx, importId: string): Promise<FileFault> {
    const rejects = await firstRejects(tx, importId, RECEIPT_ERRORS);
    const reasons = rejects
      .filter(({ line }) => line <= 0)
      .map(({ field, code, message }) => ({ path: field, code, message }));
    return new FileFault('invalid_input', 'The meeting of this file cannot be kept so.', { reasons });
  }

  private async copy(tx: Tx, kind: ImportKind, chunks: AsyncIterable<string> | Iterable<string>): Promise<void> {
    const client = await copyClient(tx);
    await pipeline(chunks, client.query(copyFrom(copyIntoStaging(kind))));
  }

  private async merge(tx: Tx, kind: ImportKind, batch: NewImport, read: number): Promise<void> {
    await prepareMerge(tx);
    await lockMerge(tx, kind.lock);
    await insertBatch(tx, batch);
    await keepReadFaults(tx, batch.id);
    for (const check of kind.checks) await keepCheckFaults(tx, batch.id, check);
    const rejected = await dropRejectedLines(tx, batch.id);
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

  private note(tx: Tx, { id, kind }: NewImport, actor: Actor, action: string, details: object): void {
    this.audit.append(tx, { actor, action, subject: { kind: 'import', id }, details: { kind, ...details } });
  }

  private kindOf(name: string): ImportKind {
    const kind = this.kinds.get(name);
    if (kind === undefined) throw notFound('import_kind', name);
    return kind;
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
