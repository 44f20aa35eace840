import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ACCESS_MATRIX } from '../../src/access-matrix.js';
import { AppModule } from '../../src/app.module.js';
import { ENTITIES } from '../../src/entities.js';
import { Clock } from '../../src/kernel/clock.js';
import { routeName } from '../../src/platform/access/access-rule.js';
import { createApplication } from '../../src/platform/http/application.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

let db: TestDatabase;
let app: NestFastifyApplication;
const mounted = new Set<string>();
beforeAll(async () => {
  db = await createTestDatabase({ entities: ENTITIES });
  const module = AppModule.forRoot({ database: db.database, clock: new Clock() });
  app = await createApplication(module, { logLevel: 'silent' });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', ({ method, url }) => {
      for (const each of [method].flat()) mounted.add(routeName(each, url));
    });
  await app.init();
});
afterAll(async () => {
  await app.close();
  await db.drop();
});

test('each route has a line in the matrix, and each line a route', () => {
  expect(mounted.size).toBeGreaterThan(50);
  expect([...mounted].toSorted()).toEqual(Object.keys(ACCESS_MATRIX).toSorted());
});

test('nothing is open to everybody but what says so here', () => {
  const open = Object.entries(ACCESS_MATRIX).filter(([, rule]) => rule === 'public');
  expect(open.map(([route]) => route)).toEqual([
    'GET /health/live',
    'GET /health/ready',
    'POST /auth/sign-in/email',
    'POST /auth/sign-out',
    'GET /auth/methods',
    'GET /auth/sign-in/oidc',
    'GET /auth/callback/oidc',
    'POST /hooks/zoom',
    'POST /hooks/livekit',
    'POST /hooks/meetings',
    'POST /hooks/mail',
    'POST /hooks/billing/:kind',
    'GET /claim',
    'POST /claim',
    'GET /o/:token',
    'GET /o/:token/letter.pdf',
    'GET /o/logo/:sha256',
    'POST /o/:token/accept',
    'POST /o/:token/decline',
    'POST /o/:token/question',
  ]);
});
