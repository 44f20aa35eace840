import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SetClock } from '../../src/kernel/clock.js';
import { newId } from '../../src/kernel/ids.js';
import { CasePrioritiesService } from '../../src/outreach/case-priorities.service.js';
import { FollowIncidentsService } from '../../src/outreach/follow-incidents.service.js';
import { OutreachCaseEntity } from '../../src/outreach/outreach-case.entity.js';
import { OutreachService } from '../../src/outreach/outreach.service.js';
import type { Actor } from '../../src/platform/access/actor.js';
import { AuditService } from '../../src/platform/audit/audit.service.js';
import { rows } from '../../src/platform/database/database.js';
import { OutboxService } from '../../src/platform/outbox/outbox.service.js';
import {
  type Aftermath,
  insert,
  seedAftermath,
  seedAssessment,
  type Seeded,
  seedImpacts,
} from '../support/aftermath.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const ANNE: Actor = { id: 'person:anne', kind: 'person', roles: ['manager'] };
const NOW = new Date('2020-09-17T08:00:00Z');

let db: TestDatabase;
let outbox: OutboxService;
let outreach: OutreachService;
const clock = new SetClock(NOW);
const priorities = new CasePrioritiesService();

beforeAll(async () => {
  db = await createTestDatabase({ entities: [OutreachCaseEntity] });
  outbox = new OutboxService(db.database, clock);
  expect(new FollowIncidentsService(clock, priorities, outbox)).toBeDefined();
  outreach = new OutreachService(db.database, clock, new AuditService(clock), priorities);
});

afterAll(() => db.drop());

/** Every telling is a new message, as if the outbox had lost its memory. */
async function tell(topic: string, payload: Record<string, unknown>): Promise<void> {
  await outbox.append(db.database.tx, { topic, dedupKey: newId(), payload });
  await outbox.drain();
}

const seed = (...aftermaths: Aftermath[]) => seedAftermath(db.database.tx, aftermaths);

async function seedCases(...aftermaths: Aftermath[]): Promise<Seeded> {
  const seeded = await seed(...aftermaths);
  await tell('assessment.finished', { assessmentId: seeded.assessmentId, incidentId: seeded.incidentId });
  return seeded;
}

async function casesOf(incidentId: string) {
  return (await outreach.list({ incidentId }, {})).items;
}

async function onlyCase(aftermath: Partial<Aftermath> = {}) {
  const seeded = await seedCases({ externalId: `S-${Math.random()}`, ...aftermath });
  const [found] = await casesOf(seeded.incidentId);
  const [customer] = seeded.customers;
  if (found === undefined || customer === undefined) throw new Error('no case was opened');
  return { ...seeded, customer, found };
}

function offerChanged({ incidentId, customer }: Awaited<ReturnType<typeof onlyCase>>, to: string, at: string) {
  const { id: customerId, offerId } = customer;
  return { customerId, incidentId, offerId, from: 'approved', to, actor: ANNE.id, at, reason: 'ready' };
}

async function parked(): Promise<number> {
  return (await rows(db.database.tx, 'select 1 from outbox_message where last_error is not null')).length;
}

describe('cases are opened by an assessment', () => {
  test('one for each customer it names, however often it is told of, alone or at once', async () => {
    const { incidentId, assessmentId } = await seedCases(
      { externalId: 'O-1', owner: 'ines' },
      { externalId: 'O-2', class: 'degraded' },
      { externalId: 'O-3', class: 'unknown' },
    );
    const before = await casesOf(incidentId);
    expect(before).toMatchObject([
      {
        customer: { externalId: 'O-1' },
        impactClass: 'unable_to_join',
        owner: 'ines',
        status: 'to_contact',
        owed: 'pending',
      },
      { customer: { externalId: 'O-2' }, impactClass: 'degraded', owner: null },
      { customer: { externalId: 'O-3' }, impactClass: 'unknown', people: 0 },
    ]);
    const others = [1, 2].map(() => {
      const other = new OutboxService(db.database, clock);
      return { other, follows: new FollowIncidentsService(clock, priorities, other) };
    });
    for (let count = 0; count < 4; count += 1) {
      await outbox.append(db.database.tx, {
        topic: 'assessment.finished',
        dedupKey: newId(),
        payload: { assessmentId, incidentId },
      });
    }
    await Promise.all([outbox, ...others.map(({ other }) => other)].map((each) => each.drain()));
    expect(await casesOf(incidentId)).toEqual(before);
    const [first] = before;
    expect((await outreach.get(first?.id ?? '')).timeline).toMatchObject([
      { kind: 'assessed', author: 'system', details: { assessmentId, revision: 1, impactClass: 'unable_to_join' } },
    ]);
    expect(await parked()).toBe(0);
  });

  test('a later one changes them and takes none away; an earlier one that comes late changes nothing', async () => {
    const { incidentId, assessmentId, customers } = await seedCases({ externalId: 'L-1' }, { externalId: 'L-2' });
    const later = await seedAssessment(db.database.tx, incidentId, 2);
    await seedImpacts(
      db.database.tx,
      later,
      [{ externalId: 'L-1', class: 'degraded', people: 9 }],
      customers.slice(0, 1),
    );
    await tell('assessment.finished', { assessmentId: later, incidentId });
    const expected = [
      { customer: { externalId: 'L-1' }, impactClass: 'degraded', stillAffected: true, people: 9, version: 2 },
      { customer: { externalId: 'L-2' }, impactClass: 'unable_to_join', stillAffected: false, people: 0, version: 2 },
    ];
    expect(await casesOf(incidentId)).toMatchObject(expected);
    await tell('assessment.finished', { assessmentId, incidentId });
    expect(await casesOf(incidentId)).toMatchObject(expected);
  });

  test('the default owner takes the customers of nobody', async () => {
    const settings = { key: 'company', value: { defaultOwner: 'desk' }, version: 1, updated_by: 't', updated_at: NOW };
    await insert(db.database.tx, 'setting', [settings]);
    try {
      expect((await onlyCase()).found.owner).toBe('desk');
      expect((await onlyCase({ owner: 'ines' })).found.owner).toBe('ines');
    } finally {
      await rows(db.database.tx, 'delete from setting');
    }
  });
});

