import type { Options } from 'csv-stringify';
import { toMajorText } from '../kernel/money.js';
import { csvFormat } from '../platform/http/csv.js';
import type { CreditRow } from './credits.sql.js';

const COLUMNS = [
  'reference',
  'customerExternalId',
  'customerName',
  'currency',
  'amount',
  'amountMinor',
  'incidentId',
  'incidentTitle',
  'offerId',
  'acceptedAt',
  'status',
  'billingDocument',
] as const;

/** One line of the file, all as text. */
export type CreditLine = Readonly<Record<(typeof COLUMNS)[number], string>>;

/** A credit as a line of the file: its amount in major units with a point and in minor units, instants in UTC. */
export function creditLine(credit: CreditRow): CreditLine {
  return {
    reference: credit.reference,
    customerExternalId: credit.customerId,
    customerName: credit.customerName,
    currency: credit.currency,
    amount: toMajorText(credit),
    amountMinor: String(credit.amountMinor),
    incidentId: credit.incidentId,
    incidentTitle: credit.incidentTitle,
    offerId: credit.offerId,
    acceptedAt: credit.acceptedAt.toISOString(),
    status: credit.status,
    billingDocument: credit.billingDocument ?? '',
  };
}

/** How the file is written; see `csvFormat`. */
export function csvOptions(bom: boolean): Options {
  return csvFormat(COLUMNS, { bom });
}
