import { standingFirst, WAS_GRANTED_BY_SENDING } from '../offers/offers.sql.js';
import type { OfferLine } from '../offers/proposal.js';
import { rows, type Tx } from '../platform/database/database.js';
import type { MailFacts, MailOffer, Reachable } from './mail.js';

/** The letter that a mail carries. */
export type MailLetter = { readonly id: string; readonly reference: string };

/** All that a mail to one customer is made of. */
export type MailSource = MailFacts & {
  readonly caseId: string;
  readonly customerExternalId: string;
  readonly customerName: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly incidentTitle: string;
  readonly incidentStartAt: Date;
  readonly offer:
    | (MailOffer & {
        readonly amountMinor: number;
        readonly currency: string;
        readonly lines: readonly OfferLine[];
        readonly sentAt: Date | null;
      })
    | null;
  readonly offerLetter: MailLetter | null;
  readonly apologyLetter: MailLetter | null;
};

type SourceRow = Omit<MailSource, 'offer' | 'hasApology'> & {
  readonly offer:
    | (Omit<NonNullable<MailSource['offer']>, 'validUntil' | 'sentAt'> & {
        readonly validUntil: string | null;
        readonly sentAt: string | null;
      })
    | null;
};

const BLOCKED = `(select b.reason from mail_block b where b.customer_id = t.customer_id and b.address = lower(t.email))`;

const SOURCE = `
  select k.customer_id as "customerId", k.id as "caseId", k.incident_id as "incidentId", k.hold_reason as "holdReason",
         c.external_id as "customerExternalId", c.name as "customerName", c.locale, c.time_zone as "timeZone",
         n.title as "incidentTitle", coalesce(w.starts_at, n.created_at) as "incidentStartAt",
         (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'email', t.email,
                   'optedOut', t.opted_out, 'blocked', ${BLOCKED}) order by t.role, t.name, t.id), '[]')
            from contact t where t.customer_id = k.customer_id) as contacts,
         o.offer,
         (select jsonb_build_object('id', l.id, 'reference', l.reference) from letter l
           where l.customer_id = k.customer_id and l.offer_id = (o.offer ->> 'id')::uuid) as "offerLetter",
         (select jsonb_build_object('id', l.id, 'reference', l.reference) from letter l
           where l.customer_id = k.customer_id and l.incident_id = k.incident_id and l.kind = 'apology') as "apologyLetter",
         (select coalesce(array_agg(concat_ws(' ', m.contact_id, m.subject_key, m.template)), '{}') from mail m
           where m.customer_id = k.customer_id and m.case_id = k.id and m.automatic and m.status <> 'cancelled')
           as "sentKeys"
    from outreach_case k
    join customer c on c.id = k.customer_id
    join incident n on n.id = k.incident_id
    left join lateral (
      select min((x ->> 'startsAt')::timestamptz) as starts_at
        from (select windows from assessment where incident_id = k.incident_id and status = 'done'
               order by revision desc limit 1) a, jsonb_array_elements(a.windows) x) w on true
    left join lateral (
      select jsonb_build_object('id', o.id, 'version', o.version, 'status', o.status, 'amountMinor', o.amount_minor,
                                'currency', o.currency, 'lines', o.lines, 'validUntil', o.valid_until, 'sentAt', o.sent_at,
                                'isGranted', ${WAS_GRANTED_BY_SENDING}) as offer
        from offer o where o.customer_id = k.customer_id and o.incident_id = k.incident_id
       order by (o.id = $2::uuid) desc nulls last, ${standingFirst('o')}
       limit 1) o on true
   where k.id = any($1::uuid[]) order by k.priority desc, k.id`;

/** What mails of cases are made of, the most urgent case first; of several offers, the one with the id. */
export async function mailSources(tx: Tx, caseIds: readonly string[], offerId?: string): Promise<MailSource[]> {
  const found = await rows<SourceRow>(tx, SOURCE, [caseIds, offerId ?? null]);
  return found.map((source) => ({
    ...source,
    hasApology: source.apologyLetter !== null,
    offer:
      source.offer === null
        ? null
        : {
            ...source.offer,
            validUntil: dateOf(source.offer.validUntil),
            sentAt: dateOf(source.offer.sentAt),
          },
  }));
}

/** Contacts that may be written to by hand, the first one first. */
export function contactOf(source: MailSource, contactId: string | undefined): Reachable | undefined {
  return contactId === undefined ? source.contacts[0] : source.contacts.find(({ id }) => id === contactId);
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
