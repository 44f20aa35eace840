import { DomainError, type Reason } from '../kernel/domain-error.js';
import type { Money } from '../kernel/money.js';
import type { TimeRange } from '../kernel/time-range.js';
import type { InKind } from '../offers/proposal.js';
import type { Nature, PolicyKind, TaxTreatment } from '../policies/policy.js';
import type { LetterLogo } from '../platform/settings/logo.sql.js';
import { zoned } from './format-instant.js';
import { actsOf } from './letter-acts.js';
import type { OwnTexts } from './own-texts.js';

export type LetterLocale = 'fr' | 'en';

/** The effects a letter tells of, heaviest first. */
export const LETTER_IMPACT_CLASSES = ['unable_to_join', 'media_loss', 'interactivity_loss', 'degraded'] as const;
export type LetterImpactClass = (typeof LETTER_IMPACT_CLASSES)[number];

/** Who writes. `legalLine` is the company's own small print, e.g. its capital and register number. */
export type LetterSender = {
  readonly name: string;
  readonly addressLines: readonly string[];
  readonly city: string;
  readonly email: string;
  readonly phone: string;
  readonly signatoryName: string;
  readonly signatoryTitle: string;
  readonly legalLine?: string;
};

/** Who is written to, as it stands in the window of the envelope. */
export type LetterCustomer = {
  readonly name: string;
  readonly contactName?: string;
  readonly addressLines?: readonly string[];
};

/** One window of the outage as the timeline draws it; `label` is a component's name in the letter's language. */
export type LetterWindow = {
  readonly label: string;
  readonly startAt: Date;
  readonly endAt: Date | null;
  readonly state: 'lost' | 'degraded';
};

/** What happened, in plain words of the letter's language. `endAt` is null while the incident goes on. */
export type LetterIncident = {
  readonly title: string;
  readonly description: string;
  readonly startAt: Date;
  readonly endAt: Date | null;
  readonly windows: readonly LetterWindow[];
};

/**
 * One line of what this customer's people lived through: `people` and `meetings` each counted in their heaviest class,
 * `seconds` in the heaviest class of that moment, `inferredSeconds` the part of `seconds` that rests on inference.
 */
export type LivedRow = {
  readonly class: LetterImpactClass;
  readonly people: number;
  readonly meetings: number;
  readonly seconds: number;
  readonly inferredSeconds: number;
};

/** The rows, and whether their seconds are added up over people or are those of the clock. */
export type Lived = { readonly measure: 'person_seconds' | 'clock_seconds'; readonly rows: readonly LivedRow[] };

/** One step of the calculation. What it gives in kind, or takes away again, has no amount. */
export type LetterOfferLine = {
  readonly text: string;
  readonly amount: Money;
  readonly kind: PolicyKind;
  readonly nature: Nature;
  readonly taxTreatment: TaxTreatment;
  readonly inKind?: InKind;
};

/**
 * What is proposed. The lines add up to `amount`, which is nothing when all is given in kind; by their kind, nature and tax
 * treatment they are acts in law, each worded as what it is. It may be accepted until, and not at, `validUntil`.
 * `taxBasis` says whether the amounts are net or gross of tax; without it the letter is silent.
 */
export type LetterOffer = {
  readonly amount: Money;
  readonly lines: readonly LetterOfferLine[];
  readonly validUntil: Date;
  /** Granted by this letter: there is nothing to accept. */
  readonly isGranted?: true;
  readonly taxBasis?: 'net' | 'gross';
};

type LetterFacts = {
  readonly locale: LetterLocale;
  /** The customer's IANA zone; every date and time of the letter is in it. */
  readonly timeZone: string;
  readonly sender: LetterSender;
  readonly logo?: LetterLogo;
  readonly customer: LetterCustomer;
  readonly reference: string;
  readonly issuedOn: Date;
  readonly incident: LetterIncident;
  readonly lived: Lived;
  /** When anyone of this customer was affected, by class; ranges may overlap, the timeline draws their union. */
  readonly affected: Readonly<Partial<Record<LetterImpactClass, readonly TimeRange[]>>>;
  readonly isDraft: boolean;
  /** What the company words itself; without it all is as shipped. */
  readonly ownTexts?: OwnTexts;
  readonly ownTextsVersion?: number;
  /** Where the customer answers without signing in; only the customer's own copy says it. */
  readonly answerUrl?: string;
};

