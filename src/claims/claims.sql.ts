import { notFound } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';
import { row, rows, type Tx } from '../platform/database/database.js';
import { type Claim, ClaimEntity } from './claim.entity.js';
import type { ClaimArrival } from './claim-arrival.entity.js';

/** Makes whoever else settles the claim of a customer and incident wait, even before there is one. */
export async function lockClaimOf(tx: Tx, customerId: string, incidentId: string): Promise<void> {
  await rows(tx, `select pg_advisory_xact_lock(hashtextextended('amends claim ' || $1 || ' ' || $2, 0))`, [
    customerId,
    incidentId,
  ]);
}

/** Makes whoever else brings the same thing in wait, so that one finds what the other kept. */
export async function lockComing(tx: Tx, key: string): Promise<void> {
  await rows(tx, `select pg_advisory_xact_lock(hashtextextended('amends claim arrival ' || $1, 0))`, [key]);
}

/** A claim, locked until the transaction ends. Throws `claim_not_found`, also for a text that is no id. */
export async function lockClaim(tx: Tx, id: string): Promise<Claim> {
  const lock = { mode: 'pessimistic_write' } as const;
  const claim = isId(id) ? await tx.getRepository(ClaimEntity).findOne({ where: { id }, lock }) : null;
  if (claim === null) throw notFound('claim', id);
  return claim;
}

/** The claim that counts for a customer and incident, locked; undefined when there is none. */
export async function lockClaimThatCounts(tx: Tx, customerId: string, incidentId: string): Promise<Claim | undefined> {
  const found = await row<{ id: string }>(
    tx,
    `select id from claim where customer_id = $1 and incident_id = $2 and status <> 'merged' for update`,
    [customerId, incidentId],
  );
  return found === undefined ? undefined : lockClaim(tx, found.id);
}

/** Keeps a new claim. Breaks `claim_one` when its customer has one for the incident. */
export async function insertClaim(tx: Tx, claim: Claim): Promise<void> {
  await tx.getRepository(ClaimEntity).insert({ ...claim, candidates: claim.candidates as object });
}

/** Writes a claim over that is locked. */
export async function saveClaim(tx: Tx, claim: Claim): Promise<void> {
  const { id, ...values } = claim;
  await rows(
    tx,
    `update claim set customer_id = $2, incident_id = $3, status = $4, verdict = $5, evidence = $6, candidates = $7,
            merged_into = $8, offer_id = $9, refusal_codes = $10, decision_note = $11, decided_by = $12, decided_at = $13,
            version = $14, updated_at = $15
      where id = $1`,
    [
      id,
      values.customerId,
      values.incidentId,
      values.status,
      values.verdict,
      values.evidence === null ? null : JSON.stringify(values.evidence),
      JSON.stringify(values.candidates),
      values.mergedInto,
      values.offerId,
      values.refusalCodes,
      values.decisionNote,
      values.decidedBy,
      values.decidedAt,
      values.version,
      values.updatedAt,
    ],
  );
}

/** Keeps a coming; false when the same was said before, or its external id is taken. */
export async function insertArrival(tx: Tx, arrival: ClaimArrival): Promise<boolean> {
  const inserted = await rows(
    tx,
    `insert into claim_arrival (id, claim_id, channel, external_id, digest, name, email, company, meeting, day, local_time,
                                text, reference, claimed_minutes, claimed_percent, claimed_minor, claimed_currency, locale,
                                named_customer_id, named_incident_id, arrived_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
     on conflict do nothing returning id`,
    [
      arrival.id,
      arrival.claimId,
      arrival.channel,
      arrival.externalId,
      arrival.digest,
      arrival.name,
      arrival.email,
      arrival.company,
      arrival.meeting,
      arrival.day,
      arrival.time,
      arrival.text,
      arrival.reference,
      arrival.claimedMinutes,
      arrival.claimedPercent,
      arrival.claimedMinor,
      arrival.claimedCurrency,
      arrival.locale,
      arrival.namedCustomerId,
      arrival.namedIncidentId,
      arrival.arrivedAt,
      arrival.createdBy,
    ],
  );
  return inserted.length > 0;
}

/** A coming that is known by its external id, or said the same; undefined when there is none. */
export function findArrival(
  tx: Tx,
  digest: string,
  externalId: string | null,
): Promise<Pick<ClaimArrival, 'claimId' | 'digest'> | undefined> {
  return row(
    tx,
    `select claim_id as "claimId", digest from claim_arrival where digest = $1 or external_id = $2
      order by (external_id = $2) desc nulls last limit 1`,
    [digest, externalId],
  );
}

/** The comings of a claim, the first one first. */
export function arrivalsOf(tx: Tx, claimId: string): Promise<ClaimArrival[]> {
  return rows<ClaimArrival>(
    tx,
    `select id, claim_id as "claimId", channel, external_id as "externalId", digest, name, email, company, meeting,
            day::text as day, local_time as "time", text, reference, claimed_minutes as "claimedMinutes",
            claimed_percent as "claimedPercent", claimed_minor as "claimedMinor", claimed_currency as "claimedCurrency",
            locale, named_customer_id as "namedCustomerId", named_incident_id as "namedIncidentId",
            arrived_at as "arrivedAt", created_by as "createdBy"
       from claim_arrival where claim_id = $1 order by arrived_at, id`,
    [claimId],
  );
}

/** An older unmatched claim of the same address and the same reference, meeting and day; undefined when there is none. */
export async function findSameUnmatched(
  tx: Tx,
  claim: Pick<Claim, 'id' | 'arrivedAt'>,
  { email, reference, meeting, day }: Pick<ClaimArrival, 'email' | 'reference' | 'meeting' | 'day'>,
): Promise<string | undefined> {
  const found = await row<{ id: string }>(
    tx,
    `select k.id from claim_arrival a join claim k on k.id = a.claim_id
      where lower(a.email) = lower($3) and k.status = 'unmatched' and (k.arrived_at, k.id) < ($2, $1)
        and (a.reference, a.meeting, a.day) is not distinct from ($4, $5, $6::date)
      order by k.arrived_at, k.id limit 1`,
    [claim.id, claim.arrivedAt, email, reference, meeting, day],
  );
  return found?.id;
}

/** Gives the comings of a claim to the one that goes on in its place. */
export async function moveArrivals(tx: Tx, fromClaimId: string, toClaimId: string): Promise<void> {
  await rows(tx, 'update claim_arrival set claim_id = $2 where claim_id = $1', [fromClaimId, toClaimId]);
}

/** Claims that are not decided and that a change may concern: of an incident, or also of one customer of it. */
export async function openClaimIds(tx: Tx, incidentId: string, customerId: string | null): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `select id from claim where incident_id = $1 and status = 'open' and ($2::uuid is null or customer_id = $2)
      order by id`,
    [incidentId, customerId],
  );
  return found.map(({ id }) => id);
}

/** The newest claims that nobody could match, at most `limit`: an incident may have become known since. */
export async function unmatchedClaimIds(tx: Tx, limit: number): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `select id from claim where status = 'unmatched' order by arrived_at desc, id desc limit $1`,
    [limit],
  );
  return found.map(({ id }) => id);
}
