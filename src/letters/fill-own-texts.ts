import { formatCount } from '../policies/format-amount.js';
import { formatDate, lastDayToAccept } from './format-instant.js';
import { isGesture } from './letter-acts.js';
import type { LetterContent } from './letter-content.js';
import type { LetterTexts } from './letter-texts.js';
import { fillText, type OwnParagraph, type TextField, type TextNature } from './own-texts.js';
import { wordActs } from './word-acts.js';

/** Which of its own words a company says in a letter. */
export function textNatureOf(content: LetterContent): TextNature {
  if (content.kind === 'apology') return 'apology';
  return isGesture(content.offer) ? 'goodwill' : 'contractual';
}

/** A paragraph in the company's own words, filled in; undefined where it has none and ours stands. */
export function ownParagraph(content: LetterContent, name: OwnParagraph, texts: LetterTexts): string | undefined {
  const text = content.ownTexts?.[content.locale][textNatureOf(content)][name];
  return text === undefined ? undefined : fillText(text, valuesOf(content, texts));
}

function valuesOf(content: LetterContent, texts: LetterTexts): Readonly<Record<TextField, string>> {
  const { customer, sender, incident, lived, locale, timeZone, reference, offer, issuedOn } = content;
  const sum = (part: 'people' | 'meetings'): string =>
    formatCount(
      lived.rows.reduce((total, row) => total + row[part], 0),
      locale,
    );
  const lastDay = offer === undefined ? null : lastDayToAccept(issuedOn, offer.validUntil, timeZone);
  return {
    customer: customer.name,
    contact: customer.contactName ?? customer.name,
    company: sender.name,
    incident: incident.title,
    period: texts.period(content),
    date: formatDate(incident.startAt, timeZone, locale),
    people: sum('people'),
    meetings: sum('meetings'),
    reference,
    amount: offer === undefined ? '' : wordActs(offer, locale).given,
    validUntil: lastDay === null ? '' : formatDate(lastDay, timeZone, locale),
  };
}
