import { DomainError } from '../kernel/domain-error.js';
import type { TimeRange } from '../kernel/time-range.js';
import type { Descriptions } from '../incidents/incident.js';
import { hitCapabilities, type WindowCapabilities } from '../incidents/outage-window.js';
import type { OfferLine } from '../offers/proposal.js';
import type { Sender, TaxBasis } from '../platform/settings/company-settings.js';
import type { LetterLogo } from '../platform/settings/logo.sql.js';
import {
  LETTER_IMPACT_CLASSES,
  type LetterContent,
  letterLocale,
  type LetterImpactClass,
  type LetterIncident,
  type LetterLocale,
  type LetterOffer,
  type LetterWindow,
  type LivedRow,
} from './letter-content.js';
import { foldMeetings } from './fold-meetings.js';
import { nameOtherOffers, type OtherOffer } from './other-offers.js';
import type { OwnTexts } from './own-texts.js';
import { letterLine } from './word-acts.js';

/** A window of the assessment with the name of its component. */
export type NamedWindow = {
  readonly component: string;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly capabilities: WindowCapabilities;
};

type ByClass<T> = Readonly<Record<LetterImpactClass, T>>;

/** What one customer lived through: each person, meeting and second once, in the heaviest class. */
export type LivedFacts = {
  readonly people: ByClass<number>;
  readonly meetings: ByClass<number>;
  readonly personSeconds: ByClass<number>;
  /** The part of the time at the door that rests on inference. */
  readonly inferredPersonSeconds: number;
};

/** All that the database says of one customer and one assessment. */
export type LetterSource = {
  readonly customerId: string;
  readonly customerExternalId: string;
  readonly customerName: string;
  readonly timeZone: string;
  readonly locale: string;
  readonly contactName: string | null;
  readonly incidentId: string;
  readonly incidentTitle: string;
  readonly incidentTimeZone: string;
  readonly descriptions: Descriptions;
  readonly assessmentId: string;
  /** As they stood when the assessment was asked for. */
  readonly windows: readonly NamedWindow[];
  /** Null when nothing of this customer was hit. */
  readonly lived: LivedFacts | null;
  /** Each second of the clock in the heaviest class then present. */
  readonly affected: ByClass<readonly TimeRange[]>;
};

/** An offer as its letter tells it. */
export type OfferToTell = {
  readonly amountMinor: number;
  readonly currency: string;
  readonly lines: readonly OfferLine[];
  readonly validUntil: Date;
  readonly isGranted: boolean;
  /** Those that its lines are about. */
  readonly otherOffers: readonly OtherOffer[];
};

/** What the database does not know of a letter: who writes it, when, and as what. */
export type LetterTerms = {
  /** Null before the company has said who it is: a draft then shows an invented sender. */
  readonly sender: Sender | null;
  readonly taxBasis: TaxBasis | null;
  readonly logo: LetterLogo | null;
  readonly reference: string;
  readonly issuedOn: Date;
  readonly isDraft: boolean;
  /** The customer's page, for the customer's own copy. */
  readonly answerUrl?: string;
  /** What the company words itself; without it, or at version 0, all is as shipped. */
  readonly own?: { readonly texts: OwnTexts; readonly version: number };
  /** None makes it an apology. */
  readonly offer: OfferToTell | null;
};

const PLACEHOLDER_SENDERS: Readonly<Record<LetterLocale, Sender>> = {
  fr: {
    name: 'Votre société',
    addressLines: ['Votre adresse'],
    city: 'Votre ville',
    email: 'contact@votre-societe.example',
    phone: '',
    signatoryName: 'Votre nom',
    signatoryTitle: 'Votre fonction',
    legalLine: '',
  },
  en: {
    name: 'Your company',
    addressLines: ['Your address'],
    city: 'Your city',
    email: 'contact@your-company.example',
    phone: '',
    signatoryName: 'Your name',
    signatoryTitle: 'Your position',
    legalLine: '',
  },
};

/**
 * What a letter says, from the facts, in the customer's language and zone. Throws `sender_not_set` (conflict) for a
 * letter that is not a draft while nobody has said who writes; `no_windows` (unprocessable) without a window.
 */
