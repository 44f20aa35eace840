import { Webhook } from 'standardwebhooks';
import { toMajorText } from '../kernel/money.js';
import type { Entry } from './billing-system.js';

/** A message as it goes out, every time anew: the same id and body, another time and signature. */
export type WebhookMessage = { readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** A `credit.requested` or `credit.reversed` message (Standard Webhooks), signed with each secret. */
export function webhookMessage(entry: Entry, secrets: readonly string[], now: Date): WebhookMessage {
  const id = `msg_${entry.reference}`;
  const body = JSON.stringify({
    type: entry.kind === 'credit' ? 'credit.requested' : 'credit.reversed',
    data: {
      reference: entry.reference,
      creditReference: entry.creditReference,
      customerId: entry.billingCustomerId,
      amount: { amountMinor: entry.amountMinor, currency: entry.currency },
      amountMajor: toMajorText(entry),
      description: entry.description,
      creditId: entry.creditId,
      incidentId: entry.incidentId,
      offerId: entry.offerId,
    },
  });
  return signedMessage(id, body, secrets, now);
}

/** A body as a message of an id, signed with each secret: while they are rotated the receiver knows one of two. */
export function signedMessage(id: string, body: string, secrets: readonly string[], now: Date): WebhookMessage {
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
    },
  };
}
