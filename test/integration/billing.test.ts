import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { CreditsService } from '../../src/billing/credits.service.js';
import { DeliveryEntity } from '../../src/billing/delivery.entity.js';
import { SetClock } from '../../src/kernel/clock.js';
import { newId } from '../../src/kernel/ids.js';
import { creditReference } from '../../src/offers/credit.js';
import type { Actor } from '../../src/platform/access/actor.js';
import { AuditService } from '../../src/platform/audit/audit.service.js';
import { rows } from '../../src/platform/database/database.js';
import { OutboxService } from '../../src/platform/outbox/outbox.service.js';
import { type Aftermath, seedAcceptedCredits } from '../support/aftermath.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const ANNE: Actor = { id: 'person:anne', kind: 'person', roles: ['manager'] };
const NOW = new Date('2020-09-18T08:00:00Z');

let db: TestDatabase;
let outbox: OutboxService;
let credits: CreditsService;

beforeAll(async () => {
  const clock = new SetClock(NOW);
  db = await createTestDatabase({ entities: [DeliveryEntity], isPlanted: true });
  outbox = new OutboxService(db.database, clock);
  credits = new CreditsService(db.database, clock, new AuditService(clock), outbox);
});

afterAll(() => db.drop());

async function seedCredits(...aftermaths: Omit<Aftermath, 'offer'>[]) {
  const { incidentId, credits: made } = await seedAcceptedCredits(db.database.tx, aftermaths, NOW);
  return { incidentId, creditIds: made.map(({ id }) => id) };
}

async function seedCredit(): Promise<string> {
  return (await seedCredits({ externalId: `B-${Math.random()}` })).creditIds[0] ?? '';
}

async function deliveries(creditId: string) {
  return rows(
    db.database.tx,
    'select status, billing_document, confirmed_by, version from delivery where credit_id = $1',
    [creditId],
  );
}

test('a credit that is asked for waits, however often it is asked for', async () => {
  const id = await seedCredit();
  const [found] = await rows<{ customerId: string }>(
    db.database.tx,
    'select customer_id as "customerId" from credit where id = $1',
    [id],
  );
  expect(await credits.get(id)).toMatchObject({
    status: 'waiting',
    blockers: [
      { action: 'retry', code: 'no_connection', message: 'Nothing is sent by itself here.' },
      { action: 'redirect', code: 'no_connection', message: 'It goes nowhere yet.' },
    ],
    billingDocument: null,
  });
  for (let count = 0; count < 2; count += 1) {
    const payload = { customerId: found?.customerId, creditId: id };
    await outbox.append(db.database.tx, { topic: 'credit.requested', dedupKey: newId(), payload });
  }
  expect(await outbox.drain()).toBe(2);
  expect(await deliveries(id)).toEqual([{ status: 'waiting', billing_document: null, confirmed_by: null, version: 1 }]);
});

describe('a confirmation', () => {
  test('is kept once: again it is answered alike, with another document refused', async () => {
    const id = await seedCredit();
    const confirmed = await credits.confirm(id, { billingDocument: ' CN-2020-1 ' }, undefined, ANNE);
    expect(confirmed).toMatchObject({
      status: 'confirmed',
      billingDocument: 'CN-2020-1',
      confirmedBy: ANNE.id,
      confirmedAt: NOW,
      version: 2,
      nextStatuses: ['applied', 'reversed'],
    });
    expect(
      await credits.confirm(id, { billingDocument: 'CN-2020-1' }, undefined, {
        id: 'person:bob',
        kind: 'person',
        roles: ['manager'],
      }),
    ).toEqual(confirmed);
    await expect(credits.confirm(id, { billingDocument: 'CN-2020-2' }, undefined, ANNE)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'credit_confirmed_otherwise',
    });
    expect(await deliveries(id)).toMatchObject([{ billing_document: 'CN-2020-1', version: 2 }]);
  });

  test('of two at once with two documents, one wins and the other is refused', async () => {
    const id = await seedCredit();
    const outcomes = await Promise.allSettled(
      ['A', 'B'].map((name) => credits.confirm(id, { billingDocument: name }, undefined, ANNE)),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await deliveries(id)).toMatchObject([{ status: 'confirmed', version: 2 }]);
  });

  test('of an unknown credit is refused', async () => {
    await expect(credits.confirm(newId(), { billingDocument: 'A' }, undefined, ANNE)).rejects.toMatchObject({
      code: 'credit_not_found',
    });
    await expect(credits.get('x')).rejects.toMatchObject({ code: 'credit_not_found' });
  });
});

