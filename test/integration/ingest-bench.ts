import { Readable } from 'node:stream';
import { createHash } from 'node:crypto';
import { SetClock } from '../../src/kernel/clock.js';
import { CustomerImportsService } from '../../src/customers/customer-imports.service.js';
import { CustomersService } from '../../src/customers/customers.service.js';
import { MeetingImportsService } from '../../src/meetings/meeting-imports.service.js';
import { AuditService } from '../../src/platform/audit/audit.service.js';
import type { Database } from '../../src/platform/database/database.js';
import { rows } from '../../src/platform/database/database.js';
import type { ImportFormat } from '../../src/platform/ingest/import-format.js';
import { ImportKindsService } from '../../src/platform/ingest/import-kinds.service.js';
import { type ImportReceipt, ImportReceiptsService } from '../../src/platform/ingest/import-receipts.service.js';
import { ImportsService } from '../../src/platform/ingest/imports.service.js';
import { MergeLinesService } from '../../src/platform/ingest/merge-lines.service.js';
import { createTestDatabase } from '../support/test-database.js';

export const CLI = { id: 'cli', kind: 'cli', roles: ['administrator'] } as const;

/** The services on a database of their own that knows the components app and realtime; it is the 1st of October 2020. */
export type IngestBench = {
  readonly database: Database;
  readonly clock: SetClock;
  readonly imports: ImportsService;
  readonly receipts: ImportReceiptsService;
  readonly customers: CustomersService;
  /** Imports objects as NDJSON, or a text or bytes as they are, in pieces of 1000 bytes. */
  load(kind: string, file: readonly object[] | string | Buffer, format?: ImportFormat): Promise<ImportReceipt>;
  drop(): Promise<void>;
};

export async function createIngestBench(): Promise<IngestBench> {
  const testDatabase = await createTestDatabase();
  const { database } = testDatabase;
  const clock = new SetClock(new Date('2020-10-01T00:00:00Z'));
  const audit = new AuditService(clock);
  const kinds = new ImportKindsService();
  const receipts = new ImportReceiptsService(database, clock, audit, kinds);
  const imports = new ImportsService(database, clock, audit, kinds, receipts);
  new CustomerImportsService(kinds).onModuleInit();
  new MeetingImportsService(kinds, database).onModuleInit();
  await rows(
    database.tx,
    `insert into component (key, name, capabilities, created_at, updated_at)
     select key, key, '{join}', $1, $1 from unnest(array['app', 'realtime']) key`,
    [clock.now()],
  );
  return {
    database,
    clock,
    imports,
    receipts,
    customers: new CustomersService(database, clock, new MergeLinesService(clock, kinds), audit),
    load: (kind, file, format = 'ndjson') => {
      const bytes = Buffer.from(Array.isArray(file) ? linesOf(file) : (file as string | Buffer));
      return imports.run({ kind, format, source: pieces(bytes), sourceName: 'a file', actor: CLI });
    },
    drop: () => testDatabase.drop(),
  };
}

export function linesOf(values: readonly object[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

/** A customer that differs from the usual one as said. */
export function customerLine(externalId: string, change: object = {}): object {
  return {
    externalId,
    name: `The ${externalId} company`,
    timezone: 'Europe/Paris',
    locale: 'fr-FR',
    contract: { plan: 'pro', monthlyFee: { amountMinor: 42_000, currency: 'EUR' }, from: '2020-01-01' },
    ...change,
  };
}

/** The errors of a receipt as `line field code`. */
export function faultsOf(receipt: ImportReceipt): string[] {
  return receipt.errors.map(({ line, field, code }) => `${line} ${field} ${code}`);
}

/** Everything that the imports have made, without ids and instants of writing, which differ from run to run. */
const STATE = `
  with customers as (
    select external_id, name, time_zone, locale, owner, components, stripe_customer_id, lago_customer_id from customer
  ), contracts as (
    select c.external_id, k.valid_from, k.valid_to, k.plan, k.monthly_fee_minor, k.currency, k.policy_code, k.status
      from contract k join customer c on c.id = k.customer_id
  ), contacts as (
    select c.external_id, k.email, k.name, k.role, k.opted_out from contact k join customer c on c.id = k.customer_id
  ), meetings as (
    select c.external_id as customer, m.external_id, m.title, m.scheduled_start_at, m.scheduled_end_at, m.actual_end_at,
           m.cancelled_at, m.components, m.roster_known, m.is_stub from meeting m join customer c on c.id = m.customer_id
  ), rosters as (
    select c.external_id as customer, m.external_id, r.participant_id, r.role
      from roster_entry r join customer c on c.id = r.customer_id
      join meeting m on m.customer_id = r.customer_id and m.id = r.meeting_id
  ), sessions as (
    select c.external_id as customer, m.external_id, s.participant_id, s.joined_at, s.session_id, s.left_at, s.role, s.kind
      from session s join customer c on c.id = s.customer_id
      join meeting m on m.customer_id = s.customer_id and m.id = s.meeting_id
  ), attempts as (
    select c.external_id as customer, m.external_id, a.participant_id, a.at, a.outcome, a.role
      from join_attempt a join customer c on c.id = a.customer_id
      join meeting m on m.customer_id = a.customer_id and m.id = a.meeting_id
  )
  select to_jsonb(t)::text as line from (
    select 'customer' as of, to_jsonb(x) as value from customers x union all
    select 'contract', to_jsonb(x) from contracts x union all select 'contact', to_jsonb(x) from contacts x union all
    select 'meeting', to_jsonb(x) from meetings x union all select 'roster', to_jsonb(x) from rosters x union all
    select 'session', to_jsonb(x) from sessions x union all select 'attempt', to_jsonb(x) from attempts x
  ) t order by 1`;

/** A hash of everything that the imports have made. */
export async function stateHash(database: Database): Promise<string> {
  const lines = await rows<{ line: string }>(database.tx, STATE);
  return createHash('sha256')
    .update(lines.map(({ line }) => line).join('\n'))
    .digest('hex');
}

/** Bytes as a stream gives them, cut without regard to lines or characters. */
export function pieces(bytes: Buffer, size = 1000): AsyncIterable<Buffer> {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) parts.push(bytes.subarray(at, at + size));
  return Readable.from(parts);
}