describe('what is owed', () => {
  test('follows the proposals, with their reasons, told once or twice', async () => {
    const { incidentId, assessmentId } = await seedCases(
      { externalId: 'W-1', offer: 'draft', amountMinor: 7000 },
      { externalId: 'W-2', outcome: 'nothing_owed' },
      { externalId: 'W-3', outcome: 'refused' },
    );
    await tell('offers.proposed', { assessmentId, incidentId });
    const found = await casesOf(incidentId);
    expect(found).toMatchObject([
      { owed: 'offer', offer: { status: 'draft', amount: { amountMinor: 7000, currency: 'EUR' } } },
      { owed: 'nothing_owed', offer: null },
      { owed: 'refused', offer: null },
    ]);
    await tell('offers.proposed', { assessmentId, incidentId });
    expect(await casesOf(incidentId)).toEqual(found);
    const { owedReasons, timeline } = await outreach.get(found[1]?.id ?? '');
    expect(owedReasons).toMatchObject([{ code: 'class_not_in_policy' }]);
    expect(timeline.map(({ kind }) => kind).toSorted()).toEqual(['assessed', 'owed']);
  });

  test('is known even when the news of the proposals comes first', async () => {
    const { incidentId, assessmentId } = await seed({ externalId: 'W-4', outcome: 'nothing_owed' });
    await tell('offers.proposed', { assessmentId, incidentId });
    expect(await casesOf(incidentId)).toMatchObject([{ owed: 'nothing_owed' }]);
  });
});

describe('the moves of an offer', () => {
  test('are kept once, and a letter that was sent is a first contact', async () => {
    const one = await onlyCase({ offer: 'sent' });
    const message = offerChanged(one, 'sent', '2020-09-17T07:00:00.000Z');
    await tell('offer.changed', message);
    await tell('offer.changed', message);
    const detail = await outreach.get(one.found.id);
    expect(detail).toMatchObject({ status: 'contacted', lastTouchAt: new Date('2020-09-17T07:00:00Z') });
    expect(detail.timeline.filter(({ kind }) => kind === 'offer')).toMatchObject([
      { author: ANNE.id, body: 'ready', details: { from: 'approved', to: 'sent', offerId: one.customer.offerId } },
    ]);
    await tell('offer.changed', { ...offerChanged(one, 'accepted', '2020-09-17T07:30:00.000Z'), from: 'sent' });
    expect(await outreach.get(one.found.id)).toMatchObject({ status: 'answered' });
  });

  test('open the case of a customer whom no assessment names', async () => {
    const { incidentId } = await seedCases({ externalId: 'N-1' });
    const other = await seed({ externalId: 'N-2' });
    const customerId = other.customers[0]?.id;
    const message = { customerId, incidentId, offerId: newId(), from: 'draft', to: 'approved', actor: 'a', at: NOW };
    await tell('offer.changed', { ...message, reason: null });
    expect(await casesOf(incidentId)).toMatchObject([
      { customer: { externalId: 'N-1' } },
      { customer: { externalId: 'N-2' }, impactClass: 'unaffected', stillAffected: false, status: 'to_contact' },
    ]);
  });

  test('an apology is a contact too', async () => {
    const { found, incidentId, customer } = await onlyCase({ outcome: 'nothing_owed' });
    const message = { customerId: customer.id, incidentId, letterId: newId(), reference: 'AM-1', actor: 'a', at: NOW };
    await tell('apology.sent', message);
    await tell('apology.sent', message);
    const detail = await outreach.get(found.id);
    expect(detail).toMatchObject({ status: 'contacted', lastTouchAt: NOW });
    expect(detail.timeline.filter(({ kind }) => kind === 'apology')).toHaveLength(1);
  });
});