export function composeLetter(source: LetterSource, terms: LetterTerms): LetterContent {
  const { offer, taxBasis, logo, isDraft, reference, issuedOn, answerUrl, own } = terms;
  const locale = letterLocale(source.locale);
  const facts = {
    locale,
    timeZone: source.timeZone,
    sender: senderOf(terms, locale),
    ...(logo === null ? {} : { logo }),
    customer: {
      name: source.customerName,
      ...(source.contactName === null ? {} : { contactName: source.contactName }),
    },
    reference,
    issuedOn,
    incident: incidentOf(source, locale),
    lived: { measure: 'person_seconds' as const, rows: livedRows(source.lived) },
    affected: source.affected,
    isDraft,
    ...(answerUrl === undefined ? {} : { answerUrl }),
    ...(own === undefined || own.version === 0 ? {} : { ownTexts: own.texts, ownTextsVersion: own.version }),
  };
  if (offer === null) return { ...facts, kind: 'apology' };
  return { ...facts, kind: 'offer', offer: offerOf(offer, source, locale, taxBasis) };
}

/** When the first window of the assessment began. Throws `no_windows`. */
export function incidentStartAt({ windows }: Pick<LetterSource, 'windows'>): Date {
  const [first] = windows.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  if (first !== undefined) return first.startsAt;
  throw new DomainError('unprocessable', 'no_windows', 'There is no outage window to write of.');
}

/** An invented sender, for drafts before the company has said who it is. */
export function placeholderSender(locale: LetterLocale): Sender {
  return PLACEHOLDER_SENDERS[locale];
}

function senderOf({ sender, isDraft }: LetterTerms, locale: LetterLocale): Sender {
  if (sender !== null) return sender;
  if (isDraft) return placeholderSender(locale);
  throw new DomainError('conflict', 'sender_not_set', 'Say in the settings who writes before a letter is sent.');
}

/** Words in the letter's language, else in the other one, else the incident's title. */
function incidentOf(source: LetterSource, locale: LetterLocale): LetterIncident {
  const { incidentTitle: title, descriptions, windows } = source;
  const ends = windows.map(({ endsAt }) => endsAt?.getTime() ?? Infinity);
  const lastEnd = Math.max(...ends);
  return {
    title,
    description: descriptions[locale] ?? descriptions[locale === 'fr' ? 'en' : 'fr'] ?? title,
    startAt: incidentStartAt(source),
    endAt: Number.isFinite(lastEnd) ? new Date(lastEnd) : null,
    windows: windows.map(windowOf),
  };
}

function windowOf({ component, startsAt, endsAt, capabilities }: NamedWindow): LetterWindow {
  const isLost = hitCapabilities(capabilities).some((capability) => capabilities[capability] === 'lost');
  return { label: component, startAt: startsAt, endAt: endsAt, state: isLost ? 'lost' : 'degraded' };
}

function livedRows(lived: LivedFacts | null): LivedRow[] {
  if (lived === null) return [];
  return LETTER_IMPACT_CLASSES.map((impactClass) => ({
    class: impactClass,
    people: lived.people[impactClass],
    meetings: lived.meetings[impactClass],
    seconds: lived.personSeconds[impactClass],
    inferredSeconds: impactClass === 'unable_to_join' ? lived.inferredPersonSeconds : 0,
  })).filter(({ people, meetings, seconds }) => people + meetings + seconds > 0);
}

function offerOf(
  offer: OfferToTell,
  source: LetterSource,
  locale: LetterLocale,
  taxBasis: TaxBasis | null,
): LetterOffer {
  const { currency } = offer;
  const nameOffers = nameOtherOffers(offer.otherOffers, source);
  return {
    amount: { amountMinor: offer.amountMinor, currency },
    lines: foldMeetings(offer.lines).map((line) => letterLine(line, currency, locale, nameOffers)),
    validUntil: offer.validUntil,
    ...(offer.isGranted ? { isGranted: true } : {}),
    ...(taxBasis === null ? {} : { taxBasis }),
  };
}
