import { timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { toMajorText } from '../kernel/money.js';
import type { Entry } from './billing-system.js';

/** A message as it goes out, every time anew: the same id and body, another time and signature. */
export type WebhookMessage = { readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** Bytes that a secret of Standard Webhooks has. */
const SECRET_BYTES = { least: 24, most: 64 } as const;
const PREFIX = 'whsec_';
const TOLERANCE_MS = 300_000;

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

/** True for a message signed with one of the secrets at most five minutes ago, or ahead. */
export function isSignedMessage(
  body: string,
  headers: { readonly id: string; readonly timestamp: string; readonly signature: string },
  secrets: readonly string[],
  now: Date,
): boolean {
  if (!/^\d{1,12}$/.test(headers.timestamp)) return false;
  const signedAt = new Date(Number(headers.timestamp) * 1000);
  if (Math.abs(now.getTime() - signedAt.getTime()) > TOLERANCE_MS) return false;
  const given = headers.signature.split(' ').slice(0, 8);
  return secrets.some((secret) => {
    const expected = Buffer.from(new Webhook(secret).sign(headers.id, signedAt, body));
    return given.some((text) => isSame(Buffer.from(text), expected));
  });
}

/** True for a secret of Standard Webhooks: base64 of 24 to 64 bytes, with or without `whsec_` in front. */
export function isWebhookSecret(text: string): boolean {
  const base64 = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : text;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0) return false;
  const { length } = Buffer.from(base64, 'base64');
  return length >= SECRET_BYTES.least && length <= SECRET_BYTES.most;
}

function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
