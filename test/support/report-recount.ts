import { rows, type Tx } from '../../src/platform/database/database.js';

type Offer = { status: string; sentAt: Date | null; validUntil: Date | null };
type Case = {
  owner: string | null;
  status: string;
  nextActionAt: Date | null;
  escalatedAt: Date | null;
  lastTouchAt: Date | null;
  firstTouchAt: Date | null;
  stillAffected: boolean;
};

/** What the report of an incident must say, counted one by one over the rows of the tables. */
export async function recount(tx: Tx, incidentId: string, now: Date): Promise<object> {
  const offers = await rows<Offer>(
    tx,
    'select status, sent_at as "sentAt", valid_until as "validUntil" from offer where incident_id = $1',
    [incidentId],
  );
  const cases = await rows<Case>(
    tx,
    `select owner, status, next_action_at as "nextActionAt", escalated_at as "escalatedAt",
            last_touch_at as "lastTouchAt", first_touch_at as "firstTouchAt", still_affected as "stillAffected"
       from outreach_case where incident_id = $1`,
    [incidentId],
  );
  const [assessment] = await rows<{ windows: { startsAt: string }[] }>(
    tx,
    'select windows from assessment where incident_id = $1 order by revision desc limit 1',
    [incidentId],
  );
  const beginsAt = Math.min(...(assessment?.windows ?? []).map(({ startsAt }) => new Date(startsAt).getTime()));
  const mails = await rows<{ status: string }>(tx, 'select status from mail where incident_id = $1', [incidentId]);
  const claims = await rows<{ name: string; status: string }>(
    tx,
    `select concat(verdict, ' ', status) as name, status from claim where incident_id = $1 and status <> 'merged'`,
    [incidentId],
  );
  return {
    offers: countBy(offers.map((offer) => statusNow(offer, now))),
    acceptance: acceptanceOf(offers, now),
    firstContact: firstContactOf(cases, beginsAt),
    load: [...new Set(cases.map(({ owner }) => owner))]
      .toSorted((a, b) => ((a ?? '~') < (b ?? '~') ? -1 : 1))
      .map((owner) => loadOf(owner, cases, now)),
    mails: Object.entries(countBy(mails.map(({ status }) => status)))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([status, count]) => ({ status, count })),
    claims: Object.entries(countBy(claims.map(({ name }) => name)))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, count]) => ({ verdict: name.split(' ')[0], status: name.split(' ')[1], count })),
  };
}

function statusNow({ status, validUntil }: Offer, now: Date): string {
  const isOver = validUntil !== null && validUntil <= now;
  return isOver && (status === 'approved' || status === 'sent') ? 'expired' : status;
}

function acceptanceOf(offers: readonly Offer[], now: Date): object {
  const sent = offers.filter(({ sentAt }) => sentAt !== null).map((offer) => statusNow(offer, now));
  const of = (status: string): number => sent.filter((each) => each === status).length;
  const counts = { accepted: of('accepted'), declined: of('declined'), expired: of('expired'), waiting: of('sent') };
  return { ...counts, sent: sent.length - of('withdrawn') };
}

function firstContactOf(cases: readonly Case[], beginsAt: number): object {
  const waited = cases
    .flatMap(({ stillAffected, firstTouchAt }) => (stillAffected && firstTouchAt !== null ? [firstTouchAt] : []))
    .map((at) => Math.max(0, Math.floor((at.getTime() - beginsAt) / 1000)))
    .toSorted((a, b) => a - b);
  const at = (part: number): number | null => waited[Math.ceil(part * waited.length) - 1] ?? null;
  return { medianSeconds: at(0.5), ninetiethSeconds: at(0.9) };
}

function loadOf(owner: string | null, cases: readonly Case[], now: Date): object {
  const own = cases.filter((each) => each.owner === owner);
  const open = own.filter(({ status }) => status !== 'resolved');
  return {
    owner,
    open: open.length,
    resolved: own.length - open.length,
    due: open.filter(({ nextActionAt }) => nextActionAt !== null && nextActionAt <= now).length,
    escalated: open.filter(({ escalatedAt }) => escalatedAt !== null).length,
    untouched: open.filter(({ lastTouchAt }) => lastTouchAt === null).length,
  };
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
