import { timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** Bytes that a secret of Standard Webhooks has. */
const SECRET_BYTES = { least: 24, most: 64 } as const;
const PREFIX = 'whsec_';
const TOLERANCE_MS = 300_000;

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

/** Whether two texts or codes are the same, in a time that does not tell where they differ. */
export function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
