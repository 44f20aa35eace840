import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';

/** Digits and capitals that nobody takes for another one: no I, L, O or U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 8;

/**
 * What a customer quotes: `AM-2020-0916-K7Q3-XM4R`, the day on which the incident began in its own zone, and 40 bits of
 * the hash of what the letter is about. The same subject has always the same reference, in a preview too; two of one day
 * share one by a chance of 1 in 20,000 among 10,000 letters.
 */
export function letterReference(startAt: Date, zone: string, subjectId: string): string {
  const { year, month, day } = Temporal.Instant.fromEpochMilliseconds(startAt.getTime()).toZonedDateTimeISO(zone);
  const hash = createHash('sha256').update(subjectId).digest();
  const code = [...hash.subarray(0, CODE_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
  const two = (value: number): string => String(value).padStart(2, '0');
  return `AM-${String(year).padStart(4, '0')}-${two(month)}${two(day)}-${code.slice(0, 4)}-${code.slice(4)}`;
}

const EXTERNAL_ID_LENGTH = 100;

/**
 * The name of a letter's file: `<customer>-<reference>.pdf`, with `-draft` for a preview. Only letters without accents,
 * digits, `.`, `_` and `-`, never beginning with a dot or a hyphen, so that it is safe in any folder and any header.
 */
export function letterFileName(customerExternalId: string, reference: string, isDraft: boolean): string {
  const customer = customerExternalId
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '_')
    .replaceAll(/\.{2,}/g, '.')
    .replace(/^[.-]+|^$/, '_')
    .slice(0, EXTERNAL_ID_LENGTH);
  return `${customer}-${reference}${isDraft ? '-draft' : ''}.pdf`;
}
