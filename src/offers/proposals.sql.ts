import { row, rows, type Tx } from '../platform/database/database.js';
import { type ListQuery, listRows, type Page } from '../platform/http/list.js';
import { LIVE_STATUSES, type Staleness } from './offer.js';
import type { OfferEntity } from './offer.entity.js';
import type { OfferShareEntity } from './offer-share.entity.js';
import { MOVABLE_COLUMNS, type MovableOffer } from './offers.sql.js';
import type { GrantedShare, OfferLine, Outcome, ProposalReason } from './proposal.js';
import type { ProposalEntity } from './proposal.entity.js';
import type { ExistingOffer } from './reconcile-offer.js';

/** What a run of proposals needs of its assessment. `startsAt` is null when there is no window. */
export type AssessmentRow = {
  readonly id: string;
  readonly incidentId: string;
  readonly revision: number;
  readonly status: string;
  readonly startsAt: Date | null;
  /** The last window's end; of one that has none, when it was assessed. */
  readonly endsAt: Date | null;
  /** The highest revision of the incident that is done. */
  readonly latestDoneRevision: number | null;
};

/** A proposal in a list; `customerId` is the customer's external id. */
export type ProposalRow = {
  readonly assessmentId: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly outcome: Outcome;
  readonly reasons: readonly ProposalReason[];
  readonly lines: readonly OfferLine[];
  readonly amountMinor: number;
  readonly currency: string | null;
  readonly policyCode: string | null;
  readonly policyVersion: number | null;
  readonly offerId: string | null;
  readonly createdAt: Date;
};

/** The assessment, or undefined. */
export function findAssessment(tx: Tx, id: string): Promise<AssessmentRow | undefined> {
  return row<AssessmentRow>(
    tx,
    `select a.id, a.incident_id as "incidentId", a.revision, a.status,
            (select min((w ->> 'startsAt')::timestamptz) from jsonb_array_elements(a.windows) w) as "startsAt",
            (select max(coalesce((w ->> 'endsAt')::timestamptz, a.assessed_at))
               from jsonb_array_elements(a.windows) w) as "endsAt",
            (select max(b.revision) from assessment b
              where b.incident_id = a.incident_id and b.status = 'done') as "latestDoneRevision"
       from assessment a where a.id = $1`,
    [id],
  );
}

const EXISTING_COLUMNS = `${MOVABLE_COLUMNS}, coalesce(o.computed_hash, o.content_hash) as "computedHash", o.stale,
            t.reason as "endReason"`;

/** The original offer that stands for each of these customers and an incident, else the last one that stood. */
export function findExistingOffers(
  tx: Tx,
  incidentId: string,
  customerIds: readonly string[],
): Promise<(MovableOffer & ExistingOffer)[]> {
  return rows<MovableOffer & ExistingOffer>(
    tx,
    `select distinct on (o.customer_id)
            ${EXISTING_COLUMNS}
       from offer o
       left join offer_transition t on t.customer_id = o.customer_id and t.offer_id = o.id and t.version = o.version
      where o.incident_id = $1 and o.sequence = 0 and o.customer_id = any($2::uuid[])
      order by o.customer_id, (o.status = any($3::text[])) desc, o.created_at desc, o.id desc`,
    [incidentId, customerIds, LIVE_STATUSES],
  );
}

/** The supplements of these customers for an incident, whatever became of them, the newest first. */
export function findSupplements(
  tx: Tx,
  incidentId: string,
  customerIds: readonly string[],
): Promise<(MovableOffer & ExistingOffer & { readonly sequence: number })[]> {
  return rows(
    tx,
    `select ${EXISTING_COLUMNS}, o.sequence
       from offer o
       left join offer_transition t on t.customer_id = o.customer_id and t.offer_id = o.id and t.version = o.version
      where o.incident_id = $1 and o.sequence > 0 and o.customer_id = any($2::uuid[])
      order by o.customer_id, o.sequence desc, o.created_at desc, o.id desc`,
    [incidentId, customerIds],
  );
}

/** What the customers have for an incident that is not taken back: offers that are sent or accepted, and approved supplements. */
export function findGrantedShares(
  tx: Tx,
  incidentId: string,
  customerIds: readonly string[],
): Promise<(GrantedShare & { readonly customerId: string })[]> {
  return rows(
    tx,
    `select s.customer_id as "customerId", s.offer_id as "offerId", s.kind, s.amount_minor as "amountMinor",
            to_char(s.period_start_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "periodStartAt"
       from offer o join offer_share s on s.customer_id = o.customer_id and s.offer_id = o.id
      where o.incident_id = $1 and o.customer_id = any($2::uuid[])
        and (o.status in ('sent', 'accepted') or o.status = 'approved' and o.sequence > 0)
      order by s.customer_id, s.offer_id, s.kind, s.period_start_at`,
    [incidentId, customerIds],
  );
}

