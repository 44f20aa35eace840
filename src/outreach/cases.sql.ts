import { contractInForce, dayOfCustomer } from '../customers/customers.sql.js';
import { notFound } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';
import { LIVE_STATUSES, type OfferStatus } from '../offers/offer.js';
import type { ProposalReason } from '../offers/proposal.js';
import { row, rows, type Tx } from '../platform/database/database.js';
import { type ListQuery, listRows, type OrderColumn, type Page } from '../platform/http/list.js';
import { HIT_CLASSES, IMPACT_CLASSES, type ImpactClass } from '../policies/impact-class.js';
import type { CaseActivityEntity } from './case-activity.entity.js';
import { OutreachCaseEntity } from './outreach-case.entity.js';
import type { CaseStatus, Owed } from './outreach-case.js';

/** Which cases; what is not named is not asked for. `owner` '' asks for those that nobody owns. */
export type CaseFilter = {
  readonly incidentId?: string;
  readonly status?: CaseStatus;
  readonly owner?: string;
  readonly class?: ImpactClass;
  /** Part of the customer's name or external id. */
  readonly q?: string;
  /** Whether the next action is due. */
  readonly due?: boolean;
};

/** The offer of a case: the one that stands, else the last one that stood; its stored status. */
export type CaseOfferRow = {
  readonly id: string;
  readonly status: OfferStatus;
  readonly amountMinor: number;
  readonly currency: string;
  readonly validUntil: string | null;
};

/** A case in the list of a Success team. People are those hit by the newest assessment. */
export type CaseRow = {
  readonly id: string;
  readonly version: number;
  readonly status: CaseStatus;
  readonly incidentId: string;
  readonly incidentTitle: string;
  readonly customer: { readonly externalId: string; readonly name: string };
  readonly impactClass: ImpactClass;
  readonly stillAffected: boolean;
  readonly people: number;
  /** Null when no contract is in force today. */
  readonly monthlyFee: { readonly amountMinor: number; readonly currency: string } | null;
  readonly owed: Owed;
  readonly offer: CaseOfferRow | null;
  readonly owner: string | null;
  readonly nextAction: string | null;
  readonly nextActionAt: Date | null;
  readonly lastTouchAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** What only the page of one case shows. */
export type CaseContentRow = CaseRow & {
  readonly customerId: string;
  readonly owedReasons: readonly ProposalReason[];
};

const PEOPLE = HIT_CLASSES.map((name) => `i.people_${name}`).join(' + ');
const RANK = `array_position(array[${IMPACT_CLASSES.map((name) => `'${name}'`).join(', ')}], k.impact_class)`;

/** $1 is now. */
const COLUMNS = `
  k.id, k.version, k.status, k.incident_id as "incidentId", n.title as "incidentTitle",
  jsonb_build_object('externalId', c.external_id, 'name', c.name) as customer,
  k.impact_class as "impactClass", k.still_affected as "stillAffected", coalesce(${PEOPLE}, 0) as people,
  case when f.customer_id is not null then
    jsonb_build_object('amountMinor', f.monthly_fee_minor, 'currency', f.currency) end as "monthlyFee",
  k.owed, o.offer, k.owner, k.next_action as "nextAction", k.next_action_at as "nextActionAt",
  k.last_touch_at as "lastTouchAt", k.created_at as "createdAt", k.updated_at as "updatedAt"`;

/** The newest assessments are few, so they are found once and not for each case. */
const FROM = `
  from outreach_case k
  join customer c on c.id = k.customer_id
  join incident n on n.id = k.incident_id
  left join (select distinct on (incident_id) incident_id, id from assessment where status = 'done'
              order by incident_id, revision desc) a on a.incident_id = k.incident_id
  left join customer_impact i on i.customer_id = k.customer_id and i.assessment_id = a.id
  left join ${contractInForce(dayOfCustomer('$1'))} f on f.customer_id = k.customer_id
  left join lateral (
    select jsonb_build_object('id', o.id, 'status', o.status, 'amountMinor', o.amount_minor, 'currency', o.currency,
                              'validUntil', o.valid_until) as offer
      from offer o where o.customer_id = k.customer_id and o.incident_id = k.incident_id
     order by (o.status = any('{${LIVE_STATUSES.join(',')}}')) desc, o.sequence, o.created_at desc, o.id desc limit 1
  ) o on true`;

/** The most urgent first: by class, then by people, then by what the customer pays. */
const ORDER: readonly OrderColumn[] = [
  { name: '_rank', type: 'int', direction: 'asc' },
  { name: 'people', type: 'int', direction: 'desc' },
  { name: '_fee', type: 'bigint', direction: 'desc' },
  { name: 'id', type: 'uuid', direction: 'asc' },
];

/** Cases, the most urgent first. A resolved case is never due. */
export function listCases(tx: Tx, filter: CaseFilter, now: Date, page: ListQuery): Promise<Page<CaseRow>> {
  const select = `
    select ${COLUMNS}, ${RANK} as _rank, coalesce(f.monthly_fee_minor, 0) as _fee ${FROM}
     where ($2::uuid is null or k.incident_id = $2) and ($3::text is null or k.status = $3)
       and ($4::text is null or coalesce(k.owner, '') = $4) and ($5::text is null or k.impact_class = $5)
       and ($6::text is null or position(lower($6) in lower(c.name)) > 0
            or position(lower($6) in lower(c.external_id)) > 0)
       and ($7::boolean is null or $7 = (coalesce(k.next_action_at <= $1, false) and k.status <> 'resolved'))`;
  const values = [
    now,
    filter.incidentId ?? null,
    filter.status ?? null,
    filter.owner ?? null,
    filter.class ?? null,
    filter.q ?? null,
    filter.due ?? null,
  ];
  return listRows<CaseRow>(tx, { select, values, order: ORDER }, page);
}

/** One case. Throws `case_not_found`, also for a text that is no id. */
export async function findCase(tx: Tx, id: string, now: Date): Promise<CaseContentRow> {
  const found = isId(id)
    ? await row<CaseContentRow>(
        tx,
        `select ${COLUMNS}, k.customer_id as "customerId", k.owed_reasons as "owedReasons" ${FROM} where k.id = $2`,
        [now, id],
      )
    : undefined;
  if (found === undefined) throw notFound('case', id);
  return found;
}

/** A case, locked until the transaction ends, by its whole key. Throws `case_not_found`. */
export async function lockCase(tx: Tx, id: string): Promise<OutreachCaseEntity> {
  const key = isId(id)
    ? await row<{ customerId: string }>(tx, 'select customer_id as "customerId" from outreach_case where id = $1', [id])
    : undefined;
  const where = { customerId: key?.customerId ?? '', id };
  const lock = { mode: 'pessimistic_write' } as const;
  const found = key === undefined ? null : await tx.getRepository(OutreachCaseEntity).findOne({ where, lock });
  if (found === null) throw notFound('case', id);
  return found;
}

/** An entry of a timeline as it is shown. */
export type TimelineRow = Pick<
  CaseActivityEntity,
  'id' | 'kind' | 'body' | 'details' | 'author' | 'occurredAt' | 'createdAt'
>;

/** What happened in a case, the latest first, at most `limit`. */
export function listTimeline(tx: Tx, customerId: string, caseId: string, limit: number): Promise<TimelineRow[]> {
  return rows<TimelineRow>(
    tx,
    `select id, kind, body, details, author, occurred_at as "occurredAt", created_at as "createdAt" from case_activity
      where customer_id = $1 and case_id = $2 order by occurred_at desc, created_at desc, id desc limit $3`,
    [customerId, caseId, limit],
  );
}
