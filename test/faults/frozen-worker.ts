import { setTimeout as sleep } from 'node:timers/promises';
import { row } from '../../src/platform/database/database.js';
import { FAULT_TIMES, type Lane, openLane, ServiceChild } from './fault-lane.js';

const THREE_LEASES_MS = 3 * Number(FAULT_TIMES.AMENDS_BILLING_LEASE_MS);
/** What a continued worker would do it does at once. */
const AFTER_MS = 400;

/** How a delivery stood before a frozen worker went on and after, and how often it is over there. */
export type Thaw = {
  readonly before: object | undefined;
  readonly after: object | undefined;
  readonly effects: number;
};

/**
 * Stops a worker in the middle of its first exchange with the billing system (at Lago that is the look before the sending),
 * lets another one do its work, and continues it after three leases: once for each of a lane's offers of the kind.
 */
export async function freezeMany(program: string, kind: 'stripe' | 'lago', times: number): Promise<readonly Thaw[]> {
  const lane = await openLane(2 * times);
  try {
    const thaws: Thaw[] = [];
    for (const offer of lane.offers) if (offer.kind === kind) thaws.push(await freeze(program, lane, offer));
    return thaws;
  } finally {
    await lane.close();
  }
}

async function freeze(program: string, lane: Lane, { offerId, kind }: Lane['offers'][number]): Promise<Thaw> {
  const frozen = new ServiceChild(program);
  const other = new ServiceChild(program);
  try {
    await frozen.start(lane.environment);
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
    const frozenAt = performance.now();
    await other.start(lane.environment);
    await sleep(Math.max(0, THREE_LEASES_MS - (performance.now() - frozenAt)));
    const stands = () =>
      row<{ status: string; attempt: number; reference: string }>(
        lane.database.tx,
        `select d.status, d.attempt, d.reference from delivery d
           join credit r on r.customer_id = d.customer_id and r.id = d.credit_id where r.offer_id = $1`,
        [offerId],
      );
    await until(async () => (await stands())?.status === 'confirmed');
    const before = await stands();
    frozen.process.kill('SIGCONT');
    await sleep(AFTER_MS);
    const after = await stands();
    return { before, after, effects: lane[kind].effectsOf(before?.reference ?? '').length };
  } finally {
    lane.wires[kind].judge = undefined;
    await Promise.all([frozen.end(), other.end()]);
  }
}

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 1500; tries += 1) {
    if (await condition()) return;
    await sleep(20);
  }
  throw new Error('it did not come to that');
}
