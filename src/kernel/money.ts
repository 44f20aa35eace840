import { Decimal } from 'decimal.js';
import { minorDigits } from './minor-digits.js';

/** An amount in the smallest unit of its ISO 4217 currency. `amountMinor` is a safe integer; there are no floats of money. */
export type Money = { readonly amountMinor: number; readonly currency: string };

/** ISO 4217 codes, as the runtime knows them. */
const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** Decimals of 60 digits: for amounts before their one rounding, and for shares that must be compared unrounded. */
export const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });

/** Makes a Money. Throws RangeError when the amount is not a safe integer or the currency is unknown. */
export function money(amountMinor: number, currency: string): Money {
  if (!Number.isSafeInteger(amountMinor)) throw new RangeError(`not a whole number of minor units: ${amountMinor}`);
  if (!isCurrency(currency)) throw new RangeError(`unknown currency: ${currency}`);
  return { amountMinor, currency };
}

/** True for an upper-case ISO 4217 code. */
export function isCurrency(code: string): boolean {
  return CURRENCIES.has(code);
}

/** A `Decimal` keeps its digits in words of seven. */
const WORD_DIGITS = 7;
const WORD = 10 ** WORD_DIGITS;

/**
 * An exact decimal rounded half up to a whole number: the one rounding that money goes through. As `exact.round().toNumber()`,
 * which writes the number out and reads it again: a tenth of the time of pricing thousands of customers.
 */
export function roundHalfUp(exact: Decimal): number {
  const words = Math.floor(exact.e / WORD_DIGITS) + 1;
  let whole = 0;
  for (let index = 0; index < words; index += 1) whole = whole * WORD + (exact.d[index] ?? 0);
  if (!Number.isSafeInteger(whole)) return exact.round().toNumber();
  const rounded = whole + ((exact.d[words] ?? 0) >= WORD / 2 ? 1 : 0);
  return rounded === 0 ? 0 : rounded * exact.s;
}

/** Whole minor units to be written down, of fees of many months also beyond what a Money holds. */
export type ExactAmount = { readonly amountMinor: number | Decimal; readonly currency: string };

/** A decimal text in major units with a point, e.g. "42.00", "1500", "3.250": for files, not for people. */
export function toMajorText({ amountMinor, currency }: ExactAmount): string {
  return new Exact(amountMinor).div(new Exact(10).pow(minorDigits(currency))).toFixed(minorDigits(currency));
}

/** An amount as people of a locale write it, e.g. "1 234,56 €" or "€1,234.56". */
export function formatMoney(amount: Money, locale: string): string {
  const major = toMajorText(amount) as `${number}`;
  const { currency } = amount;
  const digits = minorDigits(currency);
  const format = { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(locale, format).format(major);
}
