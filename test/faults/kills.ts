import { setTimeout as sleep } from 'node:timers/promises';
import { row, rows } from '../../src/platform/database/database.js';
import { type Lane, openLane, ServiceChild } from './fault-lane.js';
import { WireProxy } from './wire-proxy.js';

/** The six points on the wires at which the service dies. */
export const WIRE_POINTS = ['W1', 'W2', 'W3', 'W4', 'W5', 'W6'] as const;
export type WirePoint = (typeof WIRE_POINTS)[number];

export type KillReport = {
  readonly kills: Readonly<Record<WirePoint, number>>;
  /** Kills whose moment did not come, so that the service was killed at another one. */
  readonly missed: number;
  /** The longest that a delivery in flight waited after a kill until it was done, from the next start on. */
  readonly longestResumeMs: number;
  readonly violations: readonly string[];
};

/** Offers that are accepted at once before each kill, so that ends of attempts share commits. */
const OFFERS_OF_KILL = 3;
const POINT_WAIT_MS = 6_000;
const RESUME_LIMIT_MS = 60_000;
const SETTLE_POLL_MS = 80;

/** A random number in [0, 1) from a seed that is printed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Kills the service `count` times, each time at one of the points in turn, and checks every effect at the end. */
export async function killMany(program: string, count: number, random: () => number): Promise<KillReport> {
  const lane = await openLane(count * OFFERS_OF_KILL);
  const kills: Record<WirePoint, number> = { W1: 0, W2: 0, W3: 0, W4: 0, W5: 0, W6: 0 };
  const acknowledged = new Set<string>();
  let missed = 0;
  let longestResumeMs = 0;
  let next = new ServiceChild(program);
  try {
    for (let round = 0; round < count; round += 1) {
      const child = next;
      next = new ServiceChild(program);
      await child.start(lane.environment);
      longestResumeMs = Math.max(longestResumeMs, await settle(lane));
      const point = WIRE_POINTS[round % WIRE_POINTS.length] ?? 'W1';
      const offers = lane.offers.slice(round * OFFERS_OF_KILL, (round + 1) * OFFERS_OF_KILL);
      const hit = await killAt(
        point,
        child,
        lane,
        offers.map(({ offerId }) => offerId),
        acknowledged,
        random,
      );
      kills[point] += 1;
      if (!hit) missed += 1;
    }
    await next.start(lane.environment);
    for (const { offerId } of lane.offers) {
      if (acknowledged.has(offerId)) continue;
      // Nobody told the client how it went: it asks again, and either way the offer is accepted once.
      const report = await next.ask({ accept: offerId });
      if ('accepted' in report) acknowledged.add(offerId);
    }
    longestResumeMs = Math.max(longestResumeMs, await settle(lane));
    return { kills, missed, longestResumeMs, violations: await violationsOf(lane) };
  } finally {
    await next.end();
    await lane.close();
  }
}

