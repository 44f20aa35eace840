import { randomUUID } from 'node:crypto';
import type { Stripe } from 'stripe';
import { BillingStub, type StubAnswer, type StubRequest } from './billing-stub.js';

type Transaction = Stripe.CustomerBalanceTransaction;

/** What can be said of a new transaction, and of a list: the SDK's types are made from Stripe's published description. */
const TRANSACTION_FIELDS: Readonly<Record<keyof Stripe.CustomerCreateBalanceTransactionParams, true>> = {
  amount: true,
  currency: true,
  description: true,
  expand: true,
  metadata: true,
};
const LIST_FIELDS: Readonly<Record<keyof Stripe.CustomerListBalanceTransactionsParams, true>> = {
  created: true,
  ending_before: true,
  expand: true,
  invoice: true,
  limit: true,
  starting_after: true,
};
const METADATA = { keys: 50, keyLength: 40, valueLength: 500 } as const;

/**
 * Customer balances as Stripe keeps them: keys that replay their first answer and refuse other words, metadata, balances,
 * lists from the newest on. Its answers have the types that the SDK makes from Stripe's published description.
 */
export class StripeStub extends BillingStub {
  readonly transactions: Transaction[] = [];
  readonly key = 'sk_test_0123456789abcdef';
  /** Customers that are there; any `cus_…` is unless named here. */
  readonly missing = new Set<string>();
  private readonly keys = new Map<string, { readonly words: string; readonly answer: StubAnswer }>();
  /** Unix seconds of the next transaction. */
  now = (): number => Math.floor(Date.now() / 1000);

  /** As after a day: keys are forgotten. */
  forgetKeys(): void {
    this.keys.clear();
  }

  /** What carries a reference. */
  effectsOf(reference: string): Transaction[] {
    return this.transactions.filter(({ metadata }) => metadata?.['amends_reference'] === reference);
  }

  balanceOf(customer: string): number {
    return this.transactions.filter((each) => each.customer === customer).reduce((sum, { amount }) => sum + amount, 0);
  }

  /** An entry that somebody makes at Stripe by hand, or that a test plants. */
  enter(customer: string, entry: Partial<Transaction> & { amount: number; currency: string }): Transaction {
    const made: Transaction = {
      id: `cbtxn_${randomUUID().replaceAll('-', '')}`,
      object: 'customer_balance_transaction',
      checkout_session: null,
      created: this.now(),
      credit_note: null,
      customer_account: null,
      description: null,
      ending_balance: this.balanceOf(customer) + entry.amount,
      invoice: null,
      livemode: false,
      metadata: {},
      type: 'adjustment',
      ...entry,
      customer,
    };
    this.transactions.push(made);
    return made;
  }

  protected answer(request: StubRequest): StubAnswer {
    if (request.headers['authorization'] !== `Bearer ${this.key}`) return refusal(401, 'Invalid API Key provided');
    const [, customer] = /^\/v1\/customers\/(cus_\w+)\/balance_transactions$/.exec(request.path) ?? [];
    if (request.method === 'GET' && request.path === '/v1/customers') {
      return { status: 200, body: { object: 'list', data: [], has_more: false, url: request.path } };
    }
    if (customer === undefined) return refusal(404, `Unrecognized request URL (${request.method}: ${request.path})`);
    if (this.missing.has(customer)) return refusal(404, `No such customer: '${customer}'`, 'resource_missing');
    return request.method === 'POST' ? this.once(request, customer) : this.page(request, customer);
  }

  private once(request: StubRequest, customer: string): StubAnswer {
    const key = request.headers['idempotency-key'];
    const words = `${request.path}\n${request.body}`;
    const known = key === undefined ? undefined : this.keys.get(key);
    if (known !== undefined && known.words !== words) {
      return { status: 400, body: { error: { type: 'idempotency_error', message: 'Keys for idempotent requests …' } } };
    }
    if (known !== undefined) return known.answer;
    const answer = this.create(new URLSearchParams(request.body), customer);
    if (key !== undefined) this.keys.set(key, { words, answer });
    return answer;
  }

  private create(form: URLSearchParams, customer: string): StubAnswer {
    const strange = unknownField(form, TRANSACTION_FIELDS);
    if (strange !== undefined) return refusal(400, `Received unknown parameter: ${strange}`, 'parameter_unknown');
    const amount = Number(form.get('amount'));
    const currency = form.get('currency') ?? '';
    if (!form.has('amount') || !Number.isSafeInteger(amount)) return refusal(400, 'Invalid integer: amount');
    if (!/^[a-z]{3}$/.test(currency)) return refusal(400, 'Invalid currency');
    const metadata: Record<string, string> = {};
    for (const [name, value] of form) {
      const [, field] = /^metadata\[(.*)\]$/.exec(name) ?? [];
      if (field === undefined) continue;
      if (field.length > METADATA.keyLength || value.length > METADATA.valueLength)
        return refusal(400, 'metadata too long');
      metadata[field] = value;
    }
    if (Object.keys(metadata).length > METADATA.keys) return refusal(400, 'too many metadata');
    const description = form.get('description');
    if ((description?.length ?? 0) > 350) return refusal(400, 'description too long');
    return { status: 200, body: this.enter(customer, { amount, currency, metadata, description }) };
  }

  private page({ path, query }: StubRequest, customer: string): StubAnswer {
    const strange = unknownField(query, LIST_FIELDS);
    if (strange !== undefined) return refusal(400, `Received unknown parameter: ${strange}`, 'parameter_unknown');
    const all = this.transactions.filter((each) => each.customer === customer).toReversed();
    const after = query.get('starting_after');
    const start = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
    const limit = Number(query.get('limit') ?? 10);
    const data = all.slice(start, start + limit);
    return { status: 200, body: { object: 'list', data, has_more: start + limit < all.length, url: path } };
  }
}

function refusal(status: number, message: string, code?: string): StubAnswer {
  return {
    status,
    body: { error: { type: 'invalid_request_error', message, ...(code === undefined ? {} : { code }) } },
  };
}

function unknownField(given: URLSearchParams, known: Readonly<Record<string, true>>): string | undefined {
  return [...given.keys()].find((name) => !Object.hasOwn(known, name.replace(/\[.*$/, '')));
}
