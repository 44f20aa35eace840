import { contractInForce, dayOfCustomer } from '../customers/customers.sql.js';
import type { Money } from '../kernel/money.js';
import { LIVE_STATUSES, type OfferStatus } from '../offers/offer.js';
import { offerInKind } from '../offers/offer-totals.sql.js';
import type { InKind, Outcome, ProposalReason } from '../offers/proposal.js';
import type { CaseStatus } from '../outreach/outreach-case.js';
import { rows, type Tx } from '../platform/database/database.js';
import { type ListQuery, listRows, type OrderColumn, type Page } from '../platform/http/list.js';
import { HIT_CLASSES, type HitClass, IMPACT_CLASSES, type ImpactClass } from '../policies/impact-class.js';
import type { Words } from '../policies/policy-words.js';

/** The columns by which the customers of an incident can be ordered. */
export const CUSTOMER_SORTS = ['class', 'people', 'seconds', 'meetings', 'fee', 'amount', 'name'] as const;
export type CustomerSort = (typeof CUSTOMER_SORTS)[number];

/** One customer hit by an incident, with all that the Success team looks at first. */
export type IncidentCustomer = {
  readonly id: string;
  readonly externalId: string;
  readonly name: string;
  readonly class: HitClass | 'unknown';
  readonly people: Readonly<Record<HitClass, number>>;
  /** People hit in any way, each once. */
  readonly peopleHit: number;
  /** Of these, those of whom the blocked time is inferred alone. */
  readonly peopleInferred: number;
  /** Time lost by people, each second of a person once. */
  readonly personSeconds: number;
  readonly personSecondsInferred: number;
  /** Time lost by the clock, each second once. */
  readonly clockSeconds: number;
  readonly meetingsHit: number;
  readonly meetingsUnknown: number;
  /** Of the contract in force on the incident's day; null where there was none. */
  readonly plan: string | null;
  readonly monthlyFee: Money | null;
  readonly outcome: Outcome | null;
  readonly reasons: readonly ProposalReason[];
  readonly offer: {
    readonly id: string;
    readonly version: number;
    readonly status: OfferStatus;
    readonly amount: Money;
    /** What it gives in kind, beside its amount or in place of one. */
    readonly inKind: readonly InKind[];
    /** What its calculation begins with; null when it has no line. */
    readonly why: Words | null;
  } | null;
  readonly case: {
    readonly id: string;
    readonly status: CaseStatus;
    readonly owner: string | null;
    readonly nextAction: string | null;
    readonly nextActionAt: string | null;
  } | null;
};

/** Which customers; what is not named is not asked for. */
export type IncidentCustomerFilter = {
  readonly class?: ImpactClass;
  readonly offer?: OfferStatus | 'none';
  readonly case?: CaseStatus;
  readonly plan?: string;
  readonly q?: string;
};

function sum(prefix: string): string {
  return HIT_CLASSES.map((name) => `i.${prefix}${name}`).join(' + ');
}

const RANK = `array_position(array[${IMPACT_CLASSES.map((name) => `'${name}'`).join(', ')}], i.class)`;
const PEOPLE = `jsonb_build_object(${HIT_CLASSES.map((name) => `'${name}', i.people_${name}`).join(', ')})`;
const LIVE = `'{${LIVE_STATUSES.join(',')}}'`;

