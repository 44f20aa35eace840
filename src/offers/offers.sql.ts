import { notFound } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';
import type { Actor } from '../platform/access/actor.js';
import { row, rows, type Tx } from '../platform/database/database.js';
import { type ListQuery, listRows, type Page } from '../platform/http/list.js';
import type { CreditEntity } from './credit.entity.js';
import { LIVE_STATUSES, type OfferStatus, type Staleness } from './offer.js';
import { type OfferAnswer, storedAnswer, type StoredAnswer } from './offer-answer.js';
import { OfferEntity } from './offer.entity.js';
import { statusNow } from './offer-status.sql.js';
import { offerInKind } from './offer-totals.sql.js';
import type { InKind, OfferLine } from './proposal.js';

/** Which offers; what is not named is not asked for. `customerId` is the customer's external id. */
export type OfferFilter = {
  readonly incidentId?: string;
  readonly assessmentId?: string;
  readonly customerId?: string;
  readonly status?: OfferStatus;
};

/** An offer as the database shows it; `status` is the stored one, `customerId` the customer's external id. */
export type OfferRow = {
  readonly id: string;
  readonly version: number;
  readonly status: OfferStatus;
  readonly customerId: string;
  readonly customerName: string;
  readonly incidentId: string;
  readonly assessmentId: string;
  readonly policyCode: string;
  readonly policyVersion: number;
  readonly sequence: number;
  readonly amountMinor: number;
  readonly currency: string;
  /** What it gives in kind, beside its amount or in place of one. */
  readonly inKind: readonly InKind[];
  readonly validUntil: Date | null;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
  readonly sentAt: Date | null;
  readonly answeredAt: Date | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** True while a period that it rests on was not over when it was worked out: more downtime may still raise it. */
  readonly provisional: boolean;
  /** The SHA-256 of what it says; name it when approving, so that nothing else is approved than what was seen. */
  readonly contentHash: string;
  /** Set while an approved offer is not what would be proposed now. */
  readonly stale: Staleness | null;
  /** The offer that this one adds to; null for an original one. */
  readonly supplementOf: string | null;
};

/** What only the page of one offer shows. */
export type OfferContentRow = OfferRow & {
  readonly lines: readonly OfferLine[];
  readonly answer: StoredAnswer | null;
  readonly creditId: string | null;
};

export type OfferTransitionRow = {
  readonly version: number;
  readonly from: OfferStatus | null;
  readonly to: OfferStatus;
  readonly actor: string;
  readonly reason: string | null;
  readonly at: Date;
};

/** What a set-based move needs to know of an offer. `customerId` is the internal id. */
export type MovableOffer = Pick<
  OfferEntity,
  | 'customerId'
  | 'id'
  | 'incidentId'
  | 'status'
  | 'version'
  | 'validUntil'
  | 'amountMinor'
  | 'currency'
  | 'contentHash'
  | 'edition'
>;

/** SQL that orders offers of a customer and an incident: the one that stands first, else the last one that stood. */
export function standingFirst(offer: string): string {
  return `(${offer}.status = any ('{${LIVE_STATUSES.join(',')}}')) desc, ${offer}.sequence, ${offer}.created_at desc, ${offer}.id desc`;
}

const LIST_COLUMNS = `
  o.id, o.version, o.status, c.external_id as "customerId", c.name as "customerName", o.incident_id as "incidentId",
  o.assessment_id as "assessmentId", v.policy_code as "policyCode", v.version as "policyVersion", o.sequence,
  o.amount_minor as "amountMinor", o.currency, ${offerInKind('o')} as "inKind",
  o.valid_until as "validUntil", o.approved_by as "approvedBy",
  o.approved_at as "approvedAt", o.sent_at as "sentAt", o.answered_at as "answeredAt", o.created_by as "createdBy",
  o.created_at as "createdAt", o.updated_at as "updatedAt",
  jsonb_path_exists(o.lines, '$[*] ? (@.code == "provisional")') as provisional,
  o.content_hash as "contentHash", o.stale,
  case when o.sequence > 0 then (
    select f.id from offer f
     where f.customer_id = o.customer_id and f.incident_id = o.incident_id and f.sequence = 0
       and f.created_at <= o.created_at
     order by f.created_at desc, f.id desc limit 1) end as "supplementOf"`;

