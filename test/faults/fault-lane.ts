import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { ENTITIES } from '../../src/entities.js';
import { newId } from '../../src/kernel/ids.js';
import { AccessService } from '../../src/platform/access/access.service.js';
import { SYSTEM } from '../../src/platform/access/actor.js';
import { AuditService } from '../../src/platform/audit/audit.service.js';
import { rows } from '../../src/platform/database/database.js';
import { Clock } from '../../src/kernel/clock.js';
import { seedAftermath } from '../support/aftermath.js';
import { SECRETS } from '../support/billing-desk.js';
import { LagoStub } from '../support/lago-stub.js';
import { StripeStub } from '../support/stripe-stub.js';
import { createTestDatabase } from '../support/test-database.js';
import type { Order, Report } from './service-child.js';
import { WireProxy } from './wire-proxy.js';

/** Short times, so that a lease ends while somebody looks on. The lease is still several times the timeout. */
export const FAULT_TIMES = {
  AMENDS_BILLING_LEASE_MS: '700',
  AMENDS_BILLING_TIMEOUT_MS: '250',
  AMENDS_BILLING_UNKNOWN_MS: '50',
  AMENDS_BILLING_RETRY_MS: '40',
  AMENDS_BILLING_POLL_MS: '50',
} as const;

/** The service compiled into a folder; gives the program. In a process of its own, since jest gives it another realm. */
export async function compiledService(folder: string): Promise<string> {
  const place = (file: string): string => new URL(file, import.meta.url).href.replace('file://', '');
  const loader = place('../support/typescript.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import',
    loader,
    place('./compile-service.ts'),
    folder,
  ]);
  return stdout.trim().split('\n').at(-1) ?? '';
}

/** The service in a process of its own, which may be killed at any moment. */
export class ServiceChild {
  readonly process: ChildProcess;
  private readonly loaded: Promise<unknown>;
  private readonly died: Promise<never>;
  url = '';

  constructor(program: string) {
    this.process = fork(program, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.died = once(this.process, 'exit').then(() => Promise.reject(new Error('the service died')));
    this.died.catch(() => undefined);
    this.loaded = this.report();
    this.loaded.catch(() => undefined);
  }

  async start(environment: Readonly<Record<string, string>>): Promise<void> {
    await this.loaded;
    const report = await this.ask({ start: environment });
    this.url = 'url' in report ? (report.url ?? '') : '';
  }

  /** Undefined when the process died before it answered. */
  async ask(order: Order): Promise<Report> {
    const report = this.report(order);
    this.process.send(order);
    return report;
  }

  async end(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const gone = once(this.process, 'exit');
    this.process.kill(signal);
    await gone;
  }

  private async report(order?: Order): Promise<Report> {
    const said = new Promise<Report>((resolve) => {
      const listen = (report: Report): void => {
        if (!isAbout(report, order)) return;
        this.process.off('message', listen);
        resolve(report);
      };
      this.process.on('message', listen);
    });
    return Promise.race([said, this.died]);
  }
}

/** Several acceptances are asked for at once; each has its own answer. */
function isAbout(report: Report, order: Order | undefined): boolean {
  if (order === undefined) return 'loaded' in report;
  if ('start' in order) return 'url' in report;
  return (
    ('accepted' in report && report.accepted === order.accept) ||
    ('refused' in report && report.refused === order.accept)
  );
}

/** A database, both billing systems, and a wire to each, for one service after another. */
export async function openLane(offerCount: number) {
  const db = await createTestDatabase({ entities: ENTITIES, poolSize: 4 });
  const stripe = new StripeStub();
  const lago = new LagoStub();
  await Promise.all([stripe.listen(), lago.listen()]);
  const wires = {
    database: new WireProxy(Number(new URL(db.url).port || 5432), new URL(db.url).hostname),
    stripe: new WireProxy(Number(new URL(stripe.url).port)),
    lago: new WireProxy(Number(new URL(lago.url).port)),
  };
  const ports = {
    database: await wires.database.listen(),
    stripe: await wires.stripe.listen(),
    lago: await wires.lago.listen(),
  };
  const { tx } = db.database;
  const connections = { stripe: newId(), lago: newId(), csv: newId() };
  await rows(
    tx,
    `insert into billing_connection (id, name, kind, base_url, secret_names, is_default, created_by, created_at, updated_at)
     values ($1, 'Stripe', 'stripe', $2, '{AMENDS_BILLING_SECRET_STRIPE}', true, 'test', $5, $5),
            ($3, 'Lago', 'lago', $4, '{AMENDS_BILLING_SECRET_LAGO}', false, 'test', $5, $5)`,
    [
      connections.stripe,
      `http://127.0.0.1:${ports.stripe}`,
      connections.lago,
      `http://127.0.0.1:${ports.lago}`,
      new Date(),
    ],
  );
  const seeded = await seedAftermath(
    tx,
    Array.from({ length: offerCount }, (_, index) => ({
      externalId: `F-${index}`,
      offer: 'sent',
      amountMinor: 1000 + index,
    })),
  );
  const offers = seeded.customers.map(({ id, offerId }, index) => ({
    customerId: id,
    offerId: offerId ?? '',
    amountMinor: 1000 + index,
    kind: index % 2 === 0 ? ('stripe' as const) : ('lago' as const),
  }));
  for (const [index, { customerId, kind }] of offers.entries()) {
    await rows(tx, 'update customer set stripe_customer_id = $2, lago_customer_id = $3 where id = $1', [
      customerId,
      `cus_f${index}`,
      `lago-f${index}`,
    ]);
    if (kind === 'stripe') continue;
    lago.addWallet(`lago-f${index}`, 'EUR');
    await rows(
      tx,
      `insert into billing_route (customer_id, connection_id, updated_by, updated_at) values ($1, $2, 'test', $3)`,
      [customerId, connections.lago, new Date()],
    );
  }
  const clock = new Clock();
  const key = await new AccessService(db.database, clock, new AuditService(clock)).createKey(
    'faults',
    ['finance'],
    SYSTEM,
  );
  const through = new URL(db.url);
  through.port = String(ports.database);
  return {
    database: db.database,
    stripe,
    lago,
    wires,
    offers,
    key,
    environment: {
      ...SECRETS,
      ...FAULT_TIMES,
      DATABASE_URL: through.href,
      PORT: '0',
      LOG_LEVEL: 'silent',
      AMENDS_ALLOW_LOOPBACK: 'on',
    },
    async close(): Promise<void> {
      await Promise.all(Object.values(wires).map((wire) => wire.close()));
      await Promise.all([stripe.close(), lago.close()]);
      await db.drop();
    },
  };
}

export type Lane = Awaited<ReturnType<typeof openLane>>;
