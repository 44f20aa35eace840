import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findViolations } from '../../src/offers/invariants.sql.js';
import { rows, type Tx } from '../../src/platform/database/database.js';
import { ANNE, NOW, OffersBench, RULES } from './offers-bench.js';

let bench: OffersBench;
let ids: { customerId: string; offerId: string; otherId: string; incidentId: string };

beforeAll(async () => {
  bench = await OffersBench.create();
  await bench.policy('std', { ...RULES, caps: { period: { percent: '80' } } });
  const { id, customerId } = await bench.sent('std');
  await bench.offers.accept(id, { saidBy: 'Anne', channel: 'phone', saidAt: NOW, note: null }, { actor: ANNE });
  const [customer] = await bench.sql<{ id: string; incidentId: string; assessmentId: string }>(
    `select c.id, o.incident_id as "incidentId", o.assessment_id as "assessmentId"
       from offer o join customer c on c.id = o.customer_id where o.id = $1 and c.external_id = $2`,
    [id, customerId],
  );
  await bench.sql(
    `insert into impact values ($1, $2, gen_random_uuid(), 'p', 'degraded', 'observed', false, false, false, 0, 0, 0, 0, 60,
       '{}', '{}', '{}', '{}', '{[2020-09-16T12:49:00Z,2020-09-16T12:50:00Z)}')`,
    [customer?.id, customer?.assessmentId],
  );
  const other = await bench.draft('std');
  ids = { customerId: customer?.id ?? '', offerId: id, otherId: other.id, incidentId: customer?.incidentId ?? '' };
});
afterAll(() => bench.drop());

class Undo extends Error {}

const HELD = `insert into compensated_time (customer_id, offer_id, kind, participant_id, from_level, to_level, during, created_at)
  select customer_id, id, 'goodwill', 'q', 0, level, '{[2020-09-16T12:49:00Z,2020-09-16T12:50:00Z)}', created_at
    from offer cross join unnest($2::int[]) level where id = $1`;
const ADJUSTED = `insert into offer_adjustment (customer_id, offer_id, edition, person, reason, from_minor, to_minor, from_hash, at)
  select customer_id, id, 2, 'person:x', 'x', amount_minor, amount_minor + 1, 'x', created_at from offer where id = $1`;
/** Another offer of the same customer, for another incident and of the same period. */
const TWIN = `with twin as (
    insert into offer (customer_id, id, incident_id, assessment_id, policy_version_id, sequence, status, amount_minor, currency,
                       lines, content_hash, created_by, created_at, updated_at)
    select customer_id, gen_random_uuid(), incident_id, assessment_id, policy_version_id, 9, 'draft', amount_minor, currency,
           lines, content_hash, created_by, created_at, updated_at from offer where id = $1 returning customer_id, id)
  insert into offer_share select s.customer_id, t.id, s.kind, s.period_start_at, s.period_end_at, s.policy_version_id,
         s.amount_minor, s.unit, s.quantity, s.period_cap_minor
    from offer_share s join twin t on t.customer_id = s.customer_id where s.offer_id = $1`;

type Plant = (tx: Tx) => Promise<unknown>;
const sql =
  (text: string, ...values: unknown[]): Plant =>
  (tx) =>
    rows(tx, text, text.includes('$1') ? [ids.offerId, ...values] : []);

const PLANTS: readonly (readonly [string, Plant])[] = [
  [
    'I1: no second of a person is compensated twice',
    async (tx) => {
      await rows(tx, 'alter table compensated_time drop constraint no_second_compensated_twice');
      await rows(tx, HELD, [ids.offerId, [2, 3]]);
    },
  ],
  ['I1: time is held exactly by the offers', (tx) => rows(tx, HELD, [ids.offerId, [1]]).then(() => withdraw(tx))],
  ['I2:', sql('update impact set degraded_seconds = 61')],
  ['I3: the lines', sql('update offer set amount_minor = amount_minor + 1 where id = $1')],
  ['I3: the shares', sql('update offer_share set amount_minor = amount_minor - 1 where offer_id = $1')],
  ['I4:', sql(TWIN)],
  ['I5: each move', sql('delete from offer_transition where offer_id = $1 and version = 2')],
  [
    'I5: an offer moves',
    sql(`update offer_transition set from_status = 'declined' where offer_id = $1 and version = 3`),
  ],
  ['I6:', sql('delete from offer_approval where offer_id = $1')],
  ['I7: an approval', sql(`update offer_approval set content_hash = 'x' where offer_id = $1`)],
  ['I7: each change', sql(ADJUSTED)],
  ['I8:', sql(`update offer set status = 'declined' where id = $1`)],
  ['I9:', sql(`delete from outbox_message where topic = 'credit.requested'`)],
  ['I9:', sql(`update credit set reference = 'amends-x'`)],
  ['the approved offers', sql(`update policy_version set rules = rules || '{"budgetPerIncident": {"EUR": 1}}'`)],
  [
    'I16:',
    sql(`update offer set inputs = jsonb_set(inputs, '{incident,clockSeconds,unable_to_join}', '0') where id = $1`),
  ],
];

async function withdraw(tx: Tx): Promise<void> {
  await rows(tx, `update offer set status = 'withdrawn' where id = $1`, [ids.offerId]);
}

test('nothing is wrong with what the service did', async () => {
  expect(await findViolations(bench.database.tx)).toEqual([]);
});

test.each(PLANTS.map(([invariant, plant], index) => ({ invariant, plant, index })))(
  'a violation of "$invariant" ($index) is found',
  async ({ invariant, plant }) => {
    let found: readonly string[] = [];
    const planting = bench.database.transaction(async (tx) => {
      await plant(tx);
      found = (await findViolations(tx)).map((violation) => violation.invariant);
      throw new Undo();
    });
    await expect(planting).rejects.toThrow(Undo);
    expect(found.filter((name) => name.startsWith(invariant))).not.toEqual([]);
  },
);
