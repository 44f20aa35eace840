import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Entry } from './billing-system.js';
import { foundLagoEntry, type LagoTransaction, lagoTransaction, type LagoWallet } from './lago-entry.js';
import { foundStripeEntry, stripeTransaction } from './stripe-entry.js';

const ENTRY: Entry = {
  kind: 'credit',
  reference: 'amends-5f0c2a52-8f6a-4c7e-9d5a-0123456789ab',
  creditReference: 'amends-5f0c2a52-8f6a-4c7e-9d5a-0123456789ab',
  amountMinor: 4205,
  currency: 'EUR',
  billingCustomerId: 'cus_1',
  description: 'Credit: Interruption',
  creditId: '5f0c2a52-8f6a-4c7e-9d5a-0123456789ab',
  incidentId: 'i',
  offerId: 'o',
};
const WALLET: LagoWallet = {
  lago_id: 'w',
  external_customer_id: 'cus_1',
  status: 'active',
  currency: 'EUR',
  rate_amount: '1.0',
};
const CURRENCIES = ['EUR', 'JPY', 'KWD', 'ISK'] as const;
const amounts = fc.integer({ min: 1, max: 10 ** 12 });

describe('a top-up at Lago', () => {
  test.each([
    [4205, 'EUR', '1.0', '42.05'],
    [4205, 'EUR', '0.5', '84.1'],
    [1500, 'JPY', '1.0', '1500'],
    [4205, 'KWD', '1.0', '4.205'],
    [4205, 'EUR', '3', null], // 14.01666… credits: no exact number
    [4205, 'EUR', '0', null],
    [1, 'EUR', '1000', '0.00001'],
    [1, 'EUR', '10000', null],
  ])('of %i %s at %s is %p credits', (amountMinor, currency, rate, credits) => {
    const body = lagoTransaction({ ...ENTRY, amountMinor, currency }, { ...WALLET, currency, rate_amount: rate });
    expect(body?.wallet_transaction['granted_credits'] ?? null).toBe(credits);
  });

  test('comes back as the money that was sent', () => {
    fc.assert(
      fc.property(amounts, fc.constantFrom(...CURRENCIES), fc.boolean(), (amountMinor, currency, isCredit) => {
        const kind = isCredit ? 'credit' : 'reversal';
        const wallet = { ...WALLET, currency };
        const body = lagoTransaction({ ...ENTRY, kind, amountMinor, currency }, wallet)?.wallet_transaction;
        const amount = String(body?.[isCredit ? 'granted_credits' : 'voided_credits']);
        const transaction: LagoTransaction = {
          lago_id: 't',
          lago_wallet_id: 'w',
          status: 'settled',
          transaction_status: isCredit ? 'granted' : 'voided',
          transaction_type: isCredit ? 'inbound' : 'outbound',
          amount,
          credit_amount: amount,
          metadata: body?.['metadata'] as LagoTransaction['metadata'],
        };
        const { reference } = ENTRY;
        expect(foundLagoEntry(transaction, wallet)).toMatchObject({ kind, amountMinor, currency, reference });
      }),
    );
  });
});

test('a transaction at Stripe comes back as the money that was sent, in whole units of Stripe’s', () => {
  fc.assert(
    fc.property(amounts, fc.constantFrom(...CURRENCIES), fc.boolean(), (amountMinor, currency, isCredit) => {
      const kind = isCredit ? 'credit' : 'reversal';
      const sent = stripeTransaction({ ...ENTRY, kind, amountMinor, currency });
      expect(Number.isSafeInteger(sent.amount)).toBe(true);
      expect(sent.amount < 0).toBe(isCredit);
      const found = foundStripeEntry({
        id: 'cbtxn_1',
        customer: 'cus_1',
        type: 'adjustment',
        amount: sent.amount,
        currency: sent.currency,
        metadata: sent.metadata,
        description: sent.description,
      } as Parameters<typeof foundStripeEntry>[0]);
      expect(found).toMatchObject({ kind, amountMinor, currency, reference: ENTRY.reference });
    }),
  );
});
