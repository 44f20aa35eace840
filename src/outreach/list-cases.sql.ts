import { offerInKind } from '../offers/offer-totals.sql.js';
import { standingFirst } from '../offers/offers.sql.js';
import { instantText, rows, type Tx } from '../platform/database/database.js';
import { type List, type ListQuery, listRows, type OrderColumn, type Page } from '../platform/http/list.js';
import type { ImpactClass } from '../policies/impact-class.js';
import type { CaseRow } from './cases.sql.js';
import type { CaseStatus, Owed } from './outreach-case.js';

/** Which cases; what is not named is not asked for. `owner` '' asks for those that nobody owns. */
export type CaseFilter = {
  readonly incidentId?: string;
  readonly status?: CaseStatus;
  /** Whether it is not resolved. */
  readonly open?: boolean;
  readonly owner?: string;
  readonly class?: ImpactClass;
  readonly owed?: Owed;
  /** Part of the customer's name or external id. */
  readonly q?: string;
  readonly tag?: string;
  /** Whether the next action is due. */
  readonly due?: boolean;
  readonly snoozed?: boolean;
  readonly held?: boolean;
  readonly escalated?: boolean;
  readonly stillAffected?: boolean;
  readonly claimed?: boolean;
};

export const CASE_SORTS = [
  'priority',
  'people',
  'contractValue',
  'silence',
  'nextAction',
  'customer',
  'newest',
] as const;
export type CaseSort = (typeof CASE_SORTS)[number];

/** What each order is read from; ties go by id. */
const ORDERS: Readonly<Record<CaseSort, Omit<OrderColumn, 'name'> & { readonly by: string }>> = {
  priority: { by: 'k.priority', type: 'int', direction: 'desc' },
  people: { by: 'k.people', type: 'int', direction: 'desc' },
  contractValue: { by: 'coalesce(k.monthly_fee_minor, -1)', type: 'bigint', direction: 'desc' },
  silence: {
    by: "coalesce(k.last_touch_at, '2000-01-01T00:00:00Z'::timestamptz)",
    type: 'timestamptz',
    direction: 'asc',
  },
  nextAction: {
    by: "coalesce(k.next_action_at, '9999-01-01T00:00:00Z'::timestamptz)",
    type: 'timestamptz',
    direction: 'asc',
  },
  customer: { by: 'c.name', type: 'text', direction: 'asc' },
  newest: { by: 'k.created_at', type: 'timestamptz', direction: 'desc' },
};

/**
 * The columns of a case as it is listed. What other tables say is asked for by sub-selects, which PostgreSQL works out
 * after sorting and cutting, so a page costs what its rows cost.
 */
export const CASE_COLUMNS = `
  k.id, k.version, k.status, k.incident_id as "incidentId",
  (select n.title from incident n where n.id = k.incident_id) as "incidentTitle",
  jsonb_build_object('externalId', c.external_id, 'name', c.name) as customer,
  k.impact_class as "impactClass", k.still_affected as "stillAffected", k.people,
  case when k.monthly_fee_minor is not null then
    jsonb_build_object('amountMinor', k.monthly_fee_minor, 'currency', k.currency) end as "monthlyFee",
  k.priority, k.priority_reasons as "priorityReasons", k.owed,
  (select jsonb_build_object('id', o.id, 'status', o.status, 'amountMinor', o.amount_minor, 'currency', o.currency,
                             'inKind', ${offerInKind('o')}, 'validUntil', ${instantText('o.valid_until')})
     from offer o where o.customer_id = k.customer_id and o.incident_id = k.incident_id
    order by ${standingFirst('o')}
    limit 1) as offer,
  k.claim_count as "claimCount",
  (select jsonb_build_object('id', m.id, 'status', m.status, 'verdict', m.verdict) from claim m
    where m.customer_id = k.customer_id and m.incident_id = k.incident_id and m.status <> 'merged') as claim,
  k.owner, k.tags, k.next_action as "nextAction", k.next_action_at as "nextActionAt",
  k.snoozed_until as "snoozedUntil", k.hold_reason as "holdReason", k.escalated_at as "escalatedAt",
  k.first_touch_at as "firstTouchAt", k.last_touch_at as "lastTouchAt", k.created_at as "createdAt",
  k.updated_at as "updatedAt"`;

const CUSTOMER = 'customer c on c.id = k.customer_id';
export const CASE_FROM = `from outreach_case k left join ${CUSTOMER}`;

const WORDS = `position(lower($7) in lower(c.name)) > 0 or position(lower($7) in lower(c.external_id)) > 0`;

/** $1 is now. A resolved case is never due. */
const FILTER = `
  ($2::uuid is null or k.incident_id = $2) and ($3::text is null or k.status = $3)
  and ($4::text is null or coalesce(k.owner, '') = $4) and ($5::text is null or k.impact_class = $5)
  and ($6::text is null or k.owed = $6) and ($7::text is null or ${WORDS})
  and ($8::text is null or $8 = any(k.tags))
  and ($9::boolean is null or $9 = (coalesce(k.next_action_at <= $1::timestamptz, false) and k.status <> 'resolved'))
  and ($10::boolean is null or $10 = coalesce(k.snoozed_until > $1::timestamptz, false))
  and ($11::boolean is null or $11 = (k.hold_reason is not null))
  and ($12::boolean is null or $12 = (k.escalated_at is not null))
  and ($13::boolean is null or $13 = k.still_affected)
  and ($14::boolean is null or $14 = (k.claim_count > 0))
  and ($15::boolean is null or $15 = (k.status <> 'resolved'))`;

function filterValues(filter: CaseFilter, now: Date): unknown[] {
  const { incidentId, status, owner, class: impactClass, owed, q, tag } = filter;
  const { due, snoozed, held, escalated, stillAffected, claimed, open } = filter;
  const texts = [incidentId, status, owner, impactClass, owed, q, tag?.trim().toLowerCase()];
  return [now, ...texts, due, snoozed, held, escalated, stillAffected, claimed, open].map((value) => value ?? null);
}

/** Cases, the most urgent first unless `sort` says otherwise. */
export function listCases(
  tx: Tx,
  filter: CaseFilter,
  now: Date,
  page: ListQuery,
  sort: CaseSort = 'priority',
): Promise<Page<CaseRow>> {
  const { by, type, direction } = ORDERS[sort];
  // By customer the customers are walked in the order of an index, which only an inner join allows.
  const from = sort === 'customer' ? `from outreach_case k join ${CUSTOMER}` : CASE_FROM;
  const list: List = {
    select: `select k.customer_id as _customer, k.id, ${by} as _by ${from} where ${FILTER}`,
    counted: `select 1 ${CASE_FROM} where ${FILTER}`,
    show: `select ${CASE_COLUMNS}, p._by
      from page p join outreach_case k on k.customer_id = p._customer and k.id = p.id left join ${CUSTOMER}`,
    values: filterValues(filter, now),
    order: [
      { name: '_by', type, direction },
      { name: 'id', type: 'uuid', direction: sort === 'newest' ? 'desc' : 'asc' },
    ],
  };
  return listRows<CaseRow>(tx, list, page);
}

/** The keys of the cases that a filter names, the most urgent first, at most `limit`. */
export async function caseIdsOf(tx: Tx, filter: CaseFilter, now: Date, limit: number): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `select k.id ${CASE_FROM} where ${FILTER} order by k.priority desc, k.id limit $16`,
    [...filterValues(filter, now), limit],
  );
  return found.map(({ id }) => id);
}
