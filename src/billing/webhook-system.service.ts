import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
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
import { readRetryAfter } from './next-attempt.js';
import { signedMessage, webhookMessage } from './webhook-message.js';

/**
 * A receiver of signed webhooks. Its own promise (Standard Webhooks) is that a message id has one effect, however often
 * it comes: so what may have arrived is sent again as the same message.
 */
@Injectable()
export class WebhookSystem implements BillingSystem {
  constructor(
    private readonly outgoing: OutgoingService,
    private readonly clock: Clock,
  ) {}

  async send(connection: OpenConnection, entry: Entry, mayStillSend: () => boolean): Promise<SendAnswer | null> {
    if (!mayStillSend()) return null;
    try {
      const { headers, body } = webhookMessage(entry, connection.secrets, this.clock.now());
      return sendAnswer(await this.post(connection, headers, body), entry, this.clock.now());
    } catch (error) {
      if (!(error instanceof OutgoingFailure)) throw error;
      const { code, message, mayHaveArrived } = error;
      if (code === 'outgoing_address_refused' || code === 'outgoing_request_not_allowed') {
        return { outcome: 'refused', code, message };
      }
      return { outcome: mayHaveArrived ? 'unknown' : 'not_taken', code, message };
    }
  }

  lookUp(): Promise<readonly FoundEntry[]> {
    return Promise.reject(new NoAnswer('no_look_up', 'A receiver of webhooks cannot be asked.'));
  }

  async *list(): AsyncIterable<readonly FoundEntry[]> {
    yield await this.lookUp();
  }

  /** Sends a signed `ping`, which a receiver answers with 2xx and otherwise ignores. */
  async test(connection: OpenConnection): Promise<string> {
    const ping = signedMessage(
      `msg_ping-${newId()}`,
      JSON.stringify({ type: 'ping', data: {} }),
      connection.secrets,
      this.clock.now(),
    );
    let answer: OutgoingAnswer;
    try {
      answer = await this.post(connection, ping.headers, ping.body);
    } catch (error) {
      if (!(error instanceof OutgoingFailure)) throw error;
      throw new NoAnswer(error.code, error.message);
    }
    if (answer.status >= 200 && answer.status < 300) return `The receiver answered ${answer.status}.`;
    throw new NoAnswer(`answered_${answer.status}`, `The receiver answered ${answer.status}.`);
  }

  private post(
    { baseUrl, timeoutMs }: OpenConnection,
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<OutgoingAnswer> {
    return this.outgoing.request({ url: baseUrl ?? '', method: 'POST', headers, body, timeoutMs, allowLoopback: true });
  }
}

function sendAnswer({ status: httpStatus, headers }: OutgoingAnswer, entry: Entry, now: Date): SendAnswer {
  const message = `The receiver answered ${httpStatus}.`;
  const code = `answered_${httpStatus}`;
  if (httpStatus >= 200 && httpStatus < 300) {
    return { outcome: 'taken', status: 'submitted', externalId: `msg_${entry.reference}`, httpStatus };
  }
  if (httpStatus === 410) return { outcome: 'gone', code, message, httpStatus };
  if (httpStatus < 400) return { outcome: 'refused', code: 'redirect_refused', message, httpStatus };
  const later = pauseAsked(readRetryAfter(headers['retry-after'], now));
  return { outcome: httpStatus < 500 ? 'not_taken' : 'unknown', code, message, httpStatus, ...later };
}
