import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { type OutgoingAnswer, OutgoingService } from '../platform/outgoing/outgoing.service.js';
import { OutgoingFailure } from '../platform/outgoing/outgoing-failure.js';
import {
  type BillingSystem,
  type Entry,
  type FoundEntry,
  NoAnswer,
  type OpenConnection,
  type SendAnswer,
  pauseAsked,
} from './billing-system.js';
import { entriesUnder, listOurs } from './in-batches.service.js';
import {
  foundLagoEntry,
  type LagoTopUp,
  type LagoTransaction,
  lagoReference,
  lagoStatus,
  type LagoWallet,
  lagoTransaction,
} from './lago-entry.js';
import { readRetryAfter } from './next-attempt.js';

const BASE_URL = 'https://api.getlago.com';
const PAGE = 100;
const MAX_PAGES = 200;

type WalletTransactionPage = { wallet_transactions: LagoTransaction[]; meta?: { next_page?: number | null } };
type WalletPage = { wallets: LagoWallet[]; meta?: { next_page?: number | null } };

/** Wallets at Lago: granted credits, which invoices use up. It has no idempotency, so every sending looks first. */
@Injectable()
export class LagoSystem implements BillingSystem {
  constructor(
    private readonly outgoing: OutgoingService,
    private readonly clock: Clock,
  ) {}

  async send(connection: OpenConnection, entry: Entry, mayStillSend: () => boolean): Promise<SendAnswer | null> {
    const body = await this.topUp(connection, entry);
    if ('outcome' in body) return body;
    if (!mayStillSend()) return null;
    try {
      return sendAnswer(await this.request(connection, 'POST', '/wallet_transactions', body), entry, this.clock.now());
    } catch (error) {
      if (!(error instanceof OutgoingFailure)) throw error;
      return { outcome: error.mayHaveArrived ? 'unknown' : 'not_taken', code: error.code, message: error.message };
    }
  }

  /** What to post, or why nothing can be. */
  private async topUp(connection: OpenConnection, entry: Entry): Promise<LagoTopUp | SendAnswer> {
    try {
      const wallets = await this.wallets(connection, entry.billingCustomerId);
      const wallet = wallets.find(({ status, currency }) => status === 'active' && currency === entry.currency);
      if (wallet === undefined) {
        const message = `The customer ${entry.billingCustomerId} has no active wallet in ${entry.currency}.`;
        return { outcome: 'refused', code: 'wallet_missing', message };
      }
      const body = lagoTransaction(entry, wallet);
      if (body !== null) return body;
      const message = `The amount is not a whole number of credits at the rate ${wallet.rate_amount}.`;
      return { outcome: 'refused', code: 'rate_not_exact', message };
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      // Nothing was sent yet, so nothing can have happened.
      const { code, message, retryAfterMs } = error;
      return { outcome: 'not_taken', code, message, ...pauseAsked(retryAfterMs) };
    }
  }

  async lookUp(connection: OpenConnection, entry: Entry): Promise<readonly FoundEntry[]> {
    return entriesUnder(entry, await this.ofCustomer(connection, entry.billingCustomerId));
  }

  async *list(connection: OpenConnection, customerIds: readonly string[]): AsyncIterable<readonly FoundEntry[]> {
    yield* listOurs(customerIds, (id) => this.ofCustomer(connection, id));
  }

  async test(connection: OpenConnection): Promise<string> {
    await this.ask(connection, '/wallets?per_page=1');
    return 'Lago knows the key, and the wallets can be read.';
  }

  private async ofCustomer(connection: OpenConnection, customerId: string): Promise<FoundEntry[]> {
    const found: FoundEntry[] = [];
    for (const wallet of await this.wallets(connection, customerId)) {
      const path = `/wallets/${encodeURIComponent(wallet.lago_id)}/wallet_transactions?per_page=${PAGE}`;
      for await (const page of this.pages<WalletTransactionPage>(connection, path)) {
        found.push(...page.wallet_transactions.map((transaction) => foundLagoEntry(transaction, wallet)));
      }
    }
    return found;
  }

