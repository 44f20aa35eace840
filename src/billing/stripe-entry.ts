import type { Stripe } from 'stripe';
import type { Entry, FoundEntry } from './billing-system.js';

/** Currencies without minor units that Stripe nevertheless counts in hundredths. */
const COUNTED_IN_HUNDREDTHS: ReadonlySet<string> = new Set(['ISK', 'UGX']);

/** The metadata under which an entry of ours is found again. */
export const STRIPE_REFERENCE = 'amends_reference';
const STRIPE_REVERSES = 'amends_reverses';

/** An entry as a customer balance transaction: negative is a credit to the customer, positive takes it back. */
export function stripeTransaction(entry: Entry): Stripe.CustomerCreateBalanceTransactionParams {
  const amount = entry.amountMinor * factorOf(entry.currency);
  return {
    amount: entry.kind === 'credit' ? -amount : amount,
    currency: entry.currency.toLowerCase(),
    description: `${entry.description} (${entry.reference})`.slice(0, 350),
    metadata: {
      [STRIPE_REFERENCE]: entry.reference,
      ...(entry.kind === 'reversal' ? { [STRIPE_REVERSES]: entry.creditReference } : {}),
      amends_credit: entry.creditId,
      amends_incident: entry.incidentId,
      amends_offer: entry.offerId,
    },
  };
}

/**
 * What Stripe shows, as an entry. Without a reference in its metadata it is somebody else's; one of the opposite sign
 * that names one of our credits, in the metadata or the description, was made there by hand and has taken it back.
 */
export function foundStripeEntry(transaction: Stripe.CustomerBalanceTransaction): FoundEntry {
  const { id, amount, customer, metadata, description } = transaction;
  const currency = transaction.currency.toUpperCase();
  const named = metadata?.[STRIPE_REFERENCE] ?? /\bamends-[0-9a-f-]{36}\b/.exec(description ?? '')?.[0] ?? null;
  const isOurs = transaction.type === 'adjustment';
  return {
    reference: isOurs ? named : null,
    kind: amount < 0 ? 'credit' : 'reversal',
    externalId: id,
    amountMinor: Math.abs(amount) / factorOf(currency),
    currency,
    billingCustomerId: typeof customer === 'string' ? customer : customer.id,
    status: 'confirmed',
  };
}

function factorOf(currency: string): number {
  return COUNTED_IN_HUNDREDTHS.has(currency) ? 100 : 1;
}
