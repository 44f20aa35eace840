import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/kernel/ids.js';
import type { OfferDetail } from '../../src/offers/offers.service.js';
import type { ShownProposal } from '../../src/offers/proposals.service.js';
import type { HitClass } from '../../src/policies/impact-class.js';
import { assertInvariants } from '../support/invariants.js';
import { ANNE, NOW, OffersBench, RULES } from './offers-bench.js';

let bench: OffersBench;

beforeAll(async () => {
  bench = await OffersBench.create();
  await bench.policy('std');
});
afterEach(() => assertInvariants(bench.database));
afterAll(() => bench.drop());

const SLA = {
  kind: 'sla',
  zone: 'Europe/Paris',
  measure: { weights: { degraded: '0.3' } },
  remedy: {
    type: 'tiers',
    tiers: [
      { gte: '99.0', lt: '99.9', percent: '10' },
      { gte: '95.0', lt: '99.0', percent: '25' },
      { lt: '95.0', percent: '100' },
    ],
  },
  taxTreatment: 'price_reduction',
  validityDays: 30,
};

type State = 'lost' | 'degraded';
const at = (time: string) => (time.includes('T') ? time : `2020-09-16T${time}:00Z`);

/** An assessment, done, with windows of `app`, unless another component is named. */
async function assess(
  incidentId: string,
  windows: readonly (readonly [from: string, to: string, state: State, component?: string])[],
  revision = 1,
): Promise<string> {
  const id = newId();
  const json = windows.map(([from, to, state, componentKey = 'app']) => ({
    id: newId(),
    componentKey,
    startsAt: at(from),
    endsAt: at(to),
    capabilities: { join: state },
  }));
  await bench.sql(
    `insert into assessment (id, incident_id, revision, status, assessed_at, windows, created_by, created_at)
     values ($1, $2, $3, 'done', $4, $5, 'anne', $4)`,
    [id, incidentId, revision, NOW, JSON.stringify(json)],
  );
  return id;
}

/** What a person suffered, of one class, in one piece; the customer's figures go with it. */
async function suffer(
  assessmentId: string,
  customerId: string,
  people: readonly (readonly [person: string, from: string, to: string, impactClass: HitClass])[],
): Promise<void> {
  const seconds: Partial<Record<HitClass, number>> = {};
  for (const [person, from, to, impactClass] of people) {
    const long = (Date.parse(at(to)) - Date.parse(at(from))) / 1000;
    const column = {
      unable_to_join: 'blocked',
      media_loss: 'media_lost',
      interactivity_loss: 'interactivity_lost',
      degraded: 'degraded',
    }[impactClass];
    const names = ['blocked', 'inferred', 'media_lost', 'interactivity_lost', 'degraded'];
    await bench.sql(
      `insert into impact (customer_id, assessment_id, meeting_id, participant_id, class, confidence, is_facilitator, borderline,
         has_open_session, ${names.map((name) => `${name}_seconds, ${name}`).join(', ')})
       values ('${customerId}', '${assessmentId}', '${newId()}', '${person}', '${impactClass}', 'observed', false, false, false,
         ${names.map((name) => (name === column ? `${long}, '{[${at(from)},${at(to)})}'` : `0, '{}'`)).join(', ')})`,
    );
    seconds[impactClass] = Math.max(seconds[impactClass] ?? 0, long);
  }
  await bench.impact(assessmentId, customerId, seconds);
}

async function proposalOf(assessmentId: string, customerId: string): Promise<ShownProposal> {
  return (await bench.proposals.list({ assessmentId, customerId }, {})).items[0] as ShownProposal;
}

async function offerOf(assessmentId: string, customer: { externalId: string }): Promise<OfferDetail> {
  const { items } = await bench.offers.list({ assessmentId, customerId: customer.externalId, status: 'draft' }, {});
  return bench.offers.get(items[0]?.id ?? '');
}

const propose = (assessmentId: string) => bench.proposals.propose(assessmentId, {}, ANNE);
const codes = ({ lines }: { lines: readonly { code: string; amountMinor: number }[] }) =>
  lines.map(({ code, amountMinor }) => [code, amountMinor]);

