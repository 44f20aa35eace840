import { formatAmount } from '../policies/format-amount.js';
import { quantityWords } from '../policies/policy-words.js';
import { type Given, isInKind } from './letter-acts.js';
import type { LetterLocale } from './letter-content.js';

/** What is given: `1 234,56 €`, `3 jours de service`; less than nothing has a minus that is one. */
export function givenText(given: Given, locale: LetterLocale): string {
  if (!isInKind(given)) return formatAmount(given, locale);
  return quantityWords(given.quantity, given.unit)[locale].replace('-', '\u2212');
}
