import { randomUUID } from 'node:crypto';
import type { WalletObject, WalletTransactionCreateInput, WalletTransactionObject } from 'lago-javascript-client';
import { BillingStub, type StubAnswer, type StubRequest } from './billing-stub.js';

type Wallet = Pick<
  WalletObject,
  'lago_id' | 'external_customer_id' | 'status' | 'currency' | 'rate_amount' | 'credits_balance' | 'created_at'
>;
type Transaction = Omit<WalletTransactionObject, 'payment_method'>;

type TopUp = WalletTransactionCreateInput['wallet_transaction'];

/** What can be said of a top-up, and of lists: as in Lago's published description, which its client is made from. */
const TOP_UP_FIELDS: Readonly<Record<keyof TopUp, true>> = {
  wallet_id: true,
  name: true,
  paid_credits: true,
  granted_credits: true,
  voided_credits: true,
  invoice_requires_successful_payment: true,
  ignore_paid_top_up_limits: true,
  purchase_order_number: true,
  invoice_custom_section: true,
  payment_method: true,
  metadata: true,
};
const WALLET_FILTERS = ['page', 'per_page', 'currency', 'external_customer_id', 'billing_entity_codes[]'];
const TRANSACTION_FILTERS = ['page', 'per_page', 'status', 'transaction_status', 'transaction_type'];
const CREDITS = /^[0-9]+.?[0-9]*$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Wallets as Lago keeps them: no idempotency at all, the same top-up twice is two; pages by number. Its answers have the
 * types that Lago's client makes from its published description.
 */
export class LagoStub extends BillingStub {
  readonly key = 'lago-key-0123456789';
  readonly wallets: Wallet[] = [];
  readonly transactions: Transaction[] = [];
  /** New top-ups settle later, by an event. */
  settlesLater = false;

  addWallet(customer: string, currency: string, rate = '1.0'): Wallet {
    const wallet: Wallet = {
      lago_id: randomUUID(),
      external_customer_id: customer,
      status: 'active',
      currency: currency as Wallet['currency'],
      rate_amount: rate,
      credits_balance: '0.0',
      created_at: '2020-01-01T00:00:00Z',
    };
    this.wallets.push(wallet);
    return wallet;
  }

  effectsOf(reference: string): Transaction[] {
    return this.transactions.filter(({ metadata }) => metadata.some(({ value }) => value === reference));
  }

  /** A transaction that comes about over there, or that a test plants. */
  enter(wallet: Wallet, change: Partial<Transaction> & { amount: string }): Transaction {
    const made: Transaction = {
      lago_id: randomUUID(),
      lago_wallet_id: wallet.lago_id,
      lago_invoice_id: null,
      lago_credit_note_id: null,
      lago_voided_invoice_id: null,
      status: this.settlesLater ? 'pending' : 'settled',
      source: 'manual',
      transaction_status: 'granted',
      transaction_type: 'inbound',
      credit_amount: change.amount,
      invoice_requires_successful_payment: false,
      metadata: [],
      remaining_amount_cents: null,
      remaining_credit_amount: null,
      priority: 50,
      settled_at: '2020-09-18T08:00:00Z',
      failed_at: null,
      created_at: '2020-09-18T08:00:00Z',
      name: null,
      ...change,
    };
    this.transactions.push(made);
    return made;
  }

  protected answer(request: StubRequest): StubAnswer {
    if (request.headers['authorization'] !== `Bearer ${this.key}`) return { status: 401, body: { status: 401 } };
    const path = request.path.replace(/^\/api\/v1/, '');
    if (request.method === 'POST' && path === '/wallet_transactions') return this.topUp(request.body);
    if (request.method === 'GET' && path === '/wallets') {
      if (hasOther(request.query, WALLET_FILTERS)) return { status: 400, body: { status: 400 } };
      const customer = request.query.get('external_customer_id');
      const found = this.wallets.filter((each) => customer === null || each.external_customer_id === customer);
      return this.page('wallets', found, request.query);
    }
    const [, walletId] = /^\/wallets\/([^/]+)\/wallet_transactions$/.exec(path) ?? [];
    if (request.method !== 'GET' || walletId === undefined) return { status: 404, body: { status: 404 } };
    if (hasOther(request.query, TRANSACTION_FILTERS)) return { status: 400, body: { status: 400 } };
    const found = this.transactions.filter((each) => each.lago_wallet_id === walletId).toReversed();
    return this.page('wallet_transactions', found, request.query);
  }

  private page(name: string, all: readonly unknown[], query: URLSearchParams): StubAnswer {
    const size = Number(query.get('per_page') ?? 20);
    const page = Number(query.get('page') ?? 1);
    const last = Math.max(1, Math.ceil(all.length / size));
    const meta = {
      current_page: page,
      next_page: page < last ? page + 1 : null,
      prev_page: page > 1 ? page - 1 : null,
      total_pages: last,
      total_count: all.length,
    };
    return { status: 200, body: { [name]: all.slice((page - 1) * size, page * size), meta } };
  }

  private topUp(text: string): StubAnswer {
    const { wallet_transaction: asked } = JSON.parse(text) as WalletTransactionCreateInput;
    const wallet = this.wallets.find(({ lago_id: id }) => id === asked.wallet_id);
    const credits = asked.granted_credits ?? asked.voided_credits ?? '';
    const isAsDescribed =
      Object.keys(asked).every((name) => Object.hasOwn(TOP_UP_FIELDS, name)) &&
      UUID.test(asked.wallet_id) &&
      CREDITS.test(credits) &&
      (asked.name?.length ?? 0) <= 255;
    if (wallet?.status !== 'active' || !isAsDescribed) {
      return { status: 422, body: { status: 422, error_details: { wallet_id: ['wallet_not_found'] } } };
    }
    const made = this.enter(wallet, {
      amount: String(Number(credits) * Number(wallet.rate_amount)),
      credit_amount: credits,
      name: asked.name ?? null,
      metadata: (asked.metadata ?? []) as Transaction['metadata'],
      ...(asked.voided_credits === undefined
        ? {}
        : ({ transaction_type: 'outbound', transaction_status: 'voided' } as const)),
    });
    return { status: 200, body: { wallet_transactions: [made] } };
  }
}

function hasOther(query: URLSearchParams, known: readonly string[]): boolean {
  return [...query.keys()].some((name) => !known.includes(name));
}