/** All that a letter says, and nothing that it must not say: no participant has a name here. */
export type LetterContent = LetterFacts &
  ({ readonly kind: 'offer'; readonly offer: LetterOffer } | { readonly kind: 'apology'; readonly offer?: undefined });

/** The letter's language for a customer's BCP 47 locale: French for any `fr`, `fr-…`, else English. */
export function letterLocale(customerLocale: string): LetterLocale {
  return /^fr(?![a-z0-9])/i.test(customerLocale.trim()) ? 'fr' : 'en';
}

/** The part of the rows' seconds that rests on inference. */
export function inferredSeconds({ rows }: Lived): number {
  return rows.reduce((sum, row) => sum + row.inferredSeconds, 0);
}

/**
 * Why this content must not become a letter, all reasons at once; empty when it may. A letter whose lines do not add
 * up, that nobody can answer, or that names no one must never leave.
 */
export function letterFaults(content: LetterContent): readonly Reason[] {
  return [...textFaults(content), ...timeFaults(content), ...offerFaults(content)];
}

/** Throws DomainError `letter_content_refused` (unprocessable) with every fault of the content. */
export function refuseFaultyLetter(content: LetterContent): void {
  const reasons = letterFaults(content);
  if (reasons.length === 0) return;
  throw new DomainError('unprocessable', 'letter_content_refused', 'This letter cannot be written.', { reasons });
}

function textFaults({ sender, customer, reference, incident }: LetterContent): Reason[] {
  const required = {
    'sender/name': sender.name,
    'sender/signatoryName': sender.signatoryName,
    'customer/name': customer.name,
    reference,
    'incident/title': incident.title,
    'incident/description': incident.description,
  };
  const faults: Reason[] = Object.entries(required)
    .filter(([, text]) => text.trim() === '')
    .map(([path]) => ({ path, code: 'required', message: 'This text must not be empty.' }));
  if (sender.email.trim() === '' && sender.phone.trim() === '') {
    faults.push({
      path: 'sender',
      code: 'no_way_to_answer',
      message: 'The sender needs an e-mail address or a phone.',
    });
  }
  return faults;
}

function timeFaults({ timeZone, incident }: LetterContent): Reason[] {
  const faults: Reason[] = [];
  if (!isTimeZone(timeZone)) {
    faults.push({ path: 'timeZone', code: 'unknown_time_zone', message: `There is no time zone ${timeZone}.` });
  }
  for (const [path, { startAt, endAt }] of [
    ['incident', incident] as const,
    ...incident.windows.map((window, index) => [`incident/windows/${index}`, window] as const),
  ]) {
    if (endAt !== null && endAt <= startAt) {
      faults.push({ path: `${path}/endAt`, code: 'ends_before_start', message: 'The end must be after the start.' });
    }
  }
  return faults;
}

/** True for a letter that grants what it tells of, so that nothing is left to accept. */
export function grants(content: LetterContent): boolean {
  return content.kind === 'offer' && content.offer.isGranted === true;
}

function offerFaults({ offer, issuedOn }: LetterContent): Reason[] {
  if (offer === undefined) return [];
  const faults: Reason[] = [];
  const { amount, lines, validUntil } = offer;
  if (amount.amountMinor < 0 || actsOf(offer).length === 0) {
    faults.push({ path: 'offer/amount', code: 'amount_not_positive', message: 'An offer is of more than nothing.' });
  }
  if (lines.some((line) => line.amount.currency !== amount.currency)) {
    faults.push({
      path: 'offer/lines',
      code: 'currency_mismatch',
      message: `Every line must be in ${amount.currency}.`,
    });
  } else if (lines.reduce((sum, line) => sum + line.amount.amountMinor, 0) !== amount.amountMinor) {
    faults.push({ path: 'offer/lines', code: 'lines_do_not_add_up', message: 'The lines must add up to the amount.' });
  }
  if (validUntil <= issuedOn) {
    faults.push({
      path: 'offer/validUntil',
      code: 'already_over',
      message: 'The offer ends before its letter is sent.',
    });
  }
  return faults;
}

function isTimeZone(timeZone: string): boolean {
  try {
    zoned(new Date(0), timeZone);
    return true;
  } catch {
    return false;
  }
}
