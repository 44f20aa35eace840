import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { rows } from '../../src/platform/database/database.js';
import { compiledService, FAULT_TIMES, type Lane, openLane, ServiceChild } from './fault-lane.js';

const THREE_LEASES_MS = 3 * Number(FAULT_TIMES.AMENDS_BILLING_LEASE_MS);

const folder = mkdtempSync(join(tmpdir(), 'amends-faults-'));
let program: string;
let lane: Lane;
beforeAll(async () => {
  program = await compiledService(folder);
  lane = await openLane(4);
}, 120_000);
afterAll(async () => {
  await lane.close();
  rmSync(folder, { recursive: true, force: true });
});

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 1500; tries += 1) {
    if (await condition()) return;
    await sleep(20);
  }
  throw new Error('it did not come to that');
}

test('a worker stopped for three leases and continued neither sends nor finishes the job it lost', async () => {
  for (const [index, { offerId, kind }] of lane.offers.entries()) {
    const frozen = new ServiceChild(program);
    const other = new ServiceChild(program);
    await frozen.start(lane.environment);
    // Stopped while its first exchange with the billing system is under way: at Lago that is the look before the sending.
    let isFrozen = false;
    lane.wires[kind].judge = (direction) => {
      if (direction === 'down' && !isFrozen) {
        isFrozen = true;
        frozen.process.kill('SIGSTOP');
      }
      return 'pass';
    };
    frozen.ask({ accept: offerId }).catch(() => undefined);
    await until(() => isFrozen);
    await other.start(lane.environment);
    await sleep(THREE_LEASES_MS);
    const stands = (): Promise<{ status: string; attempt: number; reference: string }[]> =>
      rows(
        lane.database.tx,
        `select d.status, d.attempt, d.reference from delivery d
           join credit r on r.customer_id = d.customer_id and r.id = d.credit_id where r.offer_id = $1`,
        [offerId],
      );
    await until(async () => (await stands())[0]?.status === 'confirmed');
    const [before] = await stands();
    frozen.process.kill('SIGCONT');
    await sleep(600);
    expect(await stands()).toEqual([before]);
    const effects =
      kind === 'stripe' ? lane.stripe.effectsOf(before?.reference ?? '') : lane.lago.effectsOf(before?.reference ?? '');
    expect([index, effects.length]).toEqual([index, 1]);
    lane.wires[kind].judge = undefined;
    await Promise.all([frozen.end(), other.end()]);
  }
}, 180_000);
