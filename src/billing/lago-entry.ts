import { Decimal } from 'decimal.js';
import { minorDigits } from '../kernel/minor-digits.js';
import { toMajorText } from '../kernel/money.js';
import type { Entry, EntryStatus, FoundEntry } from './billing-system.js';

/** A wallet of Lago, as far as we read it. */
export type LagoWallet = {
  readonly lago_id: string;
  readonly external_customer_id: string;
  readonly status: 'active' | 'terminated';
  readonly currency: string;
  /** What one credit of it is worth in its currency, a decimal. */
  readonly rate_amount: string;
};

/** A wallet transaction of Lago, as far as we read it. */
export type LagoTransaction = {
  readonly lago_id: string;
  readonly lago_wallet_id: string;
  readonly status: 'pending' | 'settled' | 'failed';
  readonly transaction_status: 'purchased' | 'granted' | 'voided' | 'invoiced';
  readonly transaction_type: 'inbound' | 'outbound';
  /** In major units of the currency. */
  readonly amount: string;
  readonly credit_amount: string;
  readonly remaining_amount_cents?: number | null;
  readonly metadata: readonly { readonly key?: string; readonly value?: string }[];
  readonly name?: string | null;
  readonly settled_at?: string | null;
};

/** The body of a top-up. */
export type LagoTopUp = { readonly wallet_transaction: Readonly<Record<string, unknown>> };

const REFERENCE = 'amends_reference';
const REVERSES = 'amends_reverses';
/** Lago keeps credits to five places. */
const CREDIT_PLACES = 5;
const Exact = Decimal.clone({ precision: 60 });

/**
 * An entry as a wallet top-up of granted credits, or, reversed, of voided ones. Null when the amount is no exact number
 * of the wallet's credits: a rounded one would not be the amount that is owed.
 */
export function lagoTransaction(entry: Entry, wallet: LagoWallet): LagoTopUp | null {
  const credits = new Exact(toMajorText(entry)).div(wallet.rate_amount);
  if (!credits.isFinite() || credits.decimalPlaces() > CREDIT_PLACES) return null;
  const field = entry.kind === 'credit' ? 'granted_credits' : 'voided_credits';
  return {
    wallet_transaction: {
      wallet_id: wallet.lago_id,
      [field]: credits.toFixed(),
      name: `${entry.description} (${entry.reference})`.slice(0, 255),
      metadata: [
        { key: REFERENCE, value: entry.reference },
        ...(entry.kind === 'reversal' ? [{ key: REVERSES, value: entry.creditReference }] : []),
      ],
    },
  };
}

/** The reference of ours that a transaction carries, in its metadata or else in its name; null is none of ours. */
export function lagoReference({ metadata, name }: Pick<LagoTransaction, 'metadata' | 'name'>): string | null {
  const said = metadata.find(({ key }) => key === REFERENCE)?.value;
  return said ?? /\bamends-[0-9a-f-]{36}\b/.exec(name ?? '')?.[0] ?? null;
}

/** What Lago shows, as an entry. A settled credit of which nothing remains has been used by invoices. */
export function foundLagoEntry(transaction: LagoTransaction, wallet: LagoWallet): FoundEntry {
  const { amount, transaction_type: type } = transaction;
  const minor = new Exact(amount).times(new Exact(10).pow(minorDigits(wallet.currency)));
  return {
    reference: lagoReference(transaction),
    kind: type === 'inbound' ? 'credit' : 'reversal',
    externalId: transaction.lago_id,
    amountMinor: minor.toDecimalPlaces(0).toNumber(),
    currency: wallet.currency,
    billingCustomerId: wallet.external_customer_id,
    status: lagoStatus(transaction),
  };
}

/** How far a transaction has come. */
export function lagoStatus(transaction: LagoTransaction): EntryStatus {
  const { status, transaction_status: what, transaction_type: type, remaining_amount_cents: remaining } = transaction;
  if (status === 'failed' || (type === 'inbound' && what === 'voided')) return 'voided';
  if (status === 'pending') return 'submitted';
  return type === 'inbound' && remaining === 0 ? 'applied' : 'confirmed';
}
