import { Decimal } from 'decimal.js';
import type { ExactAmount } from '../kernel/money.js';
import { formatAmount, formatCount, NBSP } from './format-amount.js';
import type { HitClass } from './impact-class.js';
import type { InKindUnit } from './policy.js';

/** A text in the two languages that Amends speaks to people. */
export type Words = { readonly fr: string; readonly en: string };

export { NBSP };

/** Each class as a letter names it, at the beginning of a phrase. */
export const CLASS_WORDS: Readonly<Record<HitClass, Words>> = {
  unable_to_join: { fr: 'Accès impossible', en: 'Unable to join' },
  media_loss: { fr: 'Perte du son ou de l’image', en: 'Sound or picture lost' },
  interactivity_loss: { fr: 'Perte d’interactivité', en: 'Interactivity lost' },
  degraded: { fr: 'Service dégradé', en: 'Degraded service' },
};

/** An amount as each language writes it. */
export function moneyWords(amount: ExactAmount): Words {
  return { fr: formatAmount(amount, 'fr'), en: formatAmount(amount, 'en') };
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
  return {
    fr: `${formatCount(quantity, 'fr')}${NBSP}${words.fr}`,
    en: `${formatCount(quantity, 'en')}${NBSP}${words.en}`,
  };
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