// First of all: an SLA counts whatever other incidents of the month have left in this database.
describe('a draft of a policy is tried', () => {
  const FOUNDING = [
    ['11:53', '12:49', 'degraded'],
    ['12:49', '13:09', 'lost'],
    ['13:09', '13:27', 'degraded', 'realtime'],
  ] as const;

  test('on the founding case: 99.9 % pays by the weight of degraded time and by where it began', async () => {
    const customer = await bench.customer({ contract: { policyCode: 'std', feeMinor: 100_000 } });
    const incidentId = await bench.incident();
    const assessmentId = await assess(incidentId, FOUNDING);
    await suffer(assessmentId, customer.id, [['p1', '12:49', '13:09', 'unable_to_join']]);
    const simulate = async (weight: string, id = assessmentId) => {
      const rules = { ...SLA, measure: { weights: { degraded: weight } } };
      const answer = await bench.post('/policies/simulate', { assessmentId: id, rules });
      expect(answer.status).toBe(200);
      const body = answer.body as { draft: { largest: { customerId: string; amount: object }[] } };
      return body.draft.largest.find(({ customerId }) => customerId === customer.externalId)?.amount;
    };
    // 20 + 0.3 x 74 = 42.2 min of the 43.2 that 99.9 % leaves; 20 + 0.5 x 74 = 57.
    expect(await simulate('0.3')).toBeUndefined();
    expect(await simulate('0.5')).toEqual({ amountMinor: 10_000, currency: 'EUR' });
    const earlier = await assess(incidentId, [['10:43', '12:49', 'degraded'], FOUNDING[1], FOUNDING[2]], 2);
    await suffer(earlier, customer.id, [['p1', '12:49', '13:09', 'unable_to_join']]);
    expect(await simulate('0.3', earlier)).toEqual({ amountMinor: 10_000, currency: 'EUR' });
  });

  test('beside what is in force, with what limits take away; and writes nothing', async () => {
    const customer = await bench.customer({ contract: { policyCode: 'std' } });
    const trial = await bench.customer({ contract: { policyCode: 'std', status: 'trial' } });
    const assessmentId = await assess(await bench.incident(), [['12:49', '13:09', 'lost']]);
    for (const { id } of [customer, trial])
      await suffer(assessmentId, id, [['p1', '12:49', '13:09', 'unable_to_join']]);
    const counts = () =>
      bench.sql(
        `select (select count(*) from offer) o, (select count(*) from proposal) p, (select count(*) from compensated_time) t`,
      );
    const before = await counts();
    const answer = await bench.post('/policies/simulate', {
      assessmentId,
      rules: { ...RULES, caps: { incident: { amounts: { EUR: 1000, GBP: 900 } } } },
    });
    expect(answer.body).toMatchObject({
      draft: {
        outcomes: { offer: 1, nothing_owed: 1, refused: 0 },
        totals: [{ amountMinor: 1000, currency: 'EUR' }],
        byPlan: [{ name: 'pro', offers: 1 }],
        byClass: [{ name: 'unable_to_join', offers: 1 }],
        distribution: [{ currency: 'EUR', fromMinor: 1000, toMinor: 2000, offers: 1 }],
        largest: [{ customerId: customer.externalId }],
        takenAway: [
          { code: 'cap_incident', customers: 2, totals: [{ amountMinor: 8000, currency: 'EUR' }] },
          { code: 'status_excluded', customers: 1, totals: [{ amountMinor: 1000, currency: 'EUR' }] },
        ],
        reasons: [{ code: 'status_excluded', customers: 1 }],
      },
      inForce: { totals: [{ amountMinor: 5000, currency: 'EUR' }] },
    });
    expect(await counts()).toEqual(before);
  });

  test('is refused with every fault, and for an assessment that is not there', async () => {
    const bad = await bench.post('/policies/simulate', { assessmentId: newId(), rules: { kind: 'sla', extra: 1 } });
    expect(bad).toMatchObject({ status: 400, body: { code: 'policy_not_valid' } });
    expect((bad.body['errors'] as { path: string }[]).map(({ path }) => path)).toContain('rules.extra');
    const missing = await bench.post('/policies/simulate', { assessmentId: newId(), rules: SLA });
    expect(missing).toMatchObject({ status: 404, body: { code: 'assessment_not_found' } });
  });
});

