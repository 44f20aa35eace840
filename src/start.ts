import { resolve } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { ENTITIES } from './entities.js';
import { Clock } from './kernel/clock.js';
import { AccessService } from './platform/access/access.service.js';
import { SYSTEM } from './platform/access/actor.js';
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
  /** The first API key, at the very first start only; it is shown once. */
  readonly firstKey: string | undefined;
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
    const app = await createApplication(
      AppModule.forRoot({ database: running.database, clock, allowLoopback: env.allowLoopback }),
      { ...env, secrets: secretsOf({ ...process.env, DATABASE_URL: running.database.url }) },
    );
    const worker = app.get(WorkerService);
    const firstKey = await app.get(AccessService).createFirstKey(SYSTEM);
    if (env.role !== 'api') await worker.start();
    if (options.listen && env.role !== 'worker') await app.listen(env.port, env.host);
    else await app.init();
    return {
      app,
      url: options.listen && env.role !== 'worker' ? (await app.getUrl()).replace('[::1]', '127.0.0.1') : undefined,
      firstKey,
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
