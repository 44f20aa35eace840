import { join, resolve } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { ENTITIES } from './entities.js';
import { Clock } from './kernel/clock.js';
import { AccessService } from './platform/access/access.service.js';
import { SYSTEM } from './platform/access/actor.js';
import { homeSecret } from './platform/access/home-secret.service.js';
import { PeopleService } from './platform/access/people.service.js';
import type { Database } from './platform/database/database.js';
import { startDatabase } from './platform/database/running-database.service.js';
import type { Env } from './platform/env/env.js';
import { createApplication } from './platform/http/application.js';
import { secretsOf } from './platform/log/scrub.js';
import { migrateQueue, WorkerService } from './platform/jobs/worker.service.js';

/** Amends, running in this process. */
export type RunningAmends = {
  readonly app: NestFastifyApplication;
  /** Where it listens, e.g. `http://127.0.0.1:3000`; undefined when it does not. */
  readonly url: string | undefined;
  stop(): Promise<void>;
};

/**
 * Starts the database, the application and the worker, as far as the role asks for them. What fails on the way is
 * undone. `listen: false` is for the command line: the same modules, no HTTP.
 */
export async function startAmends(
  env: Env,
  options: {
    readonly listen: boolean;
    readonly clock?: Clock;
    /** Work on the migrated database before anything uses it. */
    readonly prepare?: (database: Database) => Promise<void>;
  },
): Promise<RunningAmends> {
  const settings = { url: env.databaseUrl, home: resolve(env.home) };
  const running = await startDatabase(settings, { entities: ENTITIES, poolSize: 20 });
  try {
    await options.prepare?.(running.database);
    await migrateQueue(running.database.url);
    const clock = options.clock ?? new Clock();
    const app = await createFor(env, settings.home, running.database, clock);
    const worker = app.get(WorkerService);
    if (env.role !== 'api') await worker.start();
    if (options.listen && env.role !== 'worker') await app.listen(env.port, env.host);
    else await app.init();
    return {
      app,
      url: options.listen && env.role !== 'worker' ? (await app.getUrl()).replace('[::1]', '127.0.0.1') : undefined,
      stop: async () => {
        await app.close();
        await worker.stop();
        await running.close();
      },
    };
  } catch (error) {
    await running.close();
    throw error;
  }
}

/** Where the ends of the audit chains are written down, outside the database. */
export function anchorsPathOf(home: string): string {
  return join(resolve(home), 'audit-anchors.ndjson');
}

/** The application over an open database; what must last besides, it keeps in the home folder. */
async function createFor(env: Env, home: string, database: Database, clock: Clock): Promise<NestFastifyApplication> {
  const { allowLoopback } = env;
  const anchorsPath = anchorsPathOf(home);
  const secret = env.signIn.secret ?? (await homeSecret(join(home, 'auth-secret')));
  const linkKey = env.linkKey ?? (await homeSecret(join(home, 'link-key')));
  const signIn = { ...env.signIn, secret };
  const module = AppModule.forRoot({ database, clock, allowLoopback, linkKey, signIn, anchorsPath });
  const own = { DATABASE_URL: database.url, AMENDS_AUTH_SECRET: secret, AMENDS_LINK_KEY: linkKey };
  const secrets = secretsOf({ ...process.env, ...own });
  return createApplication(module, { ...env, secrets });
}

/** What may be shown only once: how the first administrator and the first machine come in. */
export type FirstSecrets = {
  readonly signIn: { readonly email: string; readonly password: string } | undefined;
  readonly key: string | undefined;
};

/** Makes the first account and the first key, at the very first start; later there is nothing to show. */
export async function makeFirstSecrets(app: NestFastifyApplication, env: Env): Promise<FirstSecrets> {
  const key = await app.get(AccessService).createFirstKey(SYSTEM);
  const first = await app.get(PeopleService).createFirst(env.signIn.adminEmail, SYSTEM);
  return { key, signIn: first === undefined ? undefined : { email: first.person.email, password: first.password } };
}

/** Ends the process in order when it is asked to: requests finish, the worker puts its jobs down, the database stops. */
export function stopOnSignals(running: RunningAmends): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      running
        .stop()
        .catch((error: unknown) => console.error(error))
        .finally(() => process.exit());
    });
  }
}
