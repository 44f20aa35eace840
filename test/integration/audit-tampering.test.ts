import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ENTITIES } from '../../src/entities.js';
import { SetClock } from '../../src/kernel/clock.js';
import { newId } from '../../src/kernel/ids.js';
import { hashOf } from '../../src/platform/audit/audit-entry.js';
import { AuditTrailService } from '../../src/platform/audit/audit-trail.service.js';
import { readChains } from '../../src/platform/audit/audit-trail.sql.js';
import { AuditService } from '../../src/platform/audit/audit.service.js';
import { rows } from '../../src/platform/database/database.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const clock = new SetClock(new Date('2026-03-01T10:00:00.123Z'));
const NIL = '00000000-0000-0000-0000-000000000000';

let db: TestDatabase;
let folder: string;
let audit: AuditService;
let trail: AuditTrailService;
beforeAll(async () => {
  db = await createTestDatabase({ entities: ENTITIES });
  folder = await mkdtemp(join(tmpdir(), 'amends-anchors-'));
  audit = new AuditService(clock);
  trail = new AuditTrailService(db.database, clock, join(folder, 'anchors.ndjson'));
  // Who owns the database can take its guards away; what is left then is the arithmetic.
  await sql('alter table audit_entry drop constraint audit_entry_pkey');
  await sql('alter table audit_entry drop constraint audit_entry_customer_id_prev_hash_key');
});
afterAll(async () => {
  await db.drop();
  await rm(folder, { recursive: true });
});

const sql = (text: string, values: readonly unknown[] = []) => rows(db.database.tx, text, values);

/** A chain of five entries whose end is written down outside. */
async function chain(): Promise<string> {
  const customerId = newId();
  for (let count = 0; count < 5; count += 1) {
    await db.database.transaction(async (tx) => {
      const actor = { id: 'person:anne', kind: 'person', roles: [] } as const;
      const subject = { kind: 'offer', id: String(count) };
      audit.append(tx, {
        actor,
        action: 'offer.approved',
        subject,
        customerId,
        details: { amountMinor: 1000 + count },
      });
    });
  }
  await trail.anchor();
  return customerId;
}

async function faultsOf(customerId: string): Promise<string[]> {
  const { faults } = await trail.verify();
  return faults.filter((fault) => fault.customerId === customerId).map(({ sequence, code }) => `${sequence} ${code}`);
}

const endAt = (customerId: string, sequence: number) =>
  sql(
    `update audit_chain c set sequence = e.sequence, hash = e.hash from audit_entry e
      where c.customer_id = $1 and e.customer_id = $1 and e.sequence = $2`,
    [customerId, sequence],
  );

/** Writes the chain anew from a place on, with every hash as it should be: what only an anchor gives away. */
async function recomputeFrom(customerId: string, first: number): Promise<void> {
  const entries = await readChains(db.database.tx, { customerId, sequence: 0, id: NIL }, 5);
  let prevHash = entries[first - 2]?.hash ?? Buffer.alloc(0);
  for (const { atMicroseconds, ...entry } of entries.slice(first - 1)) {
    const hash = hashOf(prevHash, entry.sequence, atMicroseconds, { ...entry, at: new Date(0) });
    await sql('update audit_entry set prev_hash = $3, hash = $4 where customer_id = $1 and sequence = $2', [
      customerId,
      entry.sequence,
      prevHash,
      hash,
    ]);
    prevHash = hash;
  }
  await endAt(customerId, 5);
}

const COPY = `insert into audit_entry select customer_id, sequence, $2::uuid, at, actor, actor_kind, 'offer.accepted',
  subject_kind, subject_id, details, request_id, prev_hash, hash from audit_entry where customer_id = $1 and sequence = 3`;

const TAMPERINGS: readonly (readonly [string, (id: string) => Promise<unknown>, readonly string[]])[] = [
  [
    'a field changed',
    (id) => sql(`update audit_entry set details = '{"amountMinor":9}' where customer_id = $1 and sequence = 3`, [id]),
    ['3 entry_changed'],
  ],
  [
    'an entry deleted from the middle',
    (id) => sql('delete from audit_entry where customer_id = $1 and sequence = 3', [id]),
    ['3 entry_missing', '4 link_broken'],
  ],
  [
    'the end cut off, and the end of the chain said to be there',
    async (id) => {
      await sql('delete from audit_entry where customer_id = $1 and sequence > 3', [id]);
      await endAt(id, 3);
    },
    ['4 end_missing'],
  ],
  [
    'an entry put in between',
    async (id) => {
      await sql('update audit_entry set sequence = sequence + 1 where customer_id = $1 and sequence > 3', [id]);
      await sql(COPY.replace('select customer_id, sequence', 'select customer_id, sequence + 1'), [id, newId()]);
    },
    ['4 link_broken', '4 entry_changed', '5 entry_changed', '5 anchor_differs', '6 entry_changed', '6 end_unknown'],
  ],
  [
    'two entries in the other order',
    (id) => sql('update audit_entry set sequence = 7 - sequence where customer_id = $1 and sequence in (3, 4)', [id]),
    ['3 link_broken', '3 entry_changed', '4 link_broken', '4 entry_changed', '5 link_broken'],
  ],
  ['a fork', (id) => sql(COPY, [id, newId()]), ['3 entry_twice', '3 link_broken', '3 entry_changed']],
  [
    'a moment moved by a microsecond',
    (id) => sql(`update audit_entry set at = at + interval '1 us' where customer_id = $1 and sequence = 2`, [id]),
    ['2 entry_changed'],
  ],
  [
    'an entry changed, and every hash from there on written anew',
    async (id) => {
      await sql(`update audit_entry set actor = 'person:bob' where customer_id = $1 and sequence = 3`, [id]);
      await recomputeFrom(id, 3);
    },
    ['5 anchor_differs'],
  ],
  [
    'a chain gone as if it had never been',
    async (id) => {
      await sql('delete from audit_entry where customer_id = $1', [id]);
      await sql('delete from audit_chain where customer_id = $1', [id]);
    },
    ['1 end_missing'],
  ],
];

test('a trail that nobody touched is whole', async () => {
  await chain();
  expect(await trail.verify()).toMatchObject({ isWhole: true, faults: [] });
});

test.each(TAMPERINGS)('%s is found', async (_what, tamper, expected) => {
  const id = await chain();
  expect(await faultsOf(id)).toEqual([]);
  await tamper(id);
  expect(await faultsOf(id)).toEqual(expected);
});

test('an entry moved into another chain is found in both', async () => {
  const [from, to] = [await chain(), await chain()];
  await sql('update audit_entry set customer_id = $2, sequence = 6 where customer_id = $1 and sequence = 5', [
    from,
    to,
  ]);
  expect(await faultsOf(from)).toEqual(['5 end_missing']);
  expect(await faultsOf(to)).toEqual(['6 link_broken', '6 entry_changed', '6 end_unknown']);
});

test('anchors that were cut off prove nothing, and say so', async () => {
  const path = join(folder, 'cut.ndjson');
  await writeFile(path, `{"customerId":"${newId()}","sequence":1,"hash":"00"}\n{"customerId":"`);
  await expect(new AuditTrailService(db.database, clock, path).verify()).rejects.toMatchObject({
    code: 'anchors_not_readable',
    details: { line: 2 },
  });
});