describe('the list', () => {
  test('is narrowed by status, incident, customer and currency', async () => {
    const { incidentId, creditIds } = await seedCredits({ externalId: 'Q-1' }, { externalId: 'Q-2', currency: 'JPY' });
    await credits.confirm(creditIds[1] ?? '', { billingDocument: 'CN-7' }, undefined, ANNE);
    const found = async (filter: Parameters<CreditsService['list']>[0]) =>
      (await credits.list({ incidentId, ...filter }, {})).items.map(({ id }) => id);
    expect(await found({})).toEqual([creditIds[1], creditIds[0]]);
    expect(await found({ status: 'waiting' })).toEqual([creditIds[0]]);
    expect(await found({ status: 'confirmed' })).toEqual([creditIds[1]]);
    expect(await found({ customerId: 'Q-1' })).toEqual([creditIds[0]]);
    expect(await found({ currency: 'JPY' })).toEqual([creditIds[1]]);
  });
});

describe('the export', () => {
  const read = async (filter: Parameters<CreditsService['exportCsv']>[0], bom = false) =>
    text(credits.exportCsv(filter, { bom }));

  test('has every credit once, in order, and its amounts add up to those of the credits', async () => {
    const { incidentId, creditIds } = await seedCredits(
      ...Array.from({ length: 2345 }, (_, index) => ({
        externalId: `X-${index}`,
        amountMinor: 1000 + index,
        currency: index % 3 === 0 ? 'JPY' : 'EUR',
      })),
    );
    const file = await read({ incidentId });
    expect(await read({ incidentId })).toBe(file);
    const lines = parse(file, { columns: true }) as Record<string, string>[];
    expect(lines.map(({ reference }) => reference)).toEqual(creditIds.map(creditReference));
    for (const currency of ['EUR', 'JPY']) {
      const [sum] = await rows<{ total: number }>(
        db.database.tx,
        'select sum(amount_minor)::bigint as total from credit where incident_id = $1 and currency = $2',
        [incidentId, currency],
      );
      const own = lines.filter((line) => line['currency'] === currency);
      expect(own.reduce((total, { amountMinor }) => total + Number(amountMinor), 0)).toBe(sum?.total);
      expect(own.every(({ amount }) => /^\d+(\.\d\d)?$/.test(amount ?? ''))).toBe(true);
    }
  });

  test('neutralises what a spreadsheet would take for a formula', async () => {
    const { incidentId, creditIds } = await seedCredits(
      { externalId: '=HYPERLINK("http://evil.example")', name: "@SUM(1+1)*cmd|' /C calc'!A0" },
      { externalId: '+336', name: '-2+3, "GmbH"' },
    );
    await credits.confirm(creditIds[0] ?? '', { billingDocument: '=1+1' }, undefined, ANNE);
    const lines = parse(await read({ incidentId }), { columns: true }) as Record<string, string>[];
    expect(lines).toMatchObject([
      {
        customerExternalId: '\'=HYPERLINK("http://evil.example")',
        customerName: "'@SUM(1+1)*cmd|' /C calc'!A0",
        billingDocument: "'=1+1",
        status: 'confirmed',
      },
      { customerExternalId: "'+336", customerName: '\'-2+3, "GmbH"', billingDocument: '', status: 'waiting' },
    ]);
  });

  test('of nothing is a heading; a byte order mark comes only when asked for', async () => {
    const filter = { incidentId: newId() };
    expect(await read(filter)).toMatch(/^reference,[^\n]*billingDocument\r\n$/);
    const bytes = await credits.exportCsv(filter, { bom: true }).toArray();
    expect(Buffer.concat(bytes as Buffer[]).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  });

  test('fails loudly when the database does', async () => {
    const other = await createTestDatabase({ isPlanted: true });
    const service = new CreditsService(
      other.database,
      new SetClock(NOW),
      new AuditService(new SetClock(NOW)),
      new OutboxService(other.database, new SetClock(NOW)),
    );
    await rows(other.database.tx, 'alter table credit rename to gone');
    await expect(text(service.exportCsv({}))).rejects.toThrow('credit');
    await other.drop();
  });
});
