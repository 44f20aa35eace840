import { minorDigits } from '../../../src/kernel/minor-digits.js';

/** An amount as people write it, with a point or a comma, in the smallest unit of its currency; null when it is none. */
export function minorOf(text: string, currency: string): number | null {
  const digits = minorDigits(currency);
  const found = /^(\d{1,12})(?:[.,](\d{1,4}))?$/.exec(text.replaceAll(/[\s\u00a0\u202f]/g, ''));
  const [, whole, part = ''] = found ?? [];
  if (whole === undefined || part.length > digits) return null;
  return Number(whole + part.padEnd(digits, '0'));
}

/** The same as it is typed, with a point: `1234.50`. */
export function writtenOf(amountMinor: number, currency: string): string {
  const digits = minorDigits(currency);
  return (amountMinor / 10 ** digits).toFixed(digits);
}
