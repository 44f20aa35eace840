import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../../src/kernel/ids.js';
import { ensureMonthlyPartitions } from '../../src/platform/database/database.js';
import { assertInvariants } from '../support/invariants.js';
import { ANNE, OffersBench } from './offers-bench.js';

let bench: OffersBench;

const SLA = { kind: 'sla', zone: 'Europe/Paris', taxTreatment: 'price_reduction', validityDays: 30 };
const tiers = (edge: string) => ({
  type: 'tiers',
  tiers: [
    { gte: edge, lt: '100', percent: '10' },
    { lt: edge, percent: '50' },
  ],
});

beforeAll(async () => {
  bench = await OffersBench.create();
  await bench.database.transaction((tx) => ensureMonthlyPartitions(tx, 'session', [new Date(at('12:00'))]));
  await bench.policy('users', { ...SLA, measure: { basis: 'user_minutes' }, remedy: tiers('99.98') });
  await bench.policy('sessions', { ...SLA, measure: { basis: 'session_minutes' }, remedy: tiers('70') });
  await bench.policy('events', {
    ...SLA,
    period: 'event',
    measure: { basis: 'event_minutes' },
    fee: { base: 'monthly_fee' },
    remedy: tiers('80'),
  });
});
afterEach(() => assertInvariants(bench.database));
afterAll(() => bench.drop());

const at = (time: string) => `2020-09-16T${time}:00Z`;
const seconds = (from: string, to: string) => (Date.parse(at(to)) - Date.parse(at(from))) / 1000;

type Stay = readonly [person: string, from: string, to: string, kind?: 'bot'];
type Suffered = readonly [
  person: string,
  from: string,
  to: string,
  what: 'blocked' | 'interactivity_lost',
  meeting?: string,
];

/** A customer of the founding outage, 12:49 to 13:09 in UTC, with who was in meetings when and who suffered what. */
async function priced(
  policyCode: string,
  stays: readonly Stay[],
  suffered: readonly Suffered[],
  meetings: object = {},
) {
  const incidentId = await bench.incident();
  const assessmentId = await bench.assessment(incidentId);
  const customer = await bench.customer({ contract: { policyCode } });
  const ids = new Map<string, string>();
  for (const [name, [from, to]] of Object.entries({ any: ['12:00', '14:00'], ...meetings } as Record<
    string,
    string[]
  >)) {
    ids.set(name, newId());
    await bench.sql(
      `insert into meeting (customer_id, id, external_id, scheduled_start_at, scheduled_end_at, is_stub, created_at, updated_at)
       values ($1, $2, $3, $4, $5, false, $4, $4)`,
      [customer.id, ids.get(name), name, at(from ?? ''), at(to ?? '')],
    );
  }
  for (const [person, from, to, kind = 'person'] of stays) {
    await bench.sql(
      `insert into session (customer_id, meeting_id, participant_id, joined_at, session_id, left_at, role, kind)
       values ($1, $2, $3, $4, '', $5, 'participant', $6)`,
      [customer.id, ids.get('any'), person, at(from), at(to), kind],
    );
  }
  const columns = ['blocked', 'inferred', 'media_lost', 'interactivity_lost', 'degraded'];
  for (const [person, from, to, what, meeting = 'any'] of suffered) {
    await bench.sql(
      `insert into impact (customer_id, assessment_id, meeting_id, participant_id, class, confidence, is_facilitator,
         borderline, has_open_session, ${columns.map((name) => `${name}_seconds, ${name}`).join(', ')})
       values ($1, $2, $3, $4, $5, 'observed', false, false, false,
         ${columns.map((name) => (name === what ? `${seconds(from, to)}, '{[${at(from)},${at(to)})}'` : `0, '{}'`)).join(', ')})`,
      [
        customer.id,
        assessmentId,
        ids.get(meeting),
        person,
        what === 'blocked' ? 'unable_to_join' : 'interactivity_loss',
      ],
    );
  }
  await bench.impact(assessmentId, customer.id, { unable_to_join: 1200 });
  await bench.proposals.propose(assessmentId, {}, ANNE);
  const [proposal] = (await bench.proposals.list({ assessmentId, customerId: customer.externalId }, {})).items;
  const lines = (proposal?.lines ?? []).filter(({ code }) => code === 'tier');
  return lines.map(({ amountMinor, inputs: { availability, minutes, periodMinutes } }) => [
    availability,
    minutes,
    periodMinutes,
    amountMinor,
  ]);
}

test('by user minutes: each person’s minutes, of all people times the minutes of the month', async () => {
  // Three people, one of them kept out of the only meeting of their month: 40 of 3 x 43,200 min.
  const stays: readonly Stay[] = [
    ['p1', '12:00', '13:00'],
    ['p2', '12:00', '13:00'],
    ['p2', '13:30', '14:00'],
    ['robot', '12:00', '13:00', 'bot'],
  ];
  const suffered: readonly Suffered[] = [
    ['p1', '12:49', '13:09', 'interactivity_lost'],
    ['p3', '12:49', '13:09', 'blocked'],
  ];
  expect(await priced('users', stays, suffered)).toEqual([['99.97', '40', '129600', 5000]]);
  // Nobody ever got in: their minutes count all the same, 20 of 43,200.
  expect(await priced('users', [], [['p1', '12:49', '13:09', 'blocked']])).toEqual([['99.95', '20', '43200', 5000]]);
});

test('by session minutes: of the time in meetings, on how many devices whatever, and of the time at their door', async () => {
  // In meetings 60 + 40 min, at the door 20; down 20 + 20.
  const stays: readonly Stay[] = [
    ['p1', '12:00', '13:00'],
    ['p2', '12:30', '13:00'],
    ['p2', '12:40', '13:10'],
    ['robot', '12:00', '13:00', 'bot'],
  ];
  const suffered: readonly Suffered[] = [
    ['p1', '12:49', '13:09', 'interactivity_lost'],
    ['p3', '12:49', '13:09', 'blocked'],
  ];
  expect(await priced('sessions', stays, suffered)).toEqual([['66.67', '40', '120', 5000]]);
});

test('by event minutes: each meeting by the clock of its own schedule, and they add up', async () => {
  const meetings = { early: ['12:30', '13:30'], late: ['13:00', '14:00'] };
  const suffered: readonly Suffered[] = [
    ['p1', '12:49', '13:09', 'blocked', 'early'],
    ['p2', '12:49', '13:09', 'blocked', 'late'],
    ['p3', '13:00', '13:06', 'interactivity_lost', 'late'],
  ];
  // 20 of 60 min, and of the later one only the 9 that fall into its schedule.
  const lines = await priced('events', [], suffered, meetings);
  expect(lines.toSorted(([a], [b]) => Number(a) - Number(b))).toEqual([
    ['66.67', '20', '60', 5000],
    ['85.00', '9', '60', 1000],
  ]);
});
