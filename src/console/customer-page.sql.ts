import type { Money } from '../kernel/money.js';
import type { LetterKind } from '../letters/letter.entity.js';
import type { OfferStatus } from '../offers/offer.js';
import { statusNow } from '../offers/offer-status.sql.js';
import { offerInKind } from '../offers/offer-totals.sql.js';
import type { InKind } from '../offers/proposal.js';
import type { CaseStatus } from '../outreach/outreach-case.js';
import { rows, type Tx } from '../platform/database/database.js';
import { HIT_CLASSES, type HitClass } from '../policies/impact-class.js';

/** What one incident did to the customer, by its newest assessment, and what came of it. */
export type CustomerIncident = {
  readonly incidentId: string;
  readonly title: string;
  readonly timeZone: string;
  readonly startsAt: Date | null;
  readonly assessmentId: string;
  readonly revision: number;
  readonly class: HitClass | 'unknown';
  readonly people: Readonly<Record<HitClass, number>>;
  readonly personSeconds: number;
  readonly clockSeconds: number;
  readonly clockSecondsInferred: number;
  readonly meetingsHit: number;
  readonly meetingsUnknown: number;
};

export type CustomerOffer = {
  readonly id: string;
  readonly incidentId: string;
  readonly status: OfferStatus;
  readonly amount: Money;
  /** What it gives in kind, beside its amount or in place of one. */
  readonly inKind: readonly InKind[];
  readonly validUntil: Date | null;
  readonly approvedBy: string | null;
  readonly createdAt: Date;
};

export type CustomerLetter = {
  readonly id: string;
  readonly incidentId: string;
  readonly assessmentId: string;
  readonly offerId: string | null;
  readonly kind: LetterKind;
  readonly reference: string;
  readonly createdAt: Date;
};

export type CustomerCase = {
  readonly id: string;
  readonly incidentId: string;
  readonly status: CaseStatus;
  readonly owner: string | null;
  readonly nextAction: string | null;
  readonly nextActionAt: Date | null;
  readonly lastTouchAt: Date | null;
};

export type CustomerCredit = {
  readonly id: string;
  readonly incidentId: string;
  readonly offerId: string;
  readonly reference: string;
  readonly amount: Money;
  readonly status: string;
  readonly createdAt: Date;
};

/** More than anybody has: no page of one customer is longer. */
const MOST = 200;

function sum(prefix: string): string {
  return HIT_CLASSES.map((name) => `i.${prefix}${name}`).join(' + ');
}

/** What happened to a customer, the newest incident first. */
export function incidentsOfCustomer(tx: Tx, customerId: string): Promise<CustomerIncident[]> {
  return rows<CustomerIncident>(
    tx,
    `select n.id as "incidentId", n.title, n.time_zone as "timeZone", a.id as "assessmentId", a.revision, i.class,
            (select min((w ->> 'startsAt')::timestamptz) from jsonb_array_elements(a.windows) w) as "startsAt",
            jsonb_build_object(${HIT_CLASSES.map((name) => `'${name}', i.people_${name}`).join(', ')}) as people,
            (${sum('person_seconds_')})::bigint as "personSeconds", (${sum('clock_seconds_')})::bigint as "clockSeconds",
            i.clock_seconds_inferred as "clockSecondsInferred", ${sum('meetings_')} as "meetingsHit",
            i.meetings_unknown as "meetingsUnknown"
       from customer_impact i
       join (select distinct on (incident_id) * from assessment where status = 'done'
              order by incident_id, revision desc) a on a.id = i.assessment_id
       join incident n on n.id = a.incident_id
      where i.customer_id = $1 order by a.assessed_at desc, n.id limit ${MOST}`,
    [customerId],
  );
}

/** A customer's offers with their status now, the newest first. */
export function offersOfCustomer(tx: Tx, customerId: string, now: Date): Promise<CustomerOffer[]> {
  return rows<CustomerOffer>(
    tx,
    `select id, incident_id as "incidentId",
            ${statusNow('offer', '$2')} as status,
            jsonb_build_object('amountMinor', amount_minor, 'currency', currency) as amount,
            ${offerInKind('offer')} as "inKind",
            valid_until as "validUntil", approved_by as "approvedBy", created_at as "createdAt"
       from offer where customer_id = $1 order by created_at desc, id desc limit ${MOST}`,
    [customerId, now],
  );
}

/** The letters a customer was sent, the newest first. */
export function lettersOfCustomer(tx: Tx, customerId: string): Promise<CustomerLetter[]> {
  return rows<CustomerLetter>(
    tx,
    `select id, incident_id as "incidentId", assessment_id as "assessmentId", offer_id as "offerId", kind, reference,
            created_at as "createdAt"
       from letter where customer_id = $1 order by created_at desc, id desc limit ${MOST}`,
    [customerId],
  );
}

/** A customer's cases, the newest first. */
export function casesOfCustomer(tx: Tx, customerId: string): Promise<CustomerCase[]> {
  return rows<CustomerCase>(
    tx,
    `select id, incident_id as "incidentId", status, owner, next_action as "nextAction",
            next_action_at as "nextActionAt", last_touch_at as "lastTouchAt"
       from outreach_case where customer_id = $1 order by created_at desc, id desc limit ${MOST}`,
    [customerId],
  );
}

/** A customer's credits and where they are, the newest first. */
export function creditsOfCustomer(tx: Tx, customerId: string): Promise<CustomerCredit[]> {
  return rows<CustomerCredit>(
    tx,
    `select r.id, r.incident_id as "incidentId", r.offer_id as "offerId", r.reference,
            jsonb_build_object('amountMinor', r.amount_minor, 'currency', r.currency) as amount,
            coalesce(d.status, 'waiting') as status, r.created_at as "createdAt"
       from credit r left join delivery d on d.customer_id = r.customer_id and d.credit_id = r.id
      where r.customer_id = $1 order by r.created_at desc, r.id desc limit ${MOST}`,
    [customerId],
  );
}
