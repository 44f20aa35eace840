import { isId } from '../kernel/ids.js';
import { parseMultirange } from '../kernel/time-range.js';
import { LIVE_STATUSES, type OfferStatus } from '../offers/offer.js';
import { IS_GRANTED_BY_SENDING } from '../offers/offers.sql.js';
import type { OfferLine, Outcome } from '../offers/proposal.js';
import { row, rows, type Tx } from '../platform/database/database.js';
import type { ImpactClass } from '../policies/impact-class.js';
import type { LetterSource } from './compose-letter.js';
import { LETTER_IMPACT_CLASSES, type LetterImpactClass } from './letter-content.js';
import type { LetterEntity } from './letter.entity.js';
import type { OtherOffer } from './other-offers.js';

type SourceRow = Omit<LetterSource, 'affected' | 'windows'> & {
  readonly windows: readonly (Omit<LetterSource['windows'][number], 'startsAt' | 'endsAt'> & {
    readonly startsAt: string;
    readonly endsAt: string | null;
  })[];
} & Readonly<Record<LetterImpactClass, string>>;

function byClass(prefix: string): string {
  return `jsonb_build_object(${LETTER_IMPACT_CLASSES.map((name) => `'${name}', i.${prefix}${name}`).join(', ')})`;
}

/** $1 the customer, $2 the assessment. A component that is gone goes by its key. */
const SOURCE = `
  select c.id as "customerId", c.external_id as "customerExternalId", c.name as "customerName",
         c.time_zone as "timeZone", c.locale,
         (select k.name from contact k where k.customer_id = c.id and not k.opted_out
           order by k.role, k.name, k.id limit 1) as "contactName",
         n.id as "incidentId", n.title as "incidentTitle", n.time_zone as "incidentTimeZone", n.descriptions,
         a.id as "assessmentId",
         (select coalesce(jsonb_agg(jsonb_build_object('component', coalesce(p.name, w ->> 'componentKey'),
                   'startsAt', w -> 'startsAt', 'endsAt', w -> 'endsAt', 'capabilities', w -> 'capabilities')
                   order by (w ->> 'startsAt')::timestamptz, w ->> 'componentKey', w ->> 'id'), '[]')
            from jsonb_array_elements(a.windows) w left join component p on p.key = w ->> 'componentKey') as windows,
         case when i.customer_id is not null then jsonb_build_object(
           'people', ${byClass('people_')}, 'meetings', ${byClass('meetings_')},
           'personSeconds', ${byClass('person_seconds_')},
           'inferredPersonSeconds', i.person_seconds_inferred) end as lived,
         u.blocked::text as unable_to_join, (u.media_lost - u.blocked)::text as media_loss,
         (u.interactivity_lost - u.blocked - u.media_lost)::text as interactivity_loss,
         (u.degraded - u.blocked - u.media_lost - u.interactivity_lost)::text as degraded
    from customer c
    join assessment a on a.id = $2
    join incident n on n.id = a.incident_id
    left join customer_impact i on i.customer_id = c.id and i.assessment_id = a.id
   cross join lateral (
     select coalesce(range_agg(m.blocked), '{}') as blocked, coalesce(range_agg(m.media_lost), '{}') as media_lost,
            coalesce(range_agg(m.interactivity_lost), '{}') as interactivity_lost,
            coalesce(range_agg(m.degraded), '{}') as degraded
       from impact m where m.customer_id = c.id and m.assessment_id = a.id) u
   where c.id = $1`;

/** What a letter to one customer is made of, by one assessment. */
export async function readLetterSource(tx: Tx, customerId: string, assessmentId: string): Promise<LetterSource> {
  const found = await row<SourceRow>(tx, SOURCE, [customerId, assessmentId]);
  if (found === undefined) throw new Error(`customer ${customerId} or assessment ${assessmentId} is gone`);
  const { windows, unable_to_join, media_loss, interactivity_loss, degraded, ...others } = found;
  return {
    ...others,
    windows: windows.map((window) => ({
      ...window,
      startsAt: new Date(window.startsAt),
      endsAt: window.endsAt === null ? null : new Date(window.endsAt),
    })),
    affected: {
      unable_to_join: parseMultirange(unable_to_join),
      media_loss: parseMultirange(media_loss),
      interactivity_loss: parseMultirange(interactivity_loss),
      degraded: parseMultirange(degraded),
    },
  };
}

