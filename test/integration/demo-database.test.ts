import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { beginAnew } from '../../src/cli/demo-command.js';
import { resetDemoDatabase } from '../../src/demo/demo-database.service.js';
import { ENTITIES } from '../../src/entities.js';
import { SetClock } from '../../src/kernel/clock.js';
import { SYSTEM } from '../../src/platform/access/actor.js';
import type { AuditDeed } from '../../src/platform/audit/audit-entry.js';
import { AuditTrailService } from '../../src/platform/audit/audit-trail.service.js';
import { AuditService } from '../../src/platform/audit/audit.service.js';
import { rows } from '../../src/platform/database/database.js';
import { anchorsPathOf } from '../../src/start.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase({ entities: ENTITIES });
});
afterAll(() => db.drop());

test('a demo begins with nothing, again and again: no person of an earlier one, no entry, no schema in the way', async () => {
  for (const round of [1, 2]) {
    const user = `insert into auth."user" values ($1, 'A', $1, true, null, now(), now())`;
    await rows(db.database.tx, user, [`a${round}@example.com`]);
    await resetDemoDatabase(db.database);
    expect(await rows(db.database.tx, 'select id from auth."user"')).toEqual([]);
    expect(await rows(db.database.tx, 'select key from setting')).toEqual([{ key: 'demo' }]);
  }
});

test('the audit trail of a second demo in the same place is whole: what was noted of the first goes with it', async () => {
  const home = await mkdtemp(join(tmpdir(), 'amends-demo-'));
  const clock = new SetClock(new Date('2026-03-01T10:00:00Z'));
  const trail = new AuditTrailService(db.database, clock, anchorsPathOf(home));
  for (const entries of [3, 2]) {
    await beginAnew(db.database, home);
    const deed: AuditDeed = { actor: SYSTEM, action: 'settings.changed', subject: { kind: 'settings', id: 'demo' } };
    await db.database.transaction(async (tx) => {
      new AuditService(clock).appendAll(
        tx,
        Array.from({ length: entries }, () => deed),
      );
    });
    await trail.anchor();
    expect(await trail.verify()).toMatchObject({ isWhole: true, entries, anchors: 1, faults: [] });
  }
  await rm(home, { recursive: true });
});