/** Notes, for approved offers that still have their version, what is computed now; gives the ids of those noted. */
export async function markStale(
  tx: Tx,
  notes: readonly { readonly offer: MovableOffer; readonly stale: Staleness | null }[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const marked = await rows<{ id: string }>(
    tx,
    `update offer o set stale = nullif(n.stale, 'null'::jsonb), version = n.version + 1, updated_at = $2
       from jsonb_to_recordset($1::jsonb) as n ("customerId" uuid, id uuid, version int, stale jsonb)
      where o.customer_id = n."customerId" and o.id = n.id and o.version = n.version and o.status = 'approved'
      returning o.id`,
    [
      JSON.stringify(
        notes.map(({ offer: { customerId, id, version }, stale }) => ({ customerId, id, version, stale })),
      ),
      now,
    ],
  );
  return new Set(marked.map(({ id }) => id));
}

/** The drafts, or original approved offers, of an incident for customers of whom this assessment has no proposal. */
export function findOrphans(
  tx: Tx,
  incidentId: string,
  assessmentId: string,
  status: 'draft' | 'approved',
): Promise<(MovableOffer & ExistingOffer)[]> {
  return rows<MovableOffer & ExistingOffer>(
    tx,
    `select ${MOVABLE_COLUMNS}, coalesce(o.computed_hash, o.content_hash) as "computedHash", o.stale, null as "endReason"
       from offer o
       left join proposal p on p.customer_id = o.customer_id and p.assessment_id = $2
      where o.incident_id = $1 and o.status = $3 and p.customer_id is null
        and (o.status = 'draft' or o.sequence = 0)
      order by o.customer_id`,
    [incidentId, assessmentId, status],
  );
}

/** Makes drafts. Breaks `offer_one_live` for a customer who has an offer that stands. */
export async function insertDrafts(tx: Tx, drafts: readonly OfferEntity[]): Promise<void> {
  await rows(
    tx,
    `insert into offer (customer_id, id, incident_id, assessment_id, policy_version_id, sequence, status, amount_minor,
                        currency, lines, inputs, content_hash, computed_hash, version, created_by, created_at, updated_at)
     select "customerId", id, "incidentId", "assessmentId", "policyVersionId", sequence, status, "amountMinor",
            currency, lines, inputs, "contentHash", "computedHash", version, "createdBy", "createdAt", "updatedAt"
       from jsonb_to_recordset($1::jsonb) as d
            ("customerId" uuid, id uuid, "incidentId" uuid, "assessmentId" uuid, "policyVersionId" uuid, sequence int,
             status text, "amountMinor" bigint, currency text, lines jsonb, inputs jsonb, "contentHash" text, "computedHash" text, version int,
             "createdBy" text, "createdAt" timestamptz, "updatedAt" timestamptz)`,
    [JSON.stringify(drafts)],
  );
}

/** Keeps what of offers falls to which kind of policy and period. */
export async function insertShares(tx: Tx, shares: readonly Readonly<OfferShareEntity>[]): Promise<void> {
  await rows(
    tx,
    `insert into offer_share (customer_id, offer_id, kind, period_start_at, period_end_at, policy_version_id,
                              amount_minor, unit, quantity, period_cap_minor)
     select "customerId", "offerId", kind, "periodStartAt", "periodEndAt", "policyVersionId",
            "amountMinor", unit, quantity, "periodCapMinor"
       from jsonb_to_recordset($1::jsonb) as s
            ("customerId" uuid, "offerId" uuid, kind text, "periodStartAt" timestamptz, "periodEndAt" timestamptz,
             "policyVersionId" uuid, "amountMinor" bigint, unit text, quantity int, "periodCapMinor" bigint)`,
    [JSON.stringify(shares)],
  );
}

/** Keeps proposals; one of the same customer and assessment that says or stands for something else is replaced. */
export async function upsertProposals(tx: Tx, proposals: readonly Readonly<ProposalEntity>[]): Promise<void> {
  await rows(
    tx,
    `insert into proposal (customer_id, assessment_id, incident_id, outcome, reasons, lines, amount_minor, currency,
                           policy_version_id, offer_id, input_hash, created_by, created_at)
     select "customerId", "assessmentId", "incidentId", outcome, reasons, lines, "amountMinor", currency,
            "policyVersionId", "offerId", "inputHash", "createdBy", "createdAt"
       from jsonb_to_recordset($1::jsonb) as p
            ("customerId" uuid, "assessmentId" uuid, "incidentId" uuid, outcome text, reasons jsonb, lines jsonb,
             "amountMinor" bigint, currency text, "policyVersionId" uuid, "offerId" uuid, "inputHash" text,
             "createdBy" text, "createdAt" timestamptz)
     on conflict (customer_id, assessment_id) do update set
       outcome = excluded.outcome, reasons = excluded.reasons, lines = excluded.lines,
       amount_minor = excluded.amount_minor, currency = excluded.currency,
       policy_version_id = excluded.policy_version_id, offer_id = excluded.offer_id, input_hash = excluded.input_hash,
       created_by = excluded.created_by, created_at = excluded.created_at
     where proposal.input_hash <> excluded.input_hash or proposal.offer_id is distinct from excluded.offer_id`,
    [JSON.stringify(proposals)],
  );
}

/** The proposals of an assessment, by the customer's external id; with `outcome` or `customerId` (external) only those. */
export function listProposals(
  tx: Tx,
  filter: { readonly assessmentId: string; readonly outcome?: Outcome; readonly customerId?: string },
  page: ListQuery,
): Promise<Page<ProposalRow>> {
  const from = (join: 'join' | 'left join'): string => `from proposal p ${join} customer c on c.id = p.customer_id
     where p.assessment_id = $1 and ($2::text is null or p.outcome = $2) and ($3::text is null or c.external_id = $3)`;
  return listRows<ProposalRow>(
    tx,
    {
      select: `select p.*, c.external_id as "customerId", c.name as "customerName" ${from('join')}`,
      counted: `select 1 ${from('left join')}`,
      show: `
        select p.assessment_id as "assessmentId", p."customerId", p."customerName", p.outcome, p.reasons, p.lines,
               p.amount_minor as "amountMinor", p.currency, v.policy_code as "policyCode", v.version as "policyVersion",
               p.offer_id as "offerId", p.created_at as "createdAt"
          from page p left join policy_version v on v.id = p.policy_version_id`,
      values: [filter.assessmentId, filter.outcome ?? null, filter.customerId ?? null],
      order: [{ name: 'customerId', type: 'text', direction: 'asc' }],
    },
    page,
  );
}
