import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { request, Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BillingEnvironment } from '../src/billing/billing-environment.service.js';
import { BillingSystems } from '../src/billing/billing-systems.service.js';
import { DeliverService } from '../src/billing/deliver.service.js';
import { DeliveryWorker } from '../src/billing/delivery-worker.service.js';
import { FinishAttemptsService } from '../src/billing/finish-attempts.service.js';
import { LagoSystem } from '../src/billing/lago-system.service.js';
import { StripeSystem } from '../src/billing/stripe-system.service.js';
import { WebhookSystem } from '../src/billing/webhook-system.service.js';
import { ENTITIES } from '../src/entities.js';
import { Clock } from '../src/kernel/clock.js';
import { newId } from '../src/kernel/ids.js';
import { AuditService } from '../src/platform/audit/audit.service.js';
import { type Database, row, rows } from '../src/platform/database/database.js';
import { startDatabase } from '../src/platform/database/running-database.service.js';
import { Secrets } from '../src/platform/env/secrets.service.js';
import { JobsService } from '../src/platform/jobs/jobs.service.js';
import { SchedulerService } from '../src/platform/jobs/scheduler.service.js';
import { WorkerService } from '../src/platform/jobs/worker.service.js';
import { OutboxService } from '../src/platform/outbox/outbox.service.js';
import { OutgoingService } from '../src/platform/outgoing/outgoing.service.js';
import { insert, seedAftermath } from '../test/support/aftermath.js';
import { StripeStub } from '../test/support/stripe-stub.js';
import { figure, median, report } from './report.js';

/**
 * `npm run bench:billing`: the time to carry credits to a stub of Stripe, 8 in flight, beside a bare loop that posts the
 * same words and commits one row for each, in turn, three times each after a round to warm up; the medians are compared.
 */
const LIMIT = 1.5;
const ROUNDS = 3;
const IN_FLIGHT = 8;
/** What a billing system on the internet takes at the very least; the stub waits for so long before it answers. */
const LATENCY_MS = 40;

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, credits: { type: 'string', default: '1000' } },
});
const count = Number(values.credits);
const say = (text: string): void => (values.json ? undefined : console.log(text));

const home = mkdtempSync(join(tmpdir(), 'bench-amends-'));
const running = await startDatabase({ url: undefined, home }, { entities: ENTITIES, poolSize: 20 });
const stub = new StripeStub();
await stub.listen();
stub.latencyMs = LATENCY_MS;
const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT });
try {
  const worker = openWorker(running.database, stub);
  const connectionId = await connect(running.database, stub.url);
  await rows(running.database.tx, 'create table bench_floor (id int primary key, external_id text)');
  const times = { product: [] as number[], floor: [] as number[] };
  // The first round warms both up and is not counted: the service runs for weeks.
  for (let round = 0; round <= ROUNDS; round += 1) {
    await seed(running.database, connectionId, round);
    const product = await timed(async () => void (await worker.drain()));
    assert.equal(stub.transactions.length, count, 'each credit is there once');
    assert.equal(stub.mostAtOnce, IN_FLIGHT, 'as many exchanges at once as the loop has');
    stub.mostAtOnce = 0;
    stub.transactions.length = 0;
    const floor = await timed(() => postAndCommit(running.database, stub, round));
    assert.equal(stub.transactions.length, count);
    stub.mostAtOnce = 0;
    stub.transactions.length = 0;
    say(`round ${round}: ${perSecond(product)} deliveries/s, bare loop ${perSecond(floor)}/s`);
    if (round === 0) continue;
    times.product.push(product);
    times.floor.push(floor);
  }
  const open = await row<{ n: number }>(
    running.database.tx,
    `select count(*)::int as n from delivery where status <> 'confirmed'`,
  );
  assert.equal(open?.n, 0);
  report('billing', [figure(`${count} credits`, 'ms', median(times.product), median(times.floor), LIMIT)], values.json);
} finally {
  agent.destroy();
  await stub.close();
  await running.close();
  rmSync(home, { recursive: true, force: true });
}

function perSecond(ms: number): string {
  return ((count * 1000) / ms).toFixed(0);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function openWorker(database: Database, stripeStub: StripeStub): DeliveryWorker {
  const clock = new Clock();
  const environment = new BillingEnvironment(new Secrets({ AMENDS_BILLING_SECRET_BENCH: stripeStub.key }), {});
  const outgoing = new OutgoingService({ allowLoopback: true });
  const systems = new BillingSystems(
    environment,
    new StripeSystem(outgoing, clock),
    new LagoSystem(outgoing, clock),
    new WebhookSystem(outgoing, clock),
  );
  const audit = new AuditService(clock);
  const finishing = new FinishAttemptsService(database, clock, audit);
  const deliver = new DeliverService(database, clock, environment, systems, finishing);
  const jobs = new JobsService(database, clock, audit);
  const outbox = new OutboxService(database, clock);
  const companion = new WorkerService(database, clock, jobs, outbox, new SchedulerService());
  return new DeliveryWorker(deliver, environment, companion);
}

async function connect(database: Database, url: string): Promise<string> {
  const id = newId();
  await rows(
    database.tx,
    `insert into billing_connection (id, name, kind, base_url, secret_names, is_default, created_by, created_at, updated_at)
     values ($1, 'bench', 'stripe', $2, '{AMENDS_BILLING_SECRET_BENCH}', true, 'bench', $3, $3)`,
    [id, url, new Date()],
  );
  return id;
}

async function seed(database: Database, connectionId: string, round: number): Promise<void> {
  const { tx } = database;
  const { customers, incidentId } = await seedAftermath(
    tx,
    Array.from({ length: count }, (_, index) => ({ externalId: `B-${round}-${index}`, offer: 'accepted' as const })),
  );
  const now = new Date();
  const credits = customers.map(({ id, offerId }) => {
    const creditId = newId();
    return {
      customer_id: id,
      id: creditId,
      offer_id: offerId,
      incident_id: incidentId,
      amount_minor: 5000,
      currency: 'EUR',
      reference: `amends-${creditId}`,
      created_by: 'bench',
      created_at: now,
    };
  });
  await insert(tx, 'credit', credits);
  await rows(
    tx,
    `insert into delivery (customer_id, id, credit_id, kind, reference, amount_minor, currency, status, connection_id,
       billing_customer_id, next_attempt_at, created_at, updated_at)
     select customer_id, id, id, 'credit', reference, amount_minor, currency, 'waiting', $1,
            'cus_' || replace(customer_id::text, '-', ''), $2, $2, $2 from credit where incident_id = $3`,
    [connectionId, now, incidentId],
  );
  await rows(tx, 'analyze');
}

async function postAndCommit(database: Database, { url, key }: StripeStub, round: number): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      const body = `amount=-5000&currency=eur&metadata[amends_reference]=floor-${round}-${index}`;
      const id = await post(`${url}/v1/customers/cus_floor${index}/balance_transactions`, key, body);
      await rows(database.tx, 'insert into bench_floor values ($1, $2)', [round * 1_000_000 + index, id]);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
}

function post(url: string, key: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/x-www-form-urlencoded' };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve((JSON.parse(Buffer.concat(chunks).toString()) as { id: string }).id));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
