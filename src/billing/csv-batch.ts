import { createHash } from 'node:crypto';
import type { Options } from 'csv-stringify';
import { stringify } from 'csv-stringify/sync';
import { toMajorText } from '../kernel/money.js';
import type { DeliveryKind } from './delivery.js';

/** A delivery as accounting sees it. The amount is positive; a reversal is a line of its own with a minus. */
export type BatchEntry = {
  readonly reference: string;
  readonly creditReference: string;
  readonly kind: DeliveryKind;
  readonly customerId: string;
  readonly customerName: string;
  readonly billingCustomerId: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly incidentTitle: string;
  readonly offerId: string;
  readonly acceptedAt: Date;
};

const COLUMNS = [
  'batch',
  'line',
  'kind',
  'reference',
  'creditReference',
  'customerExternalId',
  'customerName',
  'billingCustomerId',
  'currency',
  'amount',
  'amountMinor',
  'incidentTitle',
  'offerId',
  'acceptedAt',
] as const;

/** RFC 4180, UTF-8; what a spreadsheet would take for a formula gets an apostrophe in front, a negative amount does not. */
const OPTIONS: Options = { header: true, columns: [...COLUMNS], record_delimiter: 'windows' };
const FORMULA = /^[=+\-@\t\r]/;

/** A closed file: its bytes, their SHA-256, and what it adds up to. */
export type BatchFile = {
  readonly file: Buffer;
  readonly fileSha256: Buffer;
  readonly lineCount: number;
  readonly creditMinor: number;
  readonly reversalMinor: number;
};

/** The file of one batch: one currency, numbered lines, and what its credits and reversals add up to. */
export function writeBatch(number: number, entries: readonly BatchEntry[]): BatchFile {
  const file = Buffer.from(
    stringify(
      entries.map((entry, index) => lineOf(number, index + 1, entry)),
      OPTIONS,
    ),
  );
  const sum = (kind: DeliveryKind): number =>
    entries.filter((entry) => entry.kind === kind).reduce((total, { amountMinor }) => total + amountMinor, 0);
  return {
    file,
    fileSha256: createHash('sha256').update(file).digest(),
    lineCount: entries.length,
    creditMinor: sum('credit'),
    reversalMinor: sum('reversal'),
  };
}

function lineOf(batch: number, line: number, entry: BatchEntry): Record<(typeof COLUMNS)[number], string> {
  const sign = entry.kind === 'credit' ? '' : '-';
  return {
    batch: String(batch),
    line: String(line),
    kind: entry.kind,
    reference: entry.reference,
    creditReference: entry.creditReference,
    customerExternalId: safe(entry.customerId),
    customerName: safe(entry.customerName),
    billingCustomerId: safe(entry.billingCustomerId ?? ''),
    currency: entry.currency,
    amount: `${sign}${toMajorText(entry)}`,
    amountMinor: `${sign}${entry.amountMinor}`,
    incidentTitle: safe(entry.incidentTitle),
    offerId: entry.offerId,
    acceptedAt: entry.acceptedAt.toISOString(),
  };
}

function safe(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}
