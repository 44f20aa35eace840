import { row, type Tx } from '../platform/database/database.js';
import { type List, type ListQuery, listRows, type OrderColumn, type Page } from '../platform/http/list.js';
import { isId } from '../kernel/ids.js';
import { notFound } from '../kernel/domain-error.js';
import type { Money } from '../kernel/money.js';
import type { ClaimCandidates } from './claim.entity.js';
import type { ClaimChannel, ClaimStatus, ClaimVerdict } from './claim.js';
import type { ClaimEvidence } from './claim-verdict.js';
import type { RefusalCode } from './refusal-words.js';

/** Which claims; what is not named is not asked for. `customerId` is the customer's external id. */
export type ClaimFilter = {
  readonly status?: ClaimStatus;
  readonly verdict?: ClaimVerdict;
  readonly incidentId?: string;
  readonly customerId?: string;
  readonly channel?: ClaimChannel;
  /** Whether it is not decided. */
  readonly open?: boolean;
  /** Part of the claimant's name, address or reference, or of the customer's name or external id. */
  readonly q?: string;
};

/** A claim in the list. What is said is that of its first coming. */
export type ClaimRow = {
  readonly id: string;
  readonly version: number;
  readonly status: ClaimStatus;
  readonly verdict: ClaimVerdict | null;
  readonly customer: { readonly externalId: string; readonly name: string } | null;
  readonly incident: { readonly id: string; readonly reference: string | null; readonly title: string } | null;
  readonly claimant: { readonly name: string; readonly email: string };
  readonly meeting: string | null;
  readonly day: string | null;
  readonly reference: string | null;
  readonly claimedAmount: Money | null;
  readonly channel: ClaimChannel;
  /** How often it came. */
  readonly arrivals: number;
  readonly offerId: string | null;
  readonly refusalCodes: readonly RefusalCode[];
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly mergedInto: string | null;
  readonly arrivedAt: Date;
  readonly updatedAt: Date;
};

/** What only the page of one claim shows. */
export type ClaimContentRow = ClaimRow & {
  readonly evidence: ClaimEvidence | null;
  readonly candidates: ClaimCandidates;
  readonly decisionNote: string | null;
  readonly timeZone: string | null;
};

export const CLAIM_SORTS = ['newest', 'oldest', 'customer'] as const;
export type ClaimSort = (typeof CLAIM_SORTS)[number];

const ORDERS: Readonly<Record<ClaimSort, readonly OrderColumn[]>> = {
  newest: [
    { name: '_by', type: 'timestamptz', direction: 'desc' },
    { name: 'id', type: 'uuid', direction: 'desc' },
  ],
  oldest: [
    { name: '_by', type: 'timestamptz', direction: 'asc' },
    { name: 'id', type: 'uuid', direction: 'asc' },
  ],
  customer: [
    { name: '_by', type: 'text', direction: 'asc' },
    { name: 'id', type: 'uuid', direction: 'asc' },
  ],
};

const COLUMNS = `
  k.id, k.version, k.status, k.verdict,
  case when c.id is not null then jsonb_build_object('externalId', c.external_id, 'name', c.name) end as customer,
  case when n.id is not null then
    jsonb_build_object('id', n.id, 'reference', n.reference, 'title', n.title) end as incident,
  jsonb_build_object('name', f.name, 'email', f.email) as claimant, f.meeting, f.day::text as day, f.reference,
  case when f.claimed_minor is not null then
    jsonb_build_object('amountMinor', f.claimed_minor, 'currency', f.claimed_currency) end as "claimedAmount",
  f.channel, (select count(*)::int from claim_arrival a where a.claim_id = coalesce(k.merged_into, k.id)) as arrivals,
  k.offer_id as "offerId", k.refusal_codes as "refusalCodes", k.decided_by as "decidedBy", k.decided_at as "decidedAt",
  k.merged_into as "mergedInto", k.arrived_at as "arrivedAt", k.updated_at as "updatedAt"`;

const NAMED = `
  left join customer c on c.id = k.customer_id
  left join incident n on n.id = k.incident_id
  cross join lateral (
    select * from claim_arrival a where a.claim_id = coalesce(k.merged_into, k.id) order by a.arrived_at, a.id limit 1) f`;

const HAS = (text: string): string => `position(lower($6) in lower(${text})) > 0`;

/** Merged claims are shown only to whoever asks for them: they are in the list as what they became. */
const FILTER = `
  ($1::text is null and k.status <> 'merged' or k.status = $1) and ($2::text is null or k.verdict = $2)
  and ($3::uuid is null or k.incident_id = $3) and ($4::text is null or c.external_id = $4)
  and ($5::text is null or f.channel = $5)
  and ($6::text is null or ${HAS('f.name')} or ${HAS('f.email')} or ${HAS("coalesce(f.reference, '')")}
       or ${HAS("coalesce(c.name, f.company, '')")} or ${HAS("coalesce(c.external_id, '')")})
  and ($7::boolean is null or $7 = (k.status in ('unmatched', 'open')))`;

/** All first arrivals, to join to many claims at once: without a filter that asks for them they are not read. */
const FIRST_ARRIVALS = `(select distinct on (claim_id) * from claim_arrival order by claim_id, arrived_at, id)`;

/** Claims, the newest first unless `sort` says otherwise. */
export function listClaims(
  tx: Tx,
  filter: ClaimFilter,
  page: ListQuery,
  sort: ClaimSort = 'newest',
): Promise<Page<ClaimRow>> {
  const { status, verdict, incidentId, customerId, channel, q, open } = filter;
  const list: List = {
    select: `select k.id, ${sort === 'customer' ? "coalesce(c.name, '')" : 'k.arrived_at'} as _by from claim k
      left join customer c on c.id = k.customer_id
      left join ${FIRST_ARRIVALS} f on f.claim_id = coalesce(k.merged_into, k.id)
     where ${FILTER}`,
    show: `select ${COLUMNS}, p._by from page p join claim k on k.id = p.id ${NAMED}`,
    values: [status, verdict, incidentId, customerId, channel, q, open].map((value) => value ?? null),
    isFoundOnce: channel !== undefined || q !== undefined,
    order: ORDERS[sort],
  };
  return listRows<ClaimRow>(tx, list, page);
}

/** One claim. Throws `claim_not_found`, also for a text that is no id. */
export async function findClaim(tx: Tx, id: string): Promise<ClaimContentRow> {
  const found = isId(id)
    ? await row<ClaimContentRow>(
        tx,
        `select ${COLUMNS}, k.evidence, k.candidates, k.decision_note as "decisionNote", c.time_zone as "timeZone"
           from claim k ${NAMED} where k.id = $1`,
        [id],
      )
    : undefined;
  if (found === undefined) throw notFound('claim', id);
  return found;
}
