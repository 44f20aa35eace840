import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ENTITIES } from '../../src/entities.js';
import { SetClock } from '../../src/kernel/clock.js';
import { newId } from '../../src/kernel/ids.js';
import type { Actor } from '../../src/platform/access/actor.js';
import type { AuditAction } from '../../src/platform/audit/audit-actions.js';
import { firstHash, REST_CHAIN } from '../../src/platform/audit/audit-entry.js';
import { AuditService } from '../../src/platform/audit/audit.service.js';
import { rows } from '../../src/platform/database/database.js';
import { inRequest } from '../../src/platform/http/request-context.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const ANNE: Actor = { id: 'person:anne', kind: 'person', roles: ['manager'] };

let db: TestDatabase;
let audit: AuditService;
beforeAll(async () => {
  db = await createTestDatabase({ entities: ENTITIES, poolSize: 20 });
  audit = new AuditService(new SetClock(new Date('2026-03-01T10:00:00.123Z')));
});
afterAll(() => db.drop());

type Entry = { sequence: number; action: string; requestId: string | null; prevHash: Buffer; hash: Buffer };

function chainOf(customerId: string): Promise<Entry[]> {
  return rows<Entry>(
    db.database.tx,
    `select sequence, action, request_id as "requestId", prev_hash as "prevHash", hash from audit_entry
      where customer_id = $1 order by sequence`,
    [customerId],
  );
}

const deed = (action: AuditAction, customerId?: string) =>
  ({ actor: ANNE, action, subject: { kind: 'offer', id: '1' }, ...(customerId && { customerId }) }) as const;

test('what a transaction did is said in the order in which it was done, each row on the one before', async () => {
  const customerId = newId();
  await inRequest('request-1', () =>
    db.database.transaction(async (tx) => {
      audit.append(tx, deed('offer.approved', customerId));
      audit.append(tx, deed('offers.proposed'));
      audit.append(tx, deed('offer.sent', customerId));
    }),
  );
  const [first, second] = await chainOf(customerId);
  expect([first, second]).toMatchObject([
    { sequence: 1, action: 'offer.approved', requestId: 'request-1', prevHash: firstHash(customerId) },
    { sequence: 2, action: 'offer.sent', prevHash: first?.hash },
  ]);
  expect(await chainOf(REST_CHAIN)).toMatchObject([{ sequence: 1, action: 'offers.proposed' }]);
});

test('a transaction that is rolled back said nothing', async () => {
  const customerId = newId();
  const failed = db.database.transaction(async (tx) => {
    audit.append(tx, deed('offer.approved', customerId));
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  expect(await chainOf(customerId)).toEqual([]);
});

test('nothing is said outside the transaction of a use case', () => {
  expect(() => audit.append(db.database.tx, deed('offer.approved'))).toThrow('transaction');
});

test('64 writers at once, each over ten chains in its own order, make neither a fork nor a gap', async () => {
  const customers = Array.from({ length: 10 }, newId);
  await Promise.all(
    Array.from({ length: 64 }, (_each, writer) =>
      db.database.transaction(async (tx) => {
        const turned = [...customers.slice(writer % 10), ...customers.slice(0, writer % 10)];
        audit.appendAll(
          tx,
          turned.map((customerId) => deed('offer.approved', customerId)),
        );
      }),
    ),
  );
  for (const customerId of customers) {
    const chain = await chainOf(customerId);
    expect(chain.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 64 }, (_each, index) => index + 1));
    const before = [firstHash(customerId), ...chain.map(({ hash }) => hash)];
    expect(chain.map(({ prevHash }) => prevHash.toString('hex'))).toEqual(
      before.slice(0, -1).map((hash) => hash.toString('hex')),
    );
  }
});