/** A promise that somebody else fulfils. */
function momentToCome(): { readonly promise: Promise<boolean>; readonly resolve: (hit: boolean) => void } {
  let resolve: (hit: boolean) => void = () => undefined;
  const promise = new Promise<boolean>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** Arms the wires for a point, lets offers be accepted, and kills at that moment. False when the moment did not come. */
async function killAt(
  point: WirePoint,
  child: ServiceChild,
  lane: Lane,
  offerIds: readonly string[],
  acknowledged: Set<string>,
  random: () => number,
): Promise<boolean> {
  const moment = momentToCome();
  const dead = (): void => {
    child.process.kill('SIGKILL');
    moment.resolve(true);
  };
  if (point === 'W6') return killBeforeReply(child, lane, offerIds, acknowledged);
  // Of the commits that follow the acceptances, one by chance: their own, the outbox's, the ends of attempts.
  arm(point, lane, 1 + Math.floor(random() * (OFFERS_OF_KILL + 3)), dead);
  void Promise.all(
    offerIds.map(async (offerId) => {
      const report = await child.ask({ accept: offerId }).catch(() => undefined);
      if (report !== undefined && 'accepted' in report) acknowledged.add(offerId);
    }),
  );
  const hit = await Promise.race([moment.promise, sleep(POINT_WAIT_MS, false)]);
  await child.end();
  for (const wire of Object.values(lane.wires)) wire.judge = undefined;
  return hit;
}

function arm(point: WirePoint, { wires }: Lane, nth: number, dead: () => void): void {
  if (point === 'W1' || point === 'W2') {
    let commits = 0;
    let committing: object | undefined;
    wires.database.judge = (direction, bytes, connection) => {
      if (direction === 'up' && bytes.includes('COMMIT')) {
        commits += 1;
        if (commits !== nth) return 'pass';
        committing = connection;
        if (point === 'W2') return 'pass';
        dead();
        return 'hold';
      }
      if (direction === 'down' && connection === committing) {
        dead();
        return 'hold';
      }
      return 'pass';
    };
    return;
  }
  for (const wire of [wires.stripe, wires.lago]) {
    let posting: object | undefined;
    wire.judge = (direction, bytes, connection) => {
      if (direction === 'up' && bytes.includes('POST /')) {
        posting = connection;
        if (point !== 'W3') return 'pass';
        dead();
        return 'hold';
      }
      if (direction !== 'down' || connection !== posting) return 'pass';
      if (point === 'W4') {
        dead();
        return 'hold';
      }
      // W5: the reply is delivered, and nothing reaches the database any more.
      wires.database.judge = (way) => (way === 'up' ? 'hold' : 'pass');
      setTimeout(dead, 15);
      return 'pass';
    };
  }
}

/** W6: a confirmation over HTTP whose answer is held; the client asks the next service again and is answered alike. */
async function killBeforeReply(
  child: ServiceChild,
  lane: Lane,
  offerIds: readonly string[],
  acknowledged: Set<string>,
): Promise<boolean> {
  for (const offerId of offerIds) {
    const accepted = await child.ask({ accept: offerId });
    if ('accepted' in accepted) acknowledged.add(offerId);
  }
  await settle(lane);
  const [offerId] = offerIds;
  const credit = await row<{ id: string }>(lane.database.tx, 'select id from credit where offer_id = $1', [offerId]);
  const wire = new WireProxy(Number(new URL(child.url).port));
  const port = await wire.listen();
  const moment = momentToCome();
  wire.judge = (direction) => {
    if (direction === 'up') return 'pass';
    child.process.kill('SIGKILL');
    moment.resolve(true);
    return 'hold';
  };
  const document = `AV-${credit?.id}`;
  void fetch(`http://127.0.0.1:${port}/api/v1/credits/${credit?.id}/confirm`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${lane.key}`,
      'content-type': 'application/json',
      'idempotency-key': document,
    },
    body: JSON.stringify({ billingDocument: document }),
  }).catch(() => undefined);
  const hit = await Promise.race([moment.promise, sleep(POINT_WAIT_MS, false)]);
  await child.end();
  await wire.close();
  const kept = await rows(lane.database.tx, 'select from delivery where billing_document = $1', [document]);
  return hit && kept.length === 1;
}

/** Waits until nothing is under way; gives how long that took. */
async function settle(lane: Lane): Promise<number> {
  const start = performance.now();
  for (;;) {
    const open = await rows(
      lane.database.tx,
      `select from credit r left join delivery d on d.customer_id = r.customer_id and d.id = r.id
        where d.status is null or d.status not in ('confirmed', 'applied')`,
    );
    const tookMs = performance.now() - start;
    if (open.length === 0) return tookMs;
    if (tookMs > RESUME_LIMIT_MS) return tookMs;
    await sleep(SETTLE_POLL_MS);
  }
}

/** Every credit once over there, as it was granted; every accepted offer with its one credit. */
async function violationsOf(lane: Lane): Promise<string[]> {
  const violations: string[] = [];
  for (const { offerId, customerId, kind, amountMinor } of lane.offers) {
    const credits = await rows<{ reference: string; status: string; offer: string }>(
      lane.database.tx,
      `select r.reference, d.status, o.status as offer from offer o
         left join credit r on r.customer_id = o.customer_id and r.offer_id = o.id
         left join delivery d on d.customer_id = r.customer_id and d.id = r.id
        where o.customer_id = $1 and o.id = $2`,
      [customerId, offerId],
    );
    const [credit] = credits;
    if (credits.length !== 1 || credit?.reference === null || credit?.offer !== 'accepted') {
      violations.push(`offer ${offerId}: ${JSON.stringify(credits)}`);
      continue;
    }
    const effects =
      kind === 'stripe'
        ? lane.stripe.effectsOf(credit?.reference ?? '').map(({ amount }) => -amount)
        : lane.lago.effectsOf(credit?.reference ?? '').map(({ amount }) => Math.round(Number(amount) * 100));
    if (effects.length !== 1 || effects[0] !== amountMinor || credit?.status !== 'confirmed') {
      violations.push(`credit ${credit?.reference} at ${kind}: ${JSON.stringify({ effects, status: credit?.status })}`);
    }
  }
  const total = lane.stripe.transactions.length + lane.lago.transactions.length;
  if (total !== lane.offers.length) violations.push(`${total} effects of ${lane.offers.length} credits`);
  return violations;
}