const NAMED = `
  join customer c on c.id = o.customer_id
  join policy_version v on v.id = o.policy_version_id`;

export const MOVABLE_COLUMNS = `
  o.customer_id as "customerId", o.id, o.incident_id as "incidentId", o.status, o.version, o.valid_until as "validUntil",
  o.amount_minor as "amountMinor", o.currency, o.content_hash as "contentHash", o.edition`;

/** $1 incident, $2 assessment (its own offers, and those that stand for its proposals), $3 customer, $4 status at $5. */
const FILTER = `
  ($1::uuid is null or o.incident_id = $1)
  and ($2::uuid is null or o.incident_id = (select incident_id from assessment where id = $2) and (
    o.assessment_id = $2 or exists (
      select 1 from proposal p where p.customer_id = o.customer_id and p.assessment_id = $2 and p.offer_id = o.id)))
  and ($3::text is null or c.external_id = $3)
  and ($4::text is null or $4 = ${statusNow('o', '$5::timestamptz')})`;

/** Offers, the newest first. */
export function listOffers(tx: Tx, filter: OfferFilter, now: Date, page: ListQuery): Promise<Page<OfferRow>> {
  const order = [
    { name: 'createdAt', type: 'timestamptz', direction: 'desc' },
    { name: 'id', type: 'uuid', direction: 'desc' },
  ] as const;
  const select = `select o.*, o.created_at as "createdAt" from offer o left join customer c on c.id = o.customer_id
    where ${FILTER}`;
  const show = `select ${LIST_COLUMNS} from page o ${NAMED}`;
  return listRows<OfferRow>(tx, { select, show, values: filterValues(filter, now), order }, page);
}

/** One offer with its lines. Throws `offer_not_found`, also for a text that is no id. */
export async function findOffer(tx: Tx, id: string): Promise<OfferContentRow> {
  const found = isId(id)
    ? await row<OfferContentRow>(
        tx,
        `select ${LIST_COLUMNS}, o.lines, o.answer, k.id as "creditId" from offer o ${NAMED}
           left join credit k on k.customer_id = o.customer_id and k.offer_id = o.id
          where o.id = $1`,
        [id],
      )
    : undefined;
  if (found === undefined) throw notFound('offer', id);
  return found;
}

/** The moves of an offer, the first one first. */
export function listTransitions(tx: Tx, offerId: string): Promise<OfferTransitionRow[]> {
  return rows<OfferTransitionRow>(
    tx,
    `select t.version, t.from_status as "from", t.to_status as "to", t.actor, t.reason, t.at
       from offer o join offer_transition t on t.customer_id = o.customer_id and t.offer_id = o.id
      where o.id = $1 order by t.version`,
    [offerId],
  );
}

/**
 * An offer, locked until the transaction ends, as it stands once the lock is held. Throws `offer_not_found`. It is found
 * first and locked by its whole key, because only then does one shard know where to lock.
 */
export async function lockOffer(tx: Tx, id: string): Promise<OfferEntity> {
  const key = isId(id)
    ? await row<{ customerId: string }>(tx, 'select customer_id as "customerId" from offer where id = $1', [id])
    : undefined;
  const where = { customerId: key?.customerId ?? '', id };
  const lock = { mode: 'pessimistic_write' } as const;
  const offer = key === undefined ? null : await tx.getRepository(OfferEntity).findOne({ where, lock });
  if (offer === null) throw notFound('offer', id);
  return offer;
}