  private async wallets(connection: OpenConnection, customerId: string): Promise<LagoWallet[]> {
    const found: LagoWallet[] = [];
    const path = `/wallets?external_customer_id=${encodeURIComponent(customerId)}&per_page=${PAGE}`;
    for await (const page of this.pages<WalletPage>(connection, path)) found.push(...page.wallets);
    return found;
  }

  private async *pages<T extends { meta?: { next_page?: number | null } }>(
    connection: OpenConnection,
    path: string,
  ): AsyncGenerator<T> {
    let next = 1;
    for (let count = 0; count < MAX_PAGES; count += 1) {
      const page = (await this.ask(connection, `${path}&page=${next}`)) as T;
      yield page;
      if (page.meta?.next_page === undefined || page.meta.next_page === null) return;
      next = page.meta.next_page;
    }
    throw new NoAnswer('too_many_entries', 'There are more pages than are read at once.');
  }

  private async ask(connection: OpenConnection, path: string): Promise<unknown> {
    let answer: OutgoingAnswer;
    try {
      answer = await this.request(connection, 'GET', path);
    } catch (error) {
      if (!(error instanceof OutgoingFailure)) throw error;
      throw new NoAnswer(error.code, error.message);
    }
    const body = readJson(answer);
    if (answer.status === 200 && body !== undefined) return body;
    const code = answer.status === 401 ? 'not_authorised' : answer.status === 429 ? 'too_many_requests' : 'no_answer';
    const message = `Lago answered ${answer.status}.`;
    throw new NoAnswer(code, message, readRetryAfter(answer.headers['retry-after'], this.clock.now()));
  }

  private request(
    { baseUrl, secrets, timeoutMs }: OpenConnection,
    method: 'GET' | 'POST',
    path: string,
    body?: object,
  ): Promise<OutgoingAnswer> {
    return this.outgoing.request({
      url: `${(baseUrl ?? BASE_URL).replace(/\/+$/, '')}/api/v1${path}`,
      method,
      headers: {
        authorization: `Bearer ${secrets[0] ?? ''}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      timeoutMs,
      allowLoopback: true,
    });
  }
}

function sendAnswer(answer: OutgoingAnswer, entry: Entry, now: Date): SendAnswer {
  const { status: httpStatus } = answer;
  if (httpStatus === 200) {
    const body = readJson(answer) as { wallet_transactions?: LagoTransaction[] } | undefined;
    const made = body?.wallet_transactions?.find((each) => lagoReference(each) === entry.reference);
    if (made === undefined) return { outcome: 'unknown', code: 'answer_not_clear', httpStatus };
    const status = lagoStatus(made);
    if (status === 'voided') return { outcome: 'refused', code: 'voided_at_once', httpStatus };
    return { outcome: 'taken', status, externalId: made.lago_id, httpStatus };
  }
  const said = { httpStatus, message: `Lago answered ${httpStatus}: ${answer.body.toString('utf8').slice(0, 500)}` };
  const later = pauseAsked(readRetryAfter(answer.headers['retry-after'], now));
  if (httpStatus === 429) return { ...said, ...later, outcome: 'not_taken', code: 'too_many_requests' };
  if (httpStatus === 401 || httpStatus === 403) return { ...said, outcome: 'not_taken', code: 'not_authorised' };
  if (httpStatus === 409) return { ...said, ...later, outcome: 'unknown', code: 'conflict' };
  if (httpStatus >= 400 && httpStatus < 500) return { ...said, outcome: 'refused', code: `answered_${httpStatus}` };
  return { ...said, ...later, outcome: 'unknown', code: 'answered_5xx' };
}

function readJson(answer: OutgoingAnswer): unknown {
  try {
    return JSON.parse(answer.body.toString('utf8'));
  } catch {
    return undefined;
  }
}