/** What a letter needs to know of its offer. */
export type OfferFactsRow = {
  readonly id: string;
  readonly customerId: string;
  readonly assessmentId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly lines: readonly OfferLine[];
  /** Null before the offer is sent. */
  readonly validUntil: Date | null;
  readonly validityDays: number;
  /** True when sending it grants it: the customer has nothing to accept. */
  readonly isGranted: boolean;
  readonly timeZone: string;
};

/** The offer, or undefined, also for a text that is no id. */
export async function findOfferFacts(tx: Tx, offerId: string): Promise<OfferFactsRow | undefined> {
  if (!isId(offerId)) return undefined;
  return row<OfferFactsRow>(
    tx,
    `select o.id, o.customer_id as "customerId", o.assessment_id as "assessmentId", o.amount_minor as "amountMinor",
            o.currency, o.lines, o.valid_until as "validUntil",
            (v.rules ->> 'validityDays')::int as "validityDays", c.time_zone as "timeZone",
            ${IS_GRANTED_BY_SENDING} as "isGranted"
       from offer o
       join policy_version v on v.id = o.policy_version_id
       join customer c on c.id = o.customer_id
      where o.id = $1`,
    [offerId],
  );
}

/** Other offers to a customer, as a letter names them. */
export async function findOtherOffers(tx: Tx, customerId: string, offerIds: readonly string[]): Promise<OtherOffer[]> {
  if (offerIds.length === 0) return [];
  return rows<OtherOffer>(
    tx,
    `select o.id as "offerId", o.incident_id as "incidentId", n.title as "incidentTitle",
            (select min((w ->> 'startsAt')::timestamptz) from jsonb_array_elements(a.windows) w) as "incidentStartAt",
            (select l.reference from letter l where l.customer_id = o.customer_id and l.offer_id = o.id) as reference
       from offer o join assessment a on a.id = o.assessment_id join incident n on n.id = o.incident_id
      where o.customer_id = $1 and o.id = any($2::uuid[]) order by o.id`,
    [customerId, offerIds],
  );
}

/** What decides whether a customer can be sent an apology. */
export type ApologyFactsRow = {
  readonly customerId: string;
  readonly incidentId: string;
  readonly assessmentId: string;
  readonly outcome: Outcome;
  readonly class: ImpactClass;
  /** The status of an offer of the incident that stands for the customer. */
  readonly standingOffer: OfferStatus | null;
  /** False when a newer assessment of the incident is done. */
  readonly isNewest: boolean;
};

/** The proposal of an assessment for a customer, by external id, or undefined. */
export async function findApologyFacts(
  tx: Tx,
  assessmentId: string,
  externalId: string,
): Promise<ApologyFactsRow | undefined> {
  if (!isId(assessmentId)) return undefined;
  return row<ApologyFactsRow>(
    tx,
    `select p.customer_id as "customerId", p.incident_id as "incidentId", p.assessment_id as "assessmentId", p.outcome,
            coalesce(i.class, 'unaffected') as class,
            (select o.status from offer o
              where o.customer_id = p.customer_id and o.incident_id = p.incident_id and o.status = any($3::text[])
              order by o.sequence limit 1) as "standingOffer",
            not exists (select 1 from assessment b
              where b.incident_id = a.incident_id and b.revision > a.revision and b.status = 'done') as "isNewest"
       from customer c
       join proposal p on p.customer_id = c.id and p.assessment_id = $1
       join assessment a on a.id = p.assessment_id
       left join customer_impact i on i.customer_id = p.customer_id and i.assessment_id = p.assessment_id
      where c.external_id = $2`,
    [assessmentId, externalId, LIVE_STATUSES],
  );
}

/** A letter as it is served. */
export type StoredLetterRow = Pick<LetterEntity, 'reference' | 'pdf' | 'sha256'> & {
  readonly customerExternalId: string;
};