/** What an offer is now, what it came to when it had another hash (null when it never had), and what was edited since. */
export async function seenContent(
  tx: Tx,
  id: string,
  seenHash: string,
): Promise<{
  readonly now: Pick<OfferEntity, 'amountMinor' | 'currency' | 'contentHash'>;
  readonly seenMinor: number | null;
  readonly edits: readonly {
    readonly by: string;
    readonly reason: string;
    readonly fromMinor: number;
    readonly toMinor: number;
  }[];
}> {
  const found = await row<OfferEntity & { seenMinor: number | null; seenEdition: number | null }>(
    tx,
    `select o.customer_id as "customerId", o.amount_minor as "amountMinor", o.currency, o.content_hash as "contentHash",
            coalesce(d.from_minor, other.amount_minor) as "seenMinor", d.edition as "seenEdition"
       from offer o
       left join lateral (
         select from_minor, edition from offer_adjustment d
          where d.customer_id = o.customer_id and d.offer_id = o.id and d.from_hash = $2
          order by edition limit 1) d on true
       left join lateral (
         select amount_minor from offer f
          where f.customer_id = o.customer_id and f.incident_id = o.incident_id and f.content_hash = $2 limit 1) other on true
      where o.id = $1`,
    [id, seenHash],
  );
  if (found === undefined) throw notFound('offer', id);
  const { customerId, amountMinor, currency, contentHash, seenMinor, seenEdition } = found;
  const edits = await rows<{ by: string; reason: string; fromMinor: number; toMinor: number }>(
    tx,
    `select person as by, reason, from_minor as "fromMinor", to_minor as "toMinor" from offer_adjustment
      where customer_id = $1 and offer_id = $2 and edition >= coalesce($3, 0) order by edition`,
    [customerId, id, seenEdition],
  );
  return { now: { amountMinor, currency, contentHash }, seenMinor, edits };
}

/** What sending needs to know: how long the policy lets an offer stand, and the zone of the customer's days. */
export async function sendingTerms(tx: Tx, offer: OfferEntity): Promise<{ validityDays: number; timeZone: string }> {
  const terms = await row<{ validityDays: number; timeZone: string }>(
    tx,
    `select (v.rules ->> 'validityDays')::int as "validityDays", c.time_zone as "timeZone"
       from customer c, policy_version v where c.id = $1 and v.id = $2`,
    [offer.customerId, offer.policyVersionId],
  );
  if (terms === undefined) throw new Error(`offer ${offer.id} has lost its customer or its policy`);
  return terms;
}

/** True of an offer `o` all of whose policies grant what they give without the customer having to accept. */
export const IS_GRANTED_BY_SENDING = `not exists (
  select from policy_version w
   where w.rules ->> 'acceptance' is distinct from 'automatic'
     and (w.id = o.policy_version_id or w.id in (
       select s.policy_version_id from offer_share s where s.customer_id = o.customer_id and s.offer_id = o.id)))`;

/** True of an offer `o` that was: its answer is the automatic one (`isAutomatic`). */
export const WAS_GRANTED_BY_SENDING = `coalesce(o.answer ->> 'channel' = 'automatic', false)`;

/** The offers with these ids, in no order; unknown ids are left out. */
export function findMovable(tx: Tx, ids: readonly string[]): Promise<MovableOffer[]> {
  return rows<MovableOffer>(tx, `select ${MOVABLE_COLUMNS} from offer o where o.id = any($1::uuid[])`, [ids]);
}

/** The offers of a filter, at most `limit`, the oldest first. */
export function filterMovable(tx: Tx, filter: OfferFilter, now: Date, limit: number): Promise<MovableOffer[]> {
  return rows<MovableOffer>(
    tx,
    `select ${MOVABLE_COLUMNS} from offer o ${NAMED} where ${FILTER} order by o.created_at, o.id limit $6`,
    [...filterValues(filter, now), limit],
  );
}

/** Offers that have expired and are not marked so, at most `limit` (null: all); of one incident, when it is given. */
export function findOverdue(tx: Tx, now: Date, limit: number | null, incidentId?: string): Promise<MovableOffer[]> {
  return rows<MovableOffer>(
    tx,
    `select ${MOVABLE_COLUMNS} from offer o
      where o.status in ('approved', 'sent') and o.valid_until <= $1 and ($2::uuid is null or o.incident_id = $2)
      order by o.valid_until, o.id limit $3`,
    [now, incidentId ?? null, limit],
  );
}

