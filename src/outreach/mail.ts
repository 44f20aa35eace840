import type { Contact } from '../customers/customers.sql.js';
import type { Reason } from '../kernel/domain-error.js';
import { type OfferStatus, statusAt } from '../offers/offer.js';
import { isHeaderText, isMailAddress } from '../platform/mail/mail-address.js';

/** What a mail is for: each has a text in every language. */
export const MAIL_TEMPLATES = [
  'offer',
  'apology',
  'reminder',
  'answer',
  'acceptance',
  'claim_offer',
  'claim_refusal',
] as const;
export type MailTemplate = (typeof MAIL_TEMPLATES)[number];

/** Those that can be sent to many at once; the others answer one customer. */
export const BULK_TEMPLATES = ['offer', 'apology', 'reminder'] as const satisfies readonly MailTemplate[];
export type BulkTemplate = (typeof BULK_TEMPLATES)[number];

/**
 * Where a mail stands. `held` waits for e-mail to be set up, `sending` is on its way to the server, `transmitting` is
 * being taken by it, `unknown` may have been taken, so that only a person sends again.
 */
export const MAIL_STATUSES = [
  'held',
  'queued',
  'sending',
  'transmitting',
  'sent',
  'unknown',
  'failed',
  'bounced',
  'cancelled',
  'received',
] as const;
export type MailStatus = (typeof MAIL_STATUSES)[number];

export const MAIL_ACTIONS = ['release', 'retry', 'resend', 'cancel'] as const;
export type MailAction = (typeof MAIL_ACTIONS)[number];

const ALLOWED: Readonly<Record<MailAction, readonly MailStatus[]>> = {
  release: ['held'],
  retry: ['failed'],
  resend: ['sent', 'unknown', 'bounced'],
  cancel: ['held', 'queued', 'failed'],
};

/** What a person may do with a mail that stands so. */
export function mailActions(status: MailStatus): readonly MailAction[] {
  return MAIL_ACTIONS.filter((action) => ALLOWED[action].includes(status));
}

/** Why a mail is not to be sent. */
export type MailExclusion =
  | 'no_contact'
  | 'opted_out'
  | 'bounced'
  | 'complained'
  | 'address_not_valid'
  | 'on_hold'
  | 'already_sent'
  | 'offer_missing'
  | 'offer_not_sent'
  | 'offer_answered'
  | 'offer_expired'
  | 'offer_withdrawn'
  | 'offer_changed'
  | 'apology_not_written';

const MESSAGES: Readonly<Record<MailExclusion, string>> = {
  no_contact: 'No contact is known.',
  opted_out: 'The contact wants no mail.',
  bounced: 'Mail to this address came back for good.',
  complained: 'The owner of this address complained of our mail.',
  address_not_valid: 'The name or address of the contact cannot stand in a mail.',
  on_hold: 'The case is on hold.',
  already_sent: 'The contact was sent this already.',
  offer_missing: 'There is no offer.',
  offer_not_sent: 'The offer has not been sent: its letter is not written.',
  offer_answered: 'The offer was answered.',
  offer_expired: 'The offer has expired.',
  offer_withdrawn: 'The offer was withdrawn.',
  offer_changed: 'The offer is not as it was when this mail was written.',
  apology_not_written: 'No apology was sent: its letter is not written.',
};

/** An exclusion as a reason of a refusal. */
export function exclusionReason(code: MailExclusion): Reason {
  return { code, message: MESSAGES[code] };
}

/** A contact with what stands against mail to it. */
export type Reachable = Omit<Contact, 'role'> & { readonly blocked: 'bounced' | 'complained' | null };

export type MailOffer = {
  readonly id: string;
  readonly version: number;
  readonly status: OfferStatus;
  readonly validUntil: Date | null;
  /** Accepted by being sent: nothing is left for the customer to answer. */
  readonly isGranted: boolean;
};

/** What decides whether and to whom a mail goes. */
export type MailFacts = {
  readonly customerId: string;
  readonly incidentId: string;
  readonly holdReason: string | null;
  /** In the order in which they are written to. */
  readonly contacts: readonly Reachable[];
  readonly offer: MailOffer | null;
  /** Whether the customer was sent an apology. */
  readonly hasApology: boolean;
  /** The keys `contact id, subject, template` of automatic mails, joined by spaces. */
  readonly sentKeys: readonly string[];
};

/** Those that say nothing of an offer. */
export const ABOUT_INCIDENT: readonly MailTemplate[] = ['apology', 'answer', 'claim_refusal'];

/** Those that bring an offer's letter; what was granted by it is told by them all the same. */
const TELLS_OF_OFFER: readonly MailTemplate[] = ['offer', 'claim_offer'];

/** What a mail is about: an offer as it was sent, or the incident. */
export function subjectKey(
  template: MailTemplate,
  { offer, incidentId }: Pick<MailFacts, 'offer' | 'incidentId'>,
): string {
  const isAboutOffer = offer !== null && !ABOUT_INCIDENT.includes(template);
  return isAboutOffer ? `offer:${offer.id}:${offer.version}` : `incident:${incidentId}`;
}

/** What stands against mail to one contact. */
export function contactExclusions(contact: Reachable): readonly MailExclusion[] {
  const found: MailExclusion[] = [];
  if (contact.optedOut) found.push('opted_out');
  if (contact.blocked !== null) found.push(contact.blocked);
  if (!isMailAddress(contact.email) || !isHeaderText(contact.name)) found.push('address_not_valid');
  return found;
}

/** What stands against a mail about an offer, or an apology. */
export function subjectExclusions(
  template: MailTemplate,
  { offer, hasApology }: Pick<MailFacts, 'offer' | 'hasApology'>,
  now: Date,
): readonly MailExclusion[] {
  if (template === 'answer' || template === 'claim_refusal') return [];
  if (template === 'apology') return hasApology ? [] : ['apology_not_written'];
  if (offer === null) return ['offer_missing'];
  const status = statusAt(offer, now);
  if (template === 'acceptance') return status === 'accepted' ? [] : ['offer_changed'];
  switch (status) {
    case 'sent':
      return [];
    case 'draft':
    case 'approved':
      return ['offer_not_sent'];
    case 'accepted':
    case 'declined':
      return offer.isGranted && TELLS_OF_OFFER.includes(template) ? [] : ['offer_answered'];
    case 'expired':
      return ['offer_expired'];
    case 'withdrawn':
      return ['offer_withdrawn'];
    default:
      return status satisfies never;
  }
}

/** To whom one case's automatic mail goes, and everything that stands against it; both are never empty together. */
export function planMail(
  template: MailTemplate,
  facts: MailFacts,
  now: Date,
): { readonly contact: Reachable | undefined; readonly exclusions: readonly MailExclusion[] } {
  const contact = facts.contacts.find((each) => contactExclusions(each).length === 0);
  const exclusions: MailExclusion[] = [];
  if (facts.holdReason !== null) exclusions.push('on_hold');
  if (facts.contacts.length === 0) exclusions.push('no_contact');
  if (contact === undefined) exclusions.push(...new Set(facts.contacts.flatMap(contactExclusions)));
  exclusions.push(...subjectExclusions(template, facts, now));
  if (contact !== undefined && facts.sentKeys.includes(`${contact.id} ${subjectKey(template, facts)} ${template}`)) {
    exclusions.push('already_sent');
  }
  return { contact, exclusions };
}