describe('no second of a person is compensated twice', () => {
  /** Two incidents at once; each hits the customer as said. */
  async function twoIncidents(first: Parameters<typeof suffer>[2], second: Parameters<typeof suffer>[2]) {
    const customer = await bench.customer({ contract: { policyCode: 'std' } });
    const [a, b] = [await bench.incident(), await bench.incident()];
    const windows = [['12:49', '13:09', 'lost']] as const;
    const [one, two] = [await assess(a, windows), await assess(b, windows)];
    await suffer(one, customer.id, first);
    await suffer(two, customer.id, second);
    await propose(one);
    const original = await offerOf(one, customer);
    await propose(two);
    return { customer, one, two, original, proposal: await proposalOf(two, customer.externalId) };
  }

  test('the same person and time in another incident: nothing more, and it says which offer', async () => {
    const { proposal, original } = await twoIncidents(
      [['p1', '12:49', '13:09', 'unable_to_join']],
      [['p1', '12:49', '13:09', 'unable_to_join']],
    );
    expect(proposal).toMatchObject({ outcome: 'nothing_owed', reasons: [{ code: 'already_compensated' }] });
    expect(codes(proposal)).toEqual([
      ['fixed_amount', 5000],
      ['already_compensated', -5000],
    ]);
    expect(proposal.lines[1]).toMatchObject({ inputs: { offerIds: original.id, seconds: 1200 } });
    expect(proposal.lines[1]?.text.en).toContain(original.id);
  });

  test('another person in the same minutes counts', async () => {
    const { proposal } = await twoIncidents(
      [['p1', '12:49', '13:09', 'unable_to_join']],
      [['p2', '12:49', '13:09', 'unable_to_join']],
    );
    expect(proposal).toMatchObject({ outcome: 'offer', total: { amountMinor: 5000 } });
  });

  test('what was degraded and is lost now is paid the difference, and names the original', async () => {
    const { proposal, original, customer } = await twoIncidents(
      [['p1', '12:49', '13:09', 'degraded']],
      [['p1', '12:49', '13:09', 'unable_to_join']],
    );
    expect(original.amount).toEqual({ amountMinor: 500, currency: 'EUR' });
    expect(codes(proposal)).toEqual([
      ['fixed_amount', 5000],
      ['upgrade', -500],
    ]);
    expect(proposal.lines[1]).toMatchObject({ inputs: { offerIds: original.id, seconds: 1200 } });
    const held = await bench.sql(
      `select from_level, to_level from compensated_time where customer_id = $1 order by from_level`,
      [customer.id],
    );
    expect(held).toEqual([
      { from_level: 0, to_level: 1 },
      { from_level: 1, to_level: 4 },
    ]);
  });

  test('what an offer held is free again when it is withdrawn', async () => {
    const { two, customer, original } = await twoIncidents(
      [['p1', '12:49', '13:09', 'unable_to_join']],
      [['p1', '12:49', '13:09', 'unable_to_join']],
    );
    await bench.offers.withdraw(original.id, { actor: ANNE, reason: 'the wrong incident' });
    await propose(two);
    expect(await proposalOf(two, customer.externalId)).toMatchObject({
      outcome: 'offer',
      total: { amountMinor: 5000 },
    });
  });

  test('two runs at once give one of the incidents the time, and the table itself would refuse both', async () => {
    const customer = await bench.customer({ contract: { policyCode: 'std' } });
    const assessments = await Promise.all(
      [await bench.incident(), await bench.incident()].map(async (incident) => {
        const id = await assess(incident, [['12:49', '13:09', 'lost']]);
        await suffer(id, customer.id, [['p1', '12:49', '13:09', 'unable_to_join']]);
        return id;
      }),
    );
    await Promise.all(assessments.map(propose));
    const found = await Promise.all(assessments.map((id) => proposalOf(id, customer.externalId)));
    expect(found.map(({ outcome }) => outcome).toSorted()).toEqual(['nothing_owed', 'offer']);
    const copy = `insert into compensated_time
      select customer_id, offer_id, kind, participant_id, from_level, to_level - 1, during, created_at, null
        from compensated_time where customer_id = $1`;
    await expect(bench.sql(copy, [customer.id])).rejects.toThrow(/no_second_compensated_twice/);
  });
});

describe('an SLA looks at its whole period', () => {
  test('pays the tier reached less what the period granted, to whoever was there, and is provisional until it ends', async () => {
    await bench.policy('sla', { ...SLA, plans: ['sla'] });
    const customer = await bench.customer({ contract: { plan: 'sla', feeMinor: 100_000 } });
    const other = await bench.customer({ contract: { plan: 'sla', feeMinor: 100_000 } });
    await bench.sql(`update customer set components = '{visio-collab}' where id = $1`, [other.id]);
    const first = await assess(await bench.incident(), [['2020-09-02T10:00:00Z', '2020-09-02T11:00:00Z', 'lost']]);
    await propose(first);
    expect(await proposalOf(first, other.externalId)).toBeUndefined();
    const one = await offerOf(first, customer);
    // 60 of 43,200 min: 99.86 %.
    expect(codes(one)).toEqual([
      ['tier', 10_000],
      ['provisional', 0],
    ]);
    expect(one).toMatchObject({ provisional: true, amount: { amountMinor: 10_000 } });

    // 60 + 400 min: 98.935 %, so 25 %, of which 10 are granted.
    const second = await assess(await bench.incident(), [['2020-09-10T10:00:00Z', '2020-09-10T16:40:00Z', 'lost']]);
    await propose(second);
    const two = await offerOf(second, customer);
    expect(codes(two)).toEqual([
      ['tier', 25_000],
      ['already_granted', -10_000],
      ['provisional', 0],
    ]);
    expect(two.lines[1]).toMatchObject({ inputs: { offerIds: one.id } });

    // Within the first one's minutes: the union has not grown.
    const third = await assess(await bench.incident(), [['2020-09-02T10:10:00Z', '2020-09-02T10:50:00Z', 'lost']]);
    await propose(third);
    expect(await bench.offers.list({ assessmentId: third, customerId: customer.externalId }, {})).toMatchObject({
      total: 0,
    });

    bench.clock.set('2020-10-02T08:00:00Z');
    expect(await propose(second)).toMatchObject({ offers: { replaced: 1 } });
    bench.clock.set(NOW);
    expect(codes(await offerOf(second, customer))).toEqual([
      ['tier', 25_000],
      ['already_granted', -10_000],
    ]);
    await bench.sql(`update policy_version set effective = '[2020-01-01,2020-01-02)' where policy_code = 'sla'`);
  });
});

