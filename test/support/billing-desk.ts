import { randomBytes } from 'node:crypto';
import { BillingControlService } from '../../src/billing/billing-control.service.js';
import { BillingEnvironment } from '../../src/billing/billing-environment.service.js';
import { BillingHooksService } from '../../src/billing/billing-hooks.service.js';
import { BillingSystems } from '../../src/billing/billing-systems.service.js';
import { ConnectionsService } from '../../src/billing/connections.service.js';
import { CreditsService } from '../../src/billing/credits.service.js';
import { CsvBatchesService } from '../../src/billing/csv-batches.service.js';
import { DeliverService } from '../../src/billing/deliver.service.js';
import { DeliveryActionsService } from '../../src/billing/delivery-actions.service.js';
import { DeliveryWorker } from '../../src/billing/delivery-worker.service.js';
import { FinishAttemptsService } from '../../src/billing/finish-attempts.service.js';
import { LagoSystem } from '../../src/billing/lago-system.service.js';
import { ReconcileService } from '../../src/billing/reconcile.service.js';
import { ReversalsService } from '../../src/billing/reversals.service.js';
import { StripeSystem } from '../../src/billing/stripe-system.service.js';
import { WebhookSystem } from '../../src/billing/webhook-system.service.js';
import { ENTITIES } from '../../src/entities.js';
import { SetClock } from '../../src/kernel/clock.js';
import type { Actor } from '../../src/platform/access/actor.js';
import { AuditService } from '../../src/platform/audit/audit.service.js';
import { row, rows } from '../../src/platform/database/database.js';
import { Secrets } from '../../src/platform/env/secrets.service.js';
import { JobsService } from '../../src/platform/jobs/jobs.service.js';
import { SchedulerService } from '../../src/platform/jobs/scheduler.service.js';
import { WorkerService } from '../../src/platform/jobs/worker.service.js';
import { OutboxService } from '../../src/platform/outbox/outbox.service.js';
import { OutgoingService } from '../../src/platform/outgoing/outgoing.service.js';
import { type Aftermath, seedAcceptedCredits, type SeededCredit } from './aftermath.js';
import { createTestDatabase } from './test-database.js';

export const DESK_NOW = new Date('2020-09-18T08:00:00Z');
export const ANNE: Actor = { id: 'person:anne', kind: 'person', roles: ['finance'] };
export const BOB: Actor = { id: 'person:bob', kind: 'person', roles: ['finance'] };

/** Secrets that a test's connections name. */
export const SECRETS = {
  AMENDS_BILLING_SECRET_STRIPE: 'sk_test_0123456789abcdef',
  AMENDS_BILLING_SECRET_STRIPE_EVENTS: 'whsec_0123456789abcdef0123456789abcdef',
  AMENDS_BILLING_SECRET_LAGO: 'lago-key-0123456789',
  AMENDS_BILLING_SECRET_LAGO_EVENTS: 'lago-hmac-0123456789',
  AMENDS_BILLING_SECRET_HOOK: `whsec_${randomBytes(32).toString('base64')}`,
  AMENDS_BILLING_SECRET_HOOK_NEXT: `whsec_${randomBytes(32).toString('base64')}`,
  AMENDS_BILLING_SECRET_SHORT: `whsec_${randomBytes(10).toString('base64')}`,
} as const;

export type DeskCredit = SeededCredit;
export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** Billing by its services, on a database of its own, with a clock that stands where it is put. */
export async function openDesk(environment: Readonly<Record<string, string>> = {}, isPlanted = false) {
  const db = await createTestDatabase({ entities: ENTITIES, poolSize: 10, isPlanted });
  const clock = new SetClock(DESK_NOW);
  const { database } = db;
  const audit = new AuditService(clock);
  const outbox = new OutboxService(database, clock);
  const jobs = new JobsService(database, clock, audit);
  const outgoing = new OutgoingService({ allowLoopback: true });
  const source = { AMENDS_BILLING_TIMEOUT_MS: '1000', ...SECRETS, ...environment };
  const env = new BillingEnvironment(new Secrets(source), source);
  const stripe = new StripeSystem(outgoing, clock);
  const systems = new BillingSystems(env, stripe, new LagoSystem(outgoing, clock), new WebhookSystem(outgoing, clock));
  const deliver = (): DeliverService =>
    new DeliverService(database, clock, env, systems, new FinishAttemptsService(database, clock, audit));
  const makeWorker = (): DeliveryWorker =>
    new DeliveryWorker(deliver(), env, new WorkerService(database, clock, jobs, outbox, new SchedulerService()));
  return {
    db,
    database,
    clock,
    systems,
    deliver: deliver(),
    worker: makeWorker(),
    makeWorker,
    credits: new CreditsService(database, clock, audit, outbox),
    actions: new DeliveryActionsService(database, clock, audit),
    reversals: new ReversalsService(database, clock, audit),
    connections: new ConnectionsService(database, clock, env, systems, outgoing, audit),
    control: new BillingControlService(database, clock, audit),
    hooks: new BillingHooksService(database, clock, env, audit),
    batches: new CsvBatchesService(database, clock, audit),
    reconciling: new ReconcileService(database, clock, systems, jobs, audit),
    jobs,

    /** Puts the clock on. */
    wait(seconds: number): void {
      clock.set(new Date(clock.now().getTime() + seconds * 1000));
    },

    /** Credits of accepted offers, with their deliveries, asked for through the outbox as the acceptance does. */
    async grant(
      aftermaths: readonly Omit<Aftermath, 'offer'>[],
      billing: { readonly stripe?: (index: number) => string; readonly lago?: (index: number) => string } = {},
    ): Promise<DeskCredit[]> {
      const { credits } = await seedAcceptedCredits(database.tx, aftermaths, clock.now());
      const ids = credits.map(({ customerId }) => customerId);
      await rows(
        database.tx,
        `update customer c set stripe_customer_id = s, lago_customer_id = l
           from unnest($1::uuid[], $2::text[], $3::text[]) as u(id, s, l) where c.id = u.id`,
        [ids, ids.map((_, index) => billing.stripe?.(index)), ids.map((_, index) => billing.lago?.(index))],
      );
      for (const { id, customerId } of credits) {
        const payload = { customerId, creditId: id };
        await outbox.append(database.tx, { topic: 'credit.requested', dedupKey: `credit:${id}`, payload });
      }
      await outbox.drain();
      return credits;
    },

    /** How a delivery stands, as stored. */
    async delivery(id: string): Promise<Record<string, unknown>> {
      return (await row<Record<string, unknown>>(database.tx, 'select * from delivery where id = $1', [id])) ?? {};
    },

    /** Carries deliveries and puts the clock on until nothing is under way any more. */
    async settle(seconds = 60, rounds = 40): Promise<void> {
      for (let round = 0; round < rounds; round += 1) {
        await this.worker.drain();
        const open = await rows(database.tx, `select from delivery where next_attempt_at is not null limit 1`);
        if (open.length === 0) return;
        this.wait(seconds);
      }
      throw new Error('deliveries were still under way after all rounds');
    },
  };
}
