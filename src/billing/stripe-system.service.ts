import { Injectable } from '@nestjs/common';
import { Stripe } from 'stripe';
import { Clock } from '../kernel/clock.js';
import { OutgoingFailure } from '../platform/outgoing/outgoing-failure.js';
import { OutgoingService } from '../platform/outgoing/outgoing.service.js';
import {
  type BillingSystem,
  type Entry,
  type FoundEntry,
  NoAnswer,
  type OpenConnection,
  type SendAnswer,
  pauseAsked,
} from './billing-system.js';
import { GuardedHttpClient } from './guarded-http-client.service.js';
import { entriesUnder, listOurs } from './in-batches.service.js';
import { readRetryAfter } from './next-attempt.js';
import { foundStripeEntry, STRIPE_REFERENCE, stripeTransaction } from './stripe-entry.js';

const PAGE = 100;
/** Pages of one customer that a look-up reads at most: the newest come first. */
const MAX_PAGES = 100;

/** A client of the SDK, and what it was made from. */
type OpenClient = Pick<OpenConnection, 'baseUrl' | 'timeoutMs'> & { readonly key: string; readonly stripe: Stripe };

/** Customer balance at Stripe: a ledger that its next finalized invoice uses up by itself. */
@Injectable()
export class StripeSystem implements BillingSystem {
  /** By connection. */
  private readonly clients = new Map<string, OpenClient>();

  constructor(
    private readonly outgoing: OutgoingService,
    private readonly clock: Clock,
  ) {}

  async send(connection: OpenConnection, entry: Entry, mayStillSend: () => boolean): Promise<SendAnswer | null> {
    const stripe = this.open(connection);
    if (!mayStillSend()) return null;
    try {
      const made = await stripe.customers.createBalanceTransaction(entry.billingCustomerId, stripeTransaction(entry), {
        idempotencyKey: entry.reference,
      });
      // An answer without what it is about proves nothing.
      if (made.metadata?.[STRIPE_REFERENCE] !== entry.reference)
        return { outcome: 'unknown', code: 'answer_not_clear' };
      return { outcome: 'taken', status: 'confirmed', externalId: made.id, httpStatus: 200 };
    } catch (error) {
      return stripeFailure(error, this.clock.now());
    }
  }

  async lookUp(connection: OpenConnection, entry: Entry): Promise<readonly FoundEntry[]> {
    return entriesUnder(entry, await this.ofCustomer(connection, entry.billingCustomerId));
  }

  async *list(connection: OpenConnection, customerIds: readonly string[]): AsyncIterable<readonly FoundEntry[]> {
    yield* listOurs(customerIds, (id) => this.ofCustomer(connection, id));
  }

  async test(connection: OpenConnection): Promise<string> {
    return this.asking(connection, async (stripe) => {
      await stripe.customers.list({ limit: 1 });
      return 'Stripe knows the key, and the customers can be read.';
    });
  }

  private ofCustomer(connection: OpenConnection, customerId: string): Promise<FoundEntry[]> {
    return this.asking(connection, async (stripe) => {
      const found: FoundEntry[] = [];
      let after: string | undefined;
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const list = await stripe.customers.listBalanceTransactions(customerId, {
          limit: PAGE,
          ...(after === undefined ? {} : { starting_after: after }),
        });
        found.push(...list.data.map(foundStripeEntry));
        after = list.data.at(-1)?.id;
        if (!list.has_more || after === undefined) return found;
      }
      throw new NoAnswer('too_many_entries', `The customer ${customerId} has more entries than are read at once.`);
    });
  }

  private async asking<T>(connection: OpenConnection, ask: (stripe: Stripe) => Promise<T>): Promise<T> {
    const stripe = this.open(connection);
    try {
      return await ask(stripe);
    } catch (error) {
      if (error instanceof NoAnswer) throw error;
      const { code = 'no_answer', message = '', ...rest } = stripeFailure(error, this.clock.now());
      throw new NoAnswer(code, message, 'retryAfterMs' in rest ? rest.retryAfterMs : undefined);
    }
  }

  /** The SDK's client, kept while the connection stays as it is: to make one takes longer than to post. */
  private open({ id, baseUrl, secrets: [key = ''], timeoutMs }: OpenConnection): Stripe {
    const kept = this.clients.get(id);
    if (kept?.key === key && kept.baseUrl === baseUrl && kept.timeoutMs === timeoutMs) return kept.stripe;
    const url = baseUrl === null ? undefined : new URL(baseUrl);
    const protocol = url?.protocol === 'http:' ? 'http' : 'https';
    const stripe = new Stripe(key, {
      httpClient: new GuardedHttpClient(this.outgoing),
      maxNetworkRetries: 0,
      telemetry: false,
      timeout: timeoutMs,
      ...(url === undefined
        ? {}
        : { host: url.hostname, protocol, port: url.port === '' ? (protocol === 'http' ? '80' : '443') : url.port }),
    });
    this.clients.set(id, { key, baseUrl, timeoutMs, stripe });
    return stripe;
  }
}

/** What an error of the SDK says of the request. Exactly known are: not sent, refused; everything else may have happened. */
function stripeFailure(error: unknown, now: Date): SendAnswer {
  if (!(error instanceof Stripe.errors.StripeError)) {
    return { outcome: 'unknown', code: 'answer_not_clear', message: textOf(error) };
  }
  const cause: unknown = error.detail;
  if (cause instanceof OutgoingFailure && !cause.mayHaveArrived) {
    return { outcome: 'not_taken', code: 'not_reached', message: textOf(cause) };
  }
  const httpStatus = error.statusCode ?? 0;
  const said = { httpStatus, message: error.message, code: error.code ?? error.type };
  const later = pauseAsked(readRetryAfter(error.headers?.['retry-after'], now));
  if (httpStatus === 429) return { ...said, ...later, code: 'too_many_requests', outcome: 'not_taken' };
  if (httpStatus === 401 || httpStatus === 403) return { ...said, code: 'not_authorised', outcome: 'not_taken' };
  // The key is in use this moment, or was used with other words: an earlier request had it.
  if (httpStatus === 409 || error.type === 'StripeIdempotencyError') return { ...said, ...later, outcome: 'unknown' };
  if (httpStatus >= 400 && httpStatus < 500) return { ...said, outcome: 'refused' };
  return { ...said, ...later, outcome: 'unknown', code: httpStatus >= 500 ? 'answered_5xx' : 'no_answer' };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
