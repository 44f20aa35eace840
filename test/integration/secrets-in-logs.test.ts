import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Controller, Get, Logger, Module, type DynamicModule } from '@nestjs/common';
import { ENTITIES } from '../../src/entities.js';
import { Clock } from '../../src/kernel/clock.js';
import { createApplication } from '../../src/platform/http/application.js';
import { openDatabase } from '../../src/platform/database/database.js';
import { openLog } from '../../src/platform/log/log.service.js';
import { secretsOf } from '../../src/platform/log/scrub.js';
import { PlatformModule, type PlatformOptions } from '../../src/platform/platform.module.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const CANARY = 'CANARY-0123456789';
const KEY = `amk_0123456789ab_${CANARY.padEnd(43, 'x')}`;

/** Fails in the ways in which secrets get into logs: an error that quotes its input, a library that logs its settings. */
@Controller('leaky')
class LeakyController {
  @Get('error')
  error(): never {
    throw new Error(`connect postgres://amends:${CANARY}@db:5432/amends failed for Bearer ${KEY}\nFORGED {"level":60}`);
  }

  @Get('log')
  log(): string {
    new Logger('leaky').warn(`cookie: session=${CANARY}\r\nauthorization: Bearer ${KEY} password="${CANARY}"`);
    return 'ok';
  }
}

@Module({})
class LeakyModule {
  static forRoot(options: PlatformOptions): DynamicModule {
    return { module: LeakyModule, imports: [PlatformModule.forRoot(options)], controllers: [LeakyController] };
  }
}

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase({ entities: ENTITIES });
});
afterAll(() => db.drop());

test('no secret reaches the log or an answer, and no text forges a line of the log', async () => {
  const written: string[] = [];
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (chunk: string | Uint8Array) => written.push(String(chunk)) > 0;
  const answers: string[] = [];
  try {
    const matrix = { 'GET /leaky/error': 'public', 'GET /leaky/log': 'public', 'GET /jobs/:id': [] } as const;
    const module = LeakyModule.forRoot({ database: db.database, clock: new Clock(), matrix });
    const app = await createApplication(module, { logLevel: 'trace', secrets: secretsOf({ DATABASE_URL: db.url }) });
    await app.listen(0, '127.0.0.1');
    const origin = (await app.getUrl()).replace('[::1]', '127.0.0.1');
    const headers = { authorization: `Bearer ${KEY}`, cookie: `session=${CANARY}`, 'x-forwarded-for': CANARY };
    for (const path of ['leaky/error', 'leaky/log', 'jobs/0190b7c8-0000-7000-8000-000000000000', 'nothing', '%zz']) {
      answers.push(await (await fetch(`${origin}/api/v1/${path}`, { headers })).text());
    }
    await app.close();
    await expect(openDatabase({ url: `postgres://amends:${CANARY}@127.0.0.1:1/amends` })).rejects.not.toThrow(CANARY);
  } finally {
    process.stderr.write = write;
  }
  const lines = written
    .join('')
    .trim()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  expect(lines.some((line) => line.includes('connect postgres'))).toBe(true);
  expect(written.join('')).not.toContain(CANARY);
  expect(answers.join('')).not.toMatch(/CANARY|amk_|node_modules|postgres/);
  for (const line of lines) expect(typeof (JSON.parse(line) as { level: unknown }).level).toBe('number');
  expect(written.join('')).not.toMatch(/^FORGED/m);
});

test('the values of secret variables are masked even where nothing tells what they are', () => {
  const lines: string[] = [];
  const log = openLog({
    level: 'info',
    secrets: secretsOf({ SMTP_PASSWORD: CANARY }),
    write: (line) => lines.push(line),
  });
  log.info({ odd: { place: [CANARY] } }, `and here: ${CANARY}`);
  expect(lines.join('')).not.toContain(CANARY);
});
