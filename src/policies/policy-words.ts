import { Decimal } from 'decimal.js';
import { minorDigits, type Money } from '../kernel/money.js';
import type { HitClass } from './impact-class.js';
import type { InKindUnit } from './policy.js';

/** A text in the two languages that Amends speaks to people. */
export type Words = { readonly fr: string; readonly en: string };

/** No-break space: between a number and its unit, before a French colon. */
export const NBSP = '\u00a0';

/** Each class as a letter names it, at the beginning of a phrase. */
export const CLASS_WORDS: Readonly<Record<HitClass, Words>> = {
  unable_to_join: { fr: 'Accès impossible', en: 'Unable to join' },
  media_loss: { fr: 'Perte du son ou de l’image', en: 'Sound or picture lost' },
  interactivity_loss: { fr: 'Perte d’interactivité', en: 'Interactivity lost' },
  degraded: { fr: 'Service dégradé', en: 'Degraded service' },
};

type Formats = { readonly digits: number; readonly fr: Intl.NumberFormat; readonly en: Intl.NumberFormat };

/** Making a format costs many times as much as using it, and a run of offers writes tens of thousands of amounts. */
const FORMATS = new Map<string, Formats>();

/** An amount, not negative, as each language writes it. */
export function moneyWords({ amountMinor, currency }: Money): Words {
  const { digits, fr, en } = formatsOf(currency);
  const text = String(amountMinor).padStart(digits + 1, '0');
  const point = text.length - digits;
  const major = `${text.slice(0, point)}.${text.slice(point)}0` as `${number}`;
  return { fr: fr.format(major), en: en.format(major) };
}

function formatsOf(currency: string): Formats {
  const known = FORMATS.get(currency);
  if (known !== undefined) return known;
  const [fr, en] = ['fr', 'en'].map((locale) => new Intl.NumberFormat(locale, { style: 'currency', currency }));
  const made = { digits: minorDigits(currency), fr, en } as Formats;
  FORMATS.set(currency, made);
  return made;
}

/** A decimal string as a percentage: "12.50" is `12,5 %` and `12.5%`. */
export function percentWords(percent: string): Words {
  const text = new Decimal(percent).toFixed();
  return { fr: `${text.replace('.', ',')}${NBSP}%`, en: `${text}%` };
}

const UNIT_WORDS: Readonly<Record<InKindUnit, readonly [one: Words, more: Words]>> = {
  days_of_service: [
    { fr: 'jour de service', en: 'day of service' },
    { fr: 'jours de service', en: 'days of service' },
  ],
  meeting_vouchers: [
    { fr: 'bon de réunion', en: 'meeting voucher' },
    { fr: 'bons de réunion', en: 'meeting vouchers' },
  ],
  registrations: [
    { fr: 'inscription', en: 'registration' },
    { fr: 'inscriptions', en: 'registrations' },
  ],
};

/** So many of what is given in kind: `3 jours de service`, `3 days of service`. */
export function quantityWords(quantity: number, unit: InKindUnit): Words {
  const words = UNIT_WORDS[unit][Math.abs(quantity) > 1 ? 1 : 0];
  return { fr: `${quantity}${NBSP}${words.fr}`, en: `${quantity}${NBSP}${words.en}` };
}

/** Seconds, exactly: `20 min`, `1 h 17 min 30 s`, `0 s`. The units are the same in both languages. */
export function durationText(seconds: number): string {
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [seconds % 60, 's'],
  ];
  const said = parts.filter(([value]) => value > 0).map(([value, unit]) => `${value}${NBSP}${unit}`);
  return said.length === 0 ? `0${NBSP}s` : said.join(NBSP);
}
