import { pipeline, Readable } from 'node:stream';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { stringify } from 'csv-stringify';
import { Clock } from '../../kernel/clock.js';
import { Database, type Tx } from '../database/database.js';
import type { ListQuery, Page } from '../http/list.js';
import { AnchorsFile } from './anchors.service.js';
import {
  type AuditFilter,
  type AuditRow,
  exportEntries,
  findChains,
  findHeads,
  listEntries,
  readChains,
} from './audit-trail.sql.js';
import { type Anchor, ChainCheck, type ChainFault } from './verify-chain.js';

/** The name under which the path of the anchors is given; undefined where none are kept. */
export const ANCHORS_PATH = 'amends:audit-anchors-path';

/** An entry as it is shown. */
export type ShownEntry = Omit<AuditRow, 'details'> & { readonly details: unknown };

/** What a check of all chains found. Without anchors it cannot know of a chain that was cut and written anew. */
export type Verification = {
  readonly isWhole: boolean;
  readonly chains: number;
  readonly entries: number;
  readonly anchors: number;
  /** The first thousand of them. */
  readonly faults: readonly ChainFault[];
};

const BATCH = 2000;
const MAX_FAULTS = 1000;
const ANCHOR_MS = 60_000;
const NIL = '00000000-0000-0000-0000-000000000000';
const COLUMNS = ['at', 'customerId', 'sequence', 'actor', 'actorKind', 'action', 'subjectKind', 'subjectId'] as const;

/** Reads the audit trail, and proves that it is whole. */
@Injectable()
export class AuditTrailService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('audit');
  private readonly anchors: AnchorsFile | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(ANCHORS_PATH) path: string | undefined,
  ) {
    this.anchors = path === undefined ? undefined : new AnchorsFile(path);
  }

  /** Entries, the newest first. */
  async list(filter: AuditFilter, query: ListQuery): Promise<Page<ShownEntry>> {
    const page = await listEntries(this.database.tx, filter, query);
    return { ...page, items: page.items.map((row) => ({ ...row, details: JSON.parse(row.details) as unknown })) };
  }

  /** Entries as lines, the oldest first, read as they are taken. Each has its hash, so that a copy proves something. */
  exportNdjson(filter: AuditFilter): Readable {
    return Readable.from(this.lines(filter));
  }

  /** The same as CSV. */
  exportCsv(filter: AuditFilter): Readable {
    const columns = [...COLUMNS, 'details', 'requestId', 'id', 'hash'];
    const options = { header: true, columns, escape_formulas: true, cast: { date: (at: Date) => at.toISOString() } };
    return pipeline(Readable.from(this.rows(filter)), stringify(options), () => undefined);
  }

  /** Checks every entry of every chain, against each other and against what was written down outside. */
  async verify(): Promise<Verification> {
    const anchors = (await this.anchors?.read()) ?? [];
    const anchorsOf = new Map<string, Anchor[]>();
    for (const anchor of anchors) {
      anchorsOf.set(anchor.customerId, [...(anchorsOf.get(anchor.customerId) ?? []), anchor]);
    }
    return this.database.read(
      async (tx) => {
        const heads = new Map((await findHeads(tx)).map((head) => [head.customerId, head]));
        const ids = [...new Set([...(await findChains(tx)), ...anchorsOf.keys()])];
        const checks = new Map(ids.map((id) => [id, new ChainCheck(id, anchorsOf.get(id) ?? [], heads.get(id))]));
        const entries = await readAll(tx, checks);
        const faults = [...checks.values()].flatMap((check) => check.end());
        const counts = { chains: ids.length, entries, anchors: anchors.length };
        return { isWhole: faults.length === 0, ...counts, faults: faults.slice(0, MAX_FAULTS) };
      },
      { statementTimeoutMs: 0, idleInTransactionTimeoutMs: 0 },
    );
  }

  /** Writes down where the chains stand, outside the database. Gives how many have moved. */
  async anchor(): Promise<number> {
    if (this.anchors === undefined) return 0;
    const heads: readonly Anchor[] = await findHeads(this.database.tx);
    return this.anchors.write(heads, this.clock.now());
  }

  onApplicationBootstrap(): void {
    if (this.anchors === undefined) return;
    this.timer = setInterval(() => {
      this.anchor().catch((error: unknown) => this.logger.error(error));
    }, ANCHOR_MS);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.anchor().catch((error: unknown) => this.logger.error(error));
  }

  private async *rows(filter: AuditFilter): AsyncGenerator<AuditRow> {
    for (let after: AuditRow | undefined; ;) {
      const found: AuditRow[] = await exportEntries(this.database.tx, filter, after, BATCH);
      yield* found;
      if (found.length < BATCH) return;
      after = found.at(-1);
    }
  }

  private async *lines(filter: AuditFilter): AsyncGenerator<string> {
    for await (const row of this.rows(filter)) {
      yield `${JSON.stringify({ ...row, details: JSON.parse(row.details) as unknown })}\n`;
    }
  }
}

async function readAll(tx: Tx, checks: ReadonlyMap<string, ChainCheck>): Promise<number> {
  let after = { customerId: NIL, sequence: -1, id: NIL };
  for (let count = 0; ;) {
    const entries = await readChains(tx, after, BATCH);
    for (const entry of entries) checks.get(entry.customerId)?.next(entry);
    count += entries.length;
    const last = entries.at(-1);
    if (last === undefined || entries.length < BATCH) return count;
    after = { customerId: last.customerId, sequence: last.sequence, id: last.id };
  }
}
