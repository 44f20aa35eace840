import { formatDate, lastDayToAccept } from '../letters/format-instant.js';
import { letterLocale, type LetterLocale } from '../letters/letter-content.js';
import { wordOffer } from '../letters/word-acts.js';
import type { Sender } from '../platform/settings/company-settings.js';
import type { MailLetter, MailSource } from './mail-sources.sql.js';
import { ABOUT_INCIDENT, type MailTemplate } from './mail.js';

/** What a template may name; each is one line but for `message` and `signature`. */
export type MailFields = {
  readonly contactName: string;
  readonly customerName: string;
  readonly incidentTitle: string;
  /** The day on which it began, in the customer's zone. */
  readonly incidentDay: string;
  /** All that is offered: an amount, units in kind, or both. Empty without an offer. */
  readonly amount: string;
  /** The same with what it is in law: `a service credit of €50.00`. Empty without an offer. */
  readonly offered: string;
  /** What comes once the offer is accepted. Empty without an offer. */
  readonly settled: string;
  /** Empty without an offer. */
  readonly validUntil: string;
  /** True when the customer has nothing to accept. */
  readonly isGranted: boolean;
  /** Of the attached letter; empty without one. */
  readonly reference: string;
  /** The customer's own page; null when there is none. */
  readonly link: string | null;
  /** What somebody wrote; empty in what Amends writes. */
  readonly message: string;
  readonly signature: string;
};

export const MAIL_FIELD_NAMES = [
  'contactName',
  'customerName',
  'incidentTitle',
  'incidentDay',
  'amount',
  'offered',
  'settled',
  'validUntil',
  'reference',
  'link',
  'message',
  'signature',
] as const satisfies readonly (keyof MailFields)[];

/** What a mail says beyond its source: to whom, from whom, and what a person adds. */
export type MailTerms = {
  readonly template: MailTemplate;
  readonly contactName: string;
  readonly sender: Sender;
  readonly message: string;
  readonly link: string | null;
};

/** The language in which a customer is written to. */
export function mailLocale({ locale }: Pick<MailSource, 'locale'>): LetterLocale {
  return letterLocale(locale);
}

/** The letter that goes with a mail, if one does. */
export function letterOf(template: MailTemplate, source: MailSource): MailLetter | null {
  if (template === 'apology') return source.apologyLetter;
  return ABOUT_INCIDENT.includes(template) ? null : source.offerLetter;
}

/** The fields of a mail, in the customer's language and zone. */
export function mailFields(
  source: MailSource,
  { template, contactName, sender, message, link }: MailTerms,
): MailFields {
  const locale = mailLocale(source);
  const { offer, timeZone } = source;
  const said = offer === null ? null : wordOffer(offer, locale);
  const until = offer?.validUntil ?? null;
  const lastDay = until === null ? null : lastDayToAccept(offer?.sentAt ?? until, until, timeZone);
  return {
    contactName: oneLine(contactName),
    customerName: oneLine(source.customerName),
    incidentTitle: oneLine(source.incidentTitle),
    incidentDay: formatDate(source.incidentStartAt, timeZone, locale),
    amount: said?.given ?? '',
    offered: said?.phrase ?? '',
    settled: said?.settled ?? '',
    validUntil: lastDay === null ? '' : formatDate(lastDay, timeZone, locale),
    isGranted: offer?.isGranted ?? false,
    reference: letterOf(template, source)?.reference ?? '',
    link,
    message: message.trim(),
    signature: [sender.signatoryName, sender.signatoryTitle, sender.name, sender.phone]
      .filter((line) => line !== '')
      .map(oneLine)
      .join('\n'),
  };
}

/** The longest chain of earlier messages that a mail names: the first and the latest ones. */
const MAX_REFERENCES = 20;

/** To what a mail answers, and the chain it stands in, given the earlier messages of its case, the oldest first. */
export function threadOf(messageIds: readonly string[]): {
  readonly inReplyTo: string | null;
  readonly referenceIds: readonly string[];
} {
  const [first, ...others] = messageIds;
  if (first === undefined) return { inReplyTo: null, referenceIds: [] };
  return { inReplyTo: messageIds.at(-1) ?? null, referenceIds: [first, ...others.slice(-(MAX_REFERENCES - 1))] };
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029\s]+/gu, ' ').trim();
}
