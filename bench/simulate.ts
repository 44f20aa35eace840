import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ENTITIES } from '../src/entities.js';
import { SetClock } from '../src/kernel/clock.js';
import { OfferFactsService } from '../src/offers/offer-facts.service.js';
import { OfferMovesService } from '../src/offers/offer-moves.service.js';
import { ProposalsService } from '../src/offers/proposals.service.js';
import { SimulationService } from '../src/offers/simulation.service.js';
import type { Actor } from '../src/platform/access/actor.js';
import { AuditService } from '../src/platform/audit/audit.service.js';
import { type Database, rows } from '../src/platform/database/database.js';
import { removeHome } from '../src/platform/database/remove-home.service.js';
import { startDatabase } from '../src/platform/database/running-database.service.js';
import { OutboxService } from '../src/platform/outbox/outbox.service.js';
import { PoliciesService } from '../src/policies/policies.service.js';
import { type LoadedIncident, loadCustomers, loadIncident } from './load-customers.sql.js';
import { figure, type Figure, median, report } from './report.js';

/**
 * `npm run bench:simulate`: trying a policy on 20,000 customers beside those in force, against 2 s and against the smallest
 * SQL that reads what it is worked out from; and making the offers of all of them. Medians of some rounds.
 * `--customers N`, `--rounds N`, `--json`.
 */
const LIMIT_MS = 2000;
/** Beside floors that do next to nothing: only to see that it does not become much more. */
const LIMITS = { facts: 20, propose: 12 };
const ACTOR: Actor = { id: 'person:bench', kind: 'person', roles: ['manager'] };

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    customers: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '5' },
  },
});
const count = Number(values.customers);
const rounds = Number(values.rounds);
const say = (text: string): void => (values.json ? undefined : console.log(text));

const GOODWILL = {
  kind: 'goodwill',
  zone: 'Europe/Paris',
  measure: { minimumSeconds: 60 },
  remedy: {
    type: 'fixed',
    byClass: {
      unable_to_join: { percent: '12.5' },
      interactivity_loss: { percent: '10' },
      degraded: { amounts: { EUR: 500, GBP: 450, USD: 600 } },
    },
  },
  caps: { incident: { amounts: { EUR: 9000, GBP: 8000, USD: 9500 } }, period: { percent: '20' } },
  exclusions: { plans: ['free'], statuses: ['trial'] },
  combination: 'top_up',
  taxTreatment: 'price_reduction',
  validityDays: 30,
};
const SLA = rulesOfExample('08-cloudflare-business');
const DRAFTS = { 'a goodwill': { ...GOODWILL, combination: 'sum' }, 'an SLA': rulesOfExample('06-slack') };

const home = mkdtempSync(join(tmpdir(), 'bench-amends-'));
const running = await startDatabase({ url: undefined, home }, { entities: ENTITIES });
const { database } = running;
const clock = new SetClock(new Date('2020-09-17T08:00:00Z'));
const audit = new AuditService(clock);
const outbox = new OutboxService(database, clock);
const policies = new PoliciesService(database, clock, audit, outbox);
const facts = new OfferFactsService();
const simulation = new SimulationService(database, clock, policies, facts);
const moves = new OfferMovesService(outbox, audit);
const proposals = new ProposalsService(database, clock, policies, moves, facts);
try {
  await loadCustomers(database, count);
  const other = await loadIncident(database, '2020-09-10');
  const incident = await loadIncident(database, '2020-09-16');
  await addPolicy('goodwill', GOODWILL);
  const few = await tried(incident, 'one goodwill in force, nothing granted');
  await addPolicy('sla', SLA);
  report('simulate', [...few, ...(await figures(other, incident))], values.json, { customers: count, rounds });
} finally {
  await running.close();
  await removeHome(home);
}

async function figures(other: LoadedIncident, incident: LoadedIncident): Promise<Figure[]> {
  const floor = await middle(() => readSmallest(database, incident));
  const writing = await middle(() => writeSmallest(database));
  // What the first incident of the month gave is what the second finds granted.
  const proposing = await timed(() => proposals.propose(other.assessmentId, {}, ACTOR));
  const most = await tried(incident, 'an SLA by people and a goodwill in force, both granted before');
  return [
    figure(`offers for ${count} customers, beside writing as many rows`, 'ms', proposing, writing, LIMITS.propose),
    ...most,
    ...most.map(({ name, value }) => figure(`${name}, beside reading the facts`, 'ms', value, floor, LIMITS.facts)),
  ];
}

async function tried(incident: LoadedIncident, inForce: string): Promise<Figure[]> {
  const found: Figure[] = [];
  for (const [name, rules] of Object.entries(DRAFTS)) {
    const ms = await middle(() => simulation.simulate(incident.assessmentId, rules));
    found.push(figure(`${name} tried on ${count} customers (${inForce})`, 'ms', ms, LIMIT_MS, 1));
  }
  return found;
}

async function addPolicy(code: string, rules: object): Promise<void> {
  await policies.create({ code, name: code }, ACTOR);
  await policies.addVersion(code, { from: '2020-01-01', rules }, ACTOR);
}

async function middle(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await timed(work));
  say(times.map((ms) => `${ms.toFixed(0)} ms`).join(', '));
  return median(times);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** The customers, their contracts, their impact and what they were granted, in one statement. */
function readSmallest({ tx }: Database, { assessmentId }: LoadedIncident): Promise<unknown[]> {
  return rows(
    tx,
    `select c.id, c.name, c.external_id, k.plan, k.monthly_fee_minor, k.currency, k.status, i.class,
            i.clock_seconds_unable_to_join, i.clock_seconds_degraded, g.amount_minor
       from customer c
       left join lateral (select * from contract k where k.customer_id = c.id and k.valid_from <= '2020-09-16'
                           order by k.valid_from desc limit 1) k on true
       left join customer_impact i on i.customer_id = c.id and i.assessment_id = $1
       left join (select customer_id, sum(amount_minor) as amount_minor from offer_share group by 1) g on g.customer_id = c.id`,
    [assessmentId],
  );
}

/** As many rows as offers have, of the same size, in one statement: an offer, a proposal, a share, a move, an audit row. */
function writeSmallest({ tx }: Database): Promise<unknown[]> {
  return rows(
    tx,
    `create table if not exists bench_floor (id uuid primary key, lines jsonb, inputs jsonb);
     truncate bench_floor`,
  ).then(() =>
    rows(
      tx,
      `insert into bench_floor select gen_random_uuid(), jsonb_build_object('text', repeat('x', 800 + n % 7)),
              jsonb_build_object('text', repeat('y', 800 + n % 5))
         from generate_series(1, $1::int) n`,
      [count * 5],
    ),
  );
}

function rulesOfExample(name: string): object {
  const file = new URL(`../policies/examples/${name}.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { rules: object }).rules;
}