/**
 * Moves offers that still have the version they were read with; gives the ids of those moved. Whoever moves an offer
 * first wins, the others' version is stale by the time they hold its row.
 */
export async function moveOffers(
  tx: Tx,
  offers: readonly Pick<MovableOffer, 'customerId' | 'id' | 'version'>[],
  to: OfferStatus,
  move: { readonly actor: Actor; readonly now: Date; readonly answer?: OfferAnswer },
): Promise<Set<string>> {
  const moved = await rows<{ id: string }>(
    tx,
    `update offer o set status = $1, version = m.version + 1, updated_at = $2,
            approved_by = case $1 when 'approved' then $3 when 'draft' then null else o.approved_by end,
            approved_at = case $1 when 'approved' then $2 when 'draft' then null else o.approved_at end,
            stale = case when $1 = 'approved' and o.stale is not null
              then o.stale || jsonb_build_object('kept', jsonb_build_object('by', $3::text, 'at', $2, 'reason', '')) else o.stale end,
            answered_at = coalesce($4, o.answered_at), answer = coalesce($5::jsonb, o.answer)
       from unnest($6::uuid[], $7::uuid[], $8::int[]) as m (customer_id, id, version)
      where o.customer_id = m.customer_id and o.id = m.id and o.version = m.version
      returning o.id`,
    [
      to,
      move.now,
      move.actor.id,
      move.answer?.saidAt ?? null,
      move.answer === undefined ? null : JSON.stringify(storedAnswer(move.answer)),
      offers.map(({ customerId }) => customerId),
      offers.map(({ id }) => id),
      offers.map(({ version }) => version),
    ],
  );
  return new Set(moved.map(({ id }) => id));
}

/** One move of one offer, as it is kept and told. `from` is null where an offer begins. */
export type OfferChange = {
  readonly customerId: string;
  readonly offerId: string;
  readonly incidentId: string;
  readonly version: number;
  readonly from: OfferStatus | null;
  readonly to: OfferStatus;
  readonly actor: string;
  readonly reason: string | null;
  readonly at: Date;
};

/** Keeps the moves of offers. */
export async function insertTransitions(tx: Tx, changes: readonly OfferChange[]): Promise<void> {
  await rows(
    tx,
    `insert into offer_transition (customer_id, offer_id, version, from_status, to_status, actor, reason, at)
     select "customerId", "offerId", version, "from", "to", actor, reason, at
       from jsonb_to_recordset($1::jsonb) as t ("customerId" uuid, "offerId" uuid, version int, "from" text, "to" text,
                                                actor text, reason text, at timestamptz)`,
    [JSON.stringify(changes)],
  );
}

/** Keeps the credit of an accepted offer. Breaks the unique key when the offer has one. */
export async function insertCredit(tx: Tx, credit: CreditEntity): Promise<void> {
  await rows(
    tx,
    `insert into credit (customer_id, id, offer_id, incident_id, amount_minor, currency, reference, created_by, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      credit.customerId,
      credit.id,
      credit.offerId,
      credit.incidentId,
      credit.amountMinor,
      credit.currency,
      credit.reference,
      credit.createdBy,
      credit.createdAt,
    ],
  );
}

/**
 * Makes everybody else who proposes offers for an incident wait for the transaction's end, so that two runs never make
 * two drafts for one customer.
 */
export async function lockOffersOfIncident(tx: Tx, incidentId: string): Promise<void> {
  await rows(tx, `select pg_advisory_xact_lock(hashtextextended('amends offers of ' || $1, 0))`, [incidentId]);
}

function filterValues({ incidentId, assessmentId, customerId, status }: OfferFilter, now: Date): unknown[] {
  return [incidentId ?? null, assessmentId ?? null, customerId ?? null, status ?? null, now];
}
