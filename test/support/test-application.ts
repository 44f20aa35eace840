import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../../src/app.module.js';
import { ENTITIES } from '../../src/entities.js';
import { SetClock } from '../../src/kernel/clock.js';
import { type Role, SYSTEM } from '../../src/platform/access/actor.js';
import { PeopleService } from '../../src/platform/access/people.service.js';
import { SessionsService } from '../../src/platform/access/sessions.service.js';
import type { Database } from '../../src/platform/database/database.js';
import { Secrets } from '../../src/platform/env/secrets.service.js';
import { type ApplicationOptions, createApplication } from '../../src/platform/http/application.js';
import { WorkerService } from '../../src/platform/jobs/worker.service.js';
import type { PlatformOptions } from '../../src/platform/platform.module.js';
import { HttpClient } from './http-client.js';
import { createTestDatabase } from './test-database.js';

/** The whole of Amends, listening on a free port, with its worker and a clock that stands where it is put. */
export type TestApplication = {
  readonly app: NestFastifyApplication;
  readonly database: Database;
  readonly clock: SetClock;
  /** A person who may do everything. */
  readonly client: HttpClient;
  readonly origin: string;
  /** A client for somebody with these roles alone. */
  signIn(...roles: readonly Role[]): Promise<HttpClient>;
  stop(): Promise<void>;
};

let people = 0;

/** A new person with these roles who has signed in, as the cookie of their browser. */
export async function signInPerson(app: NestFastifyApplication, roles: readonly Role[]): Promise<string> {
  people += 1;
  const wanted = { name: `Test ${roles.join(', ')}`, email: `test-${people}@test.invalid`, roles };
  const { person } = await app.get(PeopleService).create(wanted, SYSTEM);
  const { cookies } = await app.get(SessionsService).begin(person.id);
  return cookies.map((cookie) => cookie.split(';', 1)[0]).join('; ');
}

export async function startTestApplication(
  now: string,
  {
    environment = {},
    isPlanted = false,
    ...options
  }: { readonly environment?: Record<string, string>; readonly isPlanted?: boolean } & Partial<
    Pick<PlatformOptions, 'allowLoopback' | 'signIn'> & ApplicationOptions
  > = {},
): Promise<TestApplication> {
  const db = await createTestDatabase({ entities: ENTITIES, poolSize: 10, isPlanted });
  const clock = new SetClock(new Date(now));
  const module = AppModule.forRoot({ database: db.database, clock, ...options, secrets: new Secrets(environment) });
  const app = await createApplication(module, { logLevel: 'silent', ...options });
  await app.listen(0, '127.0.0.1');
  const worker = app.get(WorkerService);
  await worker.start();
  const origin = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const signIn = async (...roles: readonly Role[]): Promise<HttpClient> =>
    new HttpClient(`${origin}/api/v1`, {
      cookie: await signInPerson(app, roles),
      origin: options.signIn?.publicUrl ?? origin,
    });
  return {
    app,
    database: db.database,
    clock,
    origin,
    client: await signIn('administrator'),
    signIn,
    stop: async () => {
      await app.close();
      await worker.stop();
      await db.drop();
    },
  };
}
