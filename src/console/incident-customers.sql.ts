import { classRank } from '../assessments/assessments.sql.js';
import { contractInForce, feesInForce, dayOfCustomer } from '../customers/customers.sql.js';
import type { Money } from '../kernel/money.js';
import { offerInKind } from '../offers/offer-totals.sql.js';
import type { OfferStatus } from '../offers/offer.js';
import { statusNow } from '../offers/offer-status.sql.js';
import { standingFirst } from '../offers/offers.sql.js';
import type { InKind, Outcome, ProposalReason } from '../offers/proposal.js';
import type { CaseStatus } from '../outreach/outreach-case.js';
import { rows, type Tx } from '../platform/database/database.js';
import { type ListQuery, listRows, type OrderColumn, type Page } from '../platform/http/list.js';
import { HIT_CLASSES, type HitClass, type ImpactClass } from '../policies/impact-class.js';
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

const PEOPLE = `jsonb_build_object(${HIT_CLASSES.map((name) => `'${name}', i.people_${name}`).join(', ')})`;

/** What a column of the order is read from; only what the order asks for is joined and worked out for every customer. */
const KEYS: Readonly<Record<CustomerSort, string>> = {
  class: classRank('i.class'),
  people: sum('people_'),
  seconds: `(${sum('person_seconds_')})::bigint`,
  meetings: sum('meetings_'),
  fee: 'coalesce(f.monthly_fee_minor, 0)',
  amount: 'coalesce(o.amount_minor, 0)',
  name: 'lower(c.name)',
};

const CONTRACT = contractInForce(dayOfCustomer('$3'));

/** The offer that stands for each customer of the incident `$2`, else the last that stood, with its status at `$4`. */
const offers = (of = ''): string => `
  (select distinct on (customer_id) customer_id, id, version, amount_minor, currency,
          ${statusNow('offer', '$4')} as status_now
     from offer where incident_id = $2 ${of}
    order by customer_id, ${standingFirst('offer')})`;

/**
 * `$1` the assessment, `$2` its incident, `$3` the instant that decides which contract was in force, `$4` now. Each left
 * join is to one row a customer, so whatever neither filter nor order asks for is not joined at all. By name the customers
 * are walked in the order of an index, which only an inner join allows. That some contract of a customer is of the plan is
 * asked first, in one set.
 */
const found = (columns: string, customer: 'join' | 'left join' = 'left join'): string => `
  select ${columns}
    from customer_impact i
    ${customer} customer c on c.id = i.customer_id
    left join ${feesInForce('select customer_id from customer_impact where assessment_id = $1', '$3')} f
      on f.customer_id = i.customer_id
    left join outreach_case k on k.customer_id = i.customer_id and k.incident_id = $2
    left join ${offers()} o on o.customer_id = i.customer_id
   where i.assessment_id = $1 and ($5::text is null or ${KEYS.class} = ${classRank('$5')})
     and ($6::text is null or coalesce(o.status_now, 'none') = $6) and ($7::text is null or k.status = $7)
     and ($8::text is null
          or exists (select from contract a where a.customer_id = i.customer_id and a.plan = $8)
             and exists (select from ${CONTRACT} f where f.customer_id = i.customer_id and f.plan = $8))
     and ($9::text is null or position(lower($9) in lower(c.name)) > 0
          or position(lower($9) in lower(c.external_id)) > 0)`;

const SHOWN = `
  select p.*, c.external_id as "externalId", c.name, i.class, ${PEOPLE} as people,
         ${sum('people_')} as "peopleHit", i.people_inferred as "peopleInferred",
         (${sum('person_seconds_')})::bigint as "personSeconds",
         i.person_seconds_inferred as "personSecondsInferred", (${sum('clock_seconds_')})::bigint as "clockSeconds",
         ${sum('meetings_')} as "meetingsHit", i.meetings_unknown as "meetingsUnknown", f.plan,
         case when f.customer_id is not null then
           jsonb_build_object('amountMinor', f.monthly_fee_minor, 'currency', f.currency) end as "monthlyFee",
         a.outcome, coalesce(a.reasons, '[]') as reasons,
         case when o.id is not null then jsonb_build_object('id', o.id, 'version', o.version, 'status', o.status_now,
           'amount', jsonb_build_object('amountMinor', o.amount_minor, 'currency', o.currency),
           'inKind', ${offerInKind('o')}) end as offer,
         case when k.id is not null then jsonb_build_object('id', k.id, 'status', k.status, 'owner', k.owner,
           'nextAction', k.next_action, 'nextActionAt', k.next_action_at) end as "case"
    from page p
    join customer_impact i on i.customer_id = p.id and i.assessment_id = $1
    join customer c on c.id = p.id
    left join ${CONTRACT} f on f.customer_id = p.id
    left join proposal a on a.customer_id = p.id and a.assessment_id = $1
    left join outreach_case k on k.customer_id = p.id and k.incident_id = $2
    left join lateral ${offers('and customer_id = p.id')} o on true`;

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
  const columns = order.map(
    ({ name }) => `${name === 'id' ? 'i.customer_id' : KEYS[name.slice(1) as CustomerSort]} as ${name}`,
  );
  const select = found(columns.join(', '), column === 'name' ? 'join' : 'left join');
  const isFoundOnce = filter.offer !== undefined;
  const list = { select, counted: found('1'), show: SHOWN, isFoundOnce, values, order };
  const listed = await listRows<IncidentCustomer>(tx, list, page);
  const words = await firstWords(tx, listed.items);
  const items = listed.items.map(({ offer, ...customer }) => ({
    ...customer,
    offer: offer === null ? null : { ...offer, why: words.get(offer.id) ?? null },
  }));
  return { ...listed, items };
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