describe('people work on a case', () => {
  test('a change is kept in the timeline, and one that changes nothing is not', async () => {
    const { found } = await onlyCase();
    const at = new Date('2020-09-18T08:00:00Z');
    const change = { status: 'waiting', nextAction: 'Call back', nextActionAt: at } as const;
    const changed = await outreach.change(found.id, change, 1, ANNE);
    expect(changed).toMatchObject({ ...change, version: 2 });
    expect(changed.timeline[0]).toMatchObject({
      kind: 'changed',
      author: ANNE.id,
      details: { status: { from: 'to_contact', to: 'waiting' }, nextActionAt: { from: null, to: at.toISOString() } },
    });
    expect(await outreach.change(found.id, change, 2, ANNE)).toEqual(changed);
    await expect(outreach.change(found.id, { owner: 'bob' }, 1, ANNE)).rejects.toMatchObject({
      code: 'version_changed',
    });
    await expect(outreach.change(found.id, { nextActionAt: null }, 2, ANNE)).rejects.toMatchObject({
      code: 'next_action_date_required',
    });
    await expect(outreach.change('x', {}, undefined, ANNE)).rejects.toMatchObject({ code: 'case_not_found' });
  });

  test('a call is a contact, a note is not, and nothing happens in the future', async () => {
    const { found } = await onlyCase();
    const write = (kind: 'note' | 'call', occurredAt: Date | null) =>
      outreach.addActivity(found.id, { kind, body: 'Left a message', occurredAt }, ANNE);
    await write('note', null);
    expect(await outreach.get(found.id)).toMatchObject({ lastTouchAt: null, version: 1 });
    const called = new Date('2020-09-17T07:00:00Z');
    await write('call', called);
    await write('call', new Date('2020-09-17T06:00:00Z'));
    const detail = await outreach.get(found.id);
    expect(detail).toMatchObject({ lastTouchAt: called, firstTouchAt: new Date('2020-09-17T06:00:00Z'), version: 3 });
    expect(detail.timeline.map(({ kind }) => kind)).toEqual(['note', 'assessed', 'call', 'call']);
    expect(detail.contacts).toMatchObject([{ role: 'admin' }]);
    await expect(write('call', new Date('2020-09-17T08:00:01Z'))).rejects.toMatchObject({ code: 'occurred_in_future' });
  });

  test('two who change the version they both saw: one is refused', async () => {
    const { found } = await onlyCase();
    const outcomes = await Promise.allSettled(
      ['a', 'b', 'c'].map((owner) => outreach.change(found.id, { owner }, 1, ANNE)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('the list', () => {
  test('begins with the heaviest class, then most people, then the highest fee, page by page', async () => {
    const { incidentId } = await seedCases(
      { externalId: 'P-4', class: 'degraded', people: 90 },
      { externalId: 'P-3', class: 'unable_to_join', people: 2, feeMinor: 100 },
      { externalId: 'P-2', class: 'unable_to_join', people: 2, feeMinor: 900 },
      { externalId: 'P-1', class: 'unable_to_join', people: 5 },
    );
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await outreach.list({ incidentId }, { limit: 1, ...(cursor === undefined ? {} : { cursor }) });
      expect(page.total).toBe(4);
      seen.push(...page.items.map(({ customer }) => customer.externalId));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(['P-1', 'P-2', 'P-3', 'P-4']);
    expect((await casesOf(incidentId))[1]).toMatchObject({ monthlyFee: { amountMinor: 900, currency: 'EUR' } });
  });

  test('is narrowed by status, owner, class, words and what is due', async () => {
    const { incidentId } = await seedCases(
      { externalId: 'F-1', owner: 'ines', name: '100 % Réunion' },
      { externalId: 'F-2', class: 'degraded' },
    );
    const [first, second] = await casesOf(incidentId);
    await outreach.change(second?.id ?? '', { status: 'waiting', nextActionAt: NOW }, undefined, ANNE);
    const found = async (filter: Parameters<OutreachService['list']>[0]) =>
      (await outreach.list({ incidentId, ...filter }, {})).items.map(({ id }) => id);
    expect(await found({ status: 'waiting' })).toEqual([second?.id]);
    expect(await found({ owner: 'ines' })).toEqual([first?.id]);
    expect(await found({ owner: '' })).toEqual([second?.id]);
    expect(await found({ class: 'degraded' })).toEqual([second?.id]);
    expect(await found({ q: '% RÉ' })).toEqual([first?.id]);
    expect(await found({ q: 'f-2' })).toEqual([second?.id]);
    expect(await found({ due: true })).toEqual([second?.id]);
    expect(await found({ due: false })).toEqual([first?.id]);
  });

  test('shows an offer that is past its validity as expired', async () => {
    const { found, customer, incidentId } = await onlyCase({ offer: 'sent' });
    await rows(db.database.tx, 'update offer set valid_until = $2 where id = $1', [customer.offerId, NOW]);
    expect(found.offer).toMatchObject({ status: 'sent' });
    expect(await casesOf(incidentId)).toMatchObject([{ offer: { status: 'expired', validUntil: NOW } }]);
  });
});
