import { type ExactAmount, toMajorText } from '../kernel/money.js';

/** No-break space: between a number and its unit, before a French colon. */
export const NBSP = '\u00a0';
/** Narrow no-break space: French thousands, before `;`, `!`, `?`. */
export const NNBSP = '\u202f';

type Language = 'fr' | 'en';

/** Signs that one currency owns in each language; any other is named by its ISO 4217 code, which nobody misreads. */
const SIGNS: Record<Language, Readonly<Record<string, string>>> = {
  fr: { EUR: '€', GBP: '£' },
  en: { EUR: '€', GBP: '£', USD: '$' },
};

/**
 * An amount for people to read: `1 234,56 €` or `€1,234.56`, `1 234,56 CHF` or `CHF 1,234.56`. Does not depend on the
 * runtime's locale data, so that it reads the same on every machine; its spaces do not break.
 */
export function formatAmount(amount: ExactAmount, locale: Language): string {
  const text = toMajorText(amount);
  const [whole = '', fraction] = text.replace('-', '').split('.');
  const minus = text.startsWith('-') ? '\u2212' : '';
  const sign = SIGNS[locale][amount.currency];
  const digits = group(whole, locale) + (fraction === undefined ? '' : (locale === 'fr' ? ',' : '.') + fraction);
  if (locale === 'fr') return `${minus}${digits}${NBSP}${sign ?? amount.currency}`;
  return sign === undefined ? `${minus}${amount.currency}${NBSP}${digits}` : `${minus}${sign}${digits}`;
}

/** A whole number of people or meetings: `1 204` or `1,204`. */
export function formatCount(count: number, locale: Language): string {
  return group(String(count), locale);
}

function group(digits: string, locale: Language): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, locale === 'fr' ? NNBSP : ',');
}