test('rules are checked for an editor: words and hash, or all faults', async () => {
  expect(await bench.post('/policies/validate', { rules: SLA })).toMatchObject({
    status: 200,
    body: { valid: true, faults: [], rules: { period: 'calendar_month' }, rulesHash: expect.any(String) },
  });
  expect(await bench.post('/policies/validate', { rules: { ...SLA, taxTreatment: 'none' } })).toMatchObject({
    status: 200,
    body: { valid: false, rules: null, faults: [{ path: 'taxTreatment', code: 'unknown_value' }] },
  });
  const examples = (await bench.get('/policies/examples')).body as unknown as { code: string; missing: string[] }[];
  expect(examples).toHaveLength(17);
  expect(examples.filter(({ missing }) => missing.length === 0)).toHaveLength(10);
});

test('what is given in kind is no credit, but a fulfilment that a person marks as done; open offers are provisions', async () => {
  const remedy = { type: 'in_kind', unit: 'meeting_vouchers', byClass: { unable_to_join: 2, degraded: 1 } };
  await bench.policy('vouchers', { ...RULES, remedy });
  const customer = await bench.customer({ contract: { policyCode: 'vouchers' } });
  const assessmentId = await assess(await bench.incident(), [['12:49', '13:09', 'lost']]);
  await suffer(assessmentId, customer.id, [['p1', '12:49', '13:09', 'unable_to_join']]);
  await propose(assessmentId);
  const { id } = await offerOf(assessmentId, customer);
  const provisions = (await bench.get('/offers/provisions')).body as unknown as {
    month: string;
    draftOffers: number;
  }[];
  expect(provisions[0]).toMatchObject({ month: '2020-09', currency: 'EUR', draftOffers: expect.any(Number) });
  await bench.approvals.approve(id, { actor: ANNE });
  await bench.database.transaction((tx) => bench.offers.markSent(tx, id, { actor: ANNE }));
  await bench.offers.accept(id, { saidBy: 'Ann', channel: 'phone', saidAt: NOW, note: null }, { actor: ANNE });
  expect(await bench.offers.get(id)).toMatchObject({ status: 'accepted', creditId: null });
  const { items } = (await bench.get(`/fulfilments?offerId=${id}`)).body as { items: { id: string }[] };
  expect(items).toMatchObject([{ what: 'meeting_vouchers', quantity: 2, status: 'open' }]);
  const done = await bench.postOnce(`/fulfilments/${items[0]?.id}/done`, { note: 'codes sent' });
  expect(done).toMatchObject({ status: 200, body: { status: 'done', note: 'codes sent', doneAt: NOW.toISOString() } });
  expect(await bench.postOnce(`/fulfilments/${items[0]?.id}/done`, {})).toMatchObject({
    status: 409,
    body: { code: 'fulfilment_done' },
  });
});

test('an approved offer in kind that another assessment overtakes says what it would give', async () => {
  const customer = await bench.customer({ contract: { policyCode: 'vouchers' } });
  const incident = await bench.incident();
  const first = await assess(incident, [['12:49', '13:09', 'lost']]);
  await suffer(first, customer.id, [['p1', '12:49', '13:09', 'unable_to_join']]);
  await propose(first);
  const { id } = await offerOf(first, customer);
  await bench.approvals.approve(id, { actor: ANNE });
  const second = await assess(incident, [['12:49', '13:09', 'degraded']], 2);
  await suffer(second, customer.id, [['p1', '12:49', '13:09', 'degraded']]);
  await propose(second);
  expect(await bench.offers.get(id)).toMatchObject({
    inKind: [{ unit: 'meeting_vouchers', quantity: 2 }],
    stale: { reasons: ['lines_changed'], proposed: { inKind: [{ unit: 'meeting_vouchers', quantity: 1 }] } },
  });
});