/** `$1` the assessment, `$2` its incident, `$3` the instant that decides which contract was in force, `$4` now. */
const SELECT = `
  select i.customer_id as id, c.external_id as "externalId", c.name, i.class, ${PEOPLE} as people,
         ${sum('people_')} as "peopleHit", i.people_inferred as "peopleInferred",
         (${sum('person_seconds_')})::bigint as "personSeconds",
         i.person_seconds_inferred as "personSecondsInferred", (${sum('clock_seconds_')})::bigint as "clockSeconds",
         ${sum('meetings_')} as "meetingsHit", i.meetings_unknown as "meetingsUnknown", f.plan,
         case when f.customer_id is not null then
           jsonb_build_object('amountMinor', f.monthly_fee_minor, 'currency', f.currency) end as "monthlyFee",
         p.outcome, coalesce(p.reasons, '[]') as reasons,
         case when o.id is not null then jsonb_build_object('id', o.id, 'version', o.version, 'status', o.status_now,
           'amount', jsonb_build_object('amountMinor', o.amount_minor, 'currency', o.currency),
           'inKind', ${offerInKind('o')}) end as offer,
         case when k.id is not null then jsonb_build_object('id', k.id, 'status', k.status, 'owner', k.owner,
           'nextAction', k.next_action, 'nextActionAt', k.next_action_at) end as "case",
         ${RANK} as _class, (${sum('people_')})::int as _people, (${sum('person_seconds_')})::bigint as _seconds,
         (${sum('meetings_')})::int as _meetings, coalesce(f.monthly_fee_minor, 0) as _fee,
         coalesce(o.amount_minor, 0) as _amount, lower(c.name) as _name
    from customer_impact i
    join customer c on c.id = i.customer_id
    left join ${contractInForce(dayOfCustomer('$3'))} f on f.customer_id = i.customer_id
    left join proposal p on p.customer_id = i.customer_id and p.assessment_id = i.assessment_id
    left join outreach_case k on k.customer_id = i.customer_id and k.incident_id = $2
    left join (select distinct on (customer_id) customer_id, id, version, amount_minor, currency,
                      case when status in ('approved', 'sent') and valid_until <= $4 then 'expired' else status end
                        as status_now
                 from offer where incident_id = $2
                order by customer_id, (status = any(${LIVE})) desc, sequence, created_at desc, id desc) o
      on o.customer_id = i.customer_id
   where i.assessment_id = $1 and ($5::text is null or i.class = $5)
     and ($6::text is null or coalesce(o.status_now, 'none') = $6) and ($7::text is null or k.status = $7)
     and ($8::text is null or f.plan = $8)
     and ($9::text is null or position(lower($9) in lower(c.name)) > 0
          or position(lower($9) in lower(c.external_id)) > 0)`;

const TYPE_OF_SORT: Readonly<Record<CustomerSort, OrderColumn['type']>> = {
  class: 'int',
  people: 'int',
  seconds: 'bigint',
  meetings: 'int',
  fee: 'bigint',
  amount: 'bigint',
  name: 'text',
};

/** The customers of an assessment, in the order asked for; ties go to the heaviest hit. */
export async function listIncidentCustomers(
  tx: Tx,
  of: { readonly assessmentId: string; readonly incidentId: string; readonly at: Date; readonly now: Date },
  filter: IncidentCustomerFilter,
  sort: readonly [CustomerSort, 'asc' | 'desc'],
  page: ListQuery,
): Promise<Page<IncidentCustomer>> {
  const [column, direction] = sort;
  const order: OrderColumn[] = [{ name: `_${column}`, type: TYPE_OF_SORT[column], direction }];
  if (column !== 'class') order.push({ name: '_class', type: 'int', direction: 'asc' });
  if (column !== 'people') order.push({ name: '_people', type: 'int', direction: 'desc' });
  order.push({ name: 'id', type: 'uuid', direction: 'asc' });
  const values = [
    of.assessmentId,
    of.incidentId,
    of.at,
    of.now,
    filter.class ?? null,
    filter.offer ?? null,
    filter.case ?? null,
    filter.plan ?? null,
    filter.q ?? null,
  ];
  const found = await listRows<IncidentCustomer>(tx, { select: SELECT, values, order }, page);
  const words = await firstWords(tx, found.items);
  const items = found.items.map(({ offer, ...customer }) => ({
    ...customer,
    offer: offer === null ? null : { ...offer, why: words.get(offer.id) ?? null },
  }));
  return { ...found, items };
}

/** The first line of each offer of a page, by the offer's id: read for the page alone, for calculations can be long. */
async function firstWords(
  tx: Tx,
  customers: readonly Pick<IncidentCustomer, 'id' | 'offer'>[],
): Promise<ReadonlyMap<string, Words | null>> {
  const withOffer = customers.flatMap(({ id, offer }) => (offer === null ? [] : [{ id, offerId: offer.id }]));
  const found = await rows<{ id: string; why: Words | null }>(
    tx,
    `select o.id, o.lines #> '{0,text}' as why
       from unnest($1::uuid[], $2::uuid[]) as k (customer_id, id)
       join offer o on o.customer_id = k.customer_id and o.id = k.id`,
    [withOffer.map(({ id }) => id), withOffer.map(({ offerId }) => offerId)],
  );
  return new Map(found.map(({ id, why }) => [id, why]));
}