const STORED = `
  select l.reference, l.pdf, l.sha256, c.external_id as "customerExternalId"
    from letter l join customer c on c.id = l.customer_id`;

/** The letter that carried an offer, or undefined before it was sent. */
export function findOfferLetter(tx: Tx, customerId: string, offerId: string): Promise<StoredLetterRow | undefined> {
  return row<StoredLetterRow>(tx, `${STORED} where l.customer_id = $1 and l.offer_id = $2`, [customerId, offerId]);
}

/** A letter as its customer has it, when it was written, and what it calls other offers. */
export type CustomerCopyRow = StoredLetterRow & Pick<LetterEntity, 'otherOffers'> & { readonly writtenAt: Date };

/** The customer's own copy of the letter that carried an offer, or undefined before it was sent. */
export function findCustomerCopy(tx: Tx, customerId: string, offerId: string): Promise<CustomerCopyRow | undefined> {
  return row<CustomerCopyRow>(
    tx,
    `select l.reference, coalesce(l.customer_pdf, l.pdf) as pdf, coalesce(l.customer_sha256, l.sha256) as sha256,
            l.other_offers as "otherOffers", c.external_id as "customerExternalId", l.created_at as "writtenAt"
       from letter l join customer c on c.id = l.customer_id where l.customer_id = $1 and l.offer_id = $2`,
    [customerId, offerId],
  );
}

/** The apology that a customer was sent for an incident, or undefined. */
export function findApology(tx: Tx, customerId: string, incidentId: string): Promise<StoredLetterRow | undefined> {
  return row<StoredLetterRow>(tx, `${STORED} where l.customer_id = $1 and l.incident_id = $2 and l.kind = 'apology'`, [
    customerId,
    incidentId,
  ]);
}

/** Keeps a letter that is being sent; false when its offer, or its customer and incident, has one already. */
export async function insertLetter(tx: Tx, letter: LetterEntity): Promise<boolean> {
  const inserted = await rows(
    tx,
    `insert into letter (customer_id, id, incident_id, assessment_id, offer_id, kind, locale, reference, pdf, sha256,
                         customer_pdf, customer_sha256, other_offers, created_by, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict do nothing returning id`,
    [
      letter.customerId,
      letter.id,
      letter.incidentId,
      letter.assessmentId,
      letter.offerId,
      letter.kind,
      letter.locale,
      letter.reference,
      letter.pdf,
      letter.sha256,
      letter.customerPdf,
      letter.customerSha256,
      JSON.stringify(letter.otherOffers),
      letter.createdBy,
      letter.createdAt,
    ],
  );
  return inserted.length > 0;
}

/**
 * The letters of an incident by customer: of each offer that stands, and of each hit customer of the newest assessment
 * who is owed nothing and to whom no offer stands, or who was sent an apology.
 */
export function listLettersOfIncident(
  tx: Tx,
  incidentId: string,
): Promise<{ offerId: string | null; assessmentId: string; customerExternalId: string }[]> {
  return rows(
    tx,
    `with newest as (
       select id from assessment where incident_id = $1 and status = 'done' order by revision desc limit 1
     ), standing as (
       select customer_id, id, assessment_id, sequence from offer where incident_id = $1 and status = any($2::text[])
     ), letters as (
       select customer_id, id as offer_id, assessment_id, sequence from standing
       union all
       select p.customer_id, null, p.assessment_id, 0
         from newest join proposal p on p.assessment_id = newest.id and p.outcome = 'nothing_owed'
         join customer_impact i on i.customer_id = p.customer_id and i.assessment_id = p.assessment_id
        where i.class = any($3::text[]) and not exists (select 1 from standing s where s.customer_id = p.customer_id)
     )
     select l.offer_id as "offerId", l.assessment_id as "assessmentId", c.external_id as "customerExternalId"
       from letters l join customer c on c.id = l.customer_id
      order by c.external_id, l.sequence, l.offer_id`,
    [incidentId, LIVE_STATUSES, LETTER_IMPACT_CLASSES],
  );
}
