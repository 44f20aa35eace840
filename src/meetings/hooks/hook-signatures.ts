import { createHash, createHmac } from 'node:crypto';
import { decodeJwt, jwtVerify } from 'jose';
import { isSame, isSignedMessage, isWebhookSecret } from '../../platform/hooks/signed-message.js';

/** A call as it came: the body byte for byte, the headers in lower case. */
export type HookCall = { readonly body: Buffer; readonly headers: Readonly<Record<string, string | undefined>> };

const TOLERANCE_SECONDS = 300;

/** HMAC-SHA256 in hex, as Zoom signs a request and wants an address confirmed. */
export function zoomHash(secret: string, text: string | Buffer): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

/** `x-zm-signature`: `v0=` and the hash of `v0:timestamp:body`, with a timestamp at most five minutes away. */
export function isSignedByZoom({ body, headers }: HookCall, secret: string, now: Date): boolean {
  const timestamp = headers['x-zm-request-timestamp'] ?? '';
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;
  const expected = `v0=${zoomHash(secret, Buffer.concat([Buffer.from(`v0:${timestamp}:`), body]))}`;
  return isSame(Buffer.from(headers['x-zm-signature'] ?? ''), Buffer.from(expected));
}

/**
 * LiveKit's Authorization: a JWT of our API key (HS256) that has not expired, began at most five minutes ago, and holds the
 * SHA-256 of the body in base64.
 */
export async function isSignedByLivekit(
  { body, headers }: HookCall,
  { key, secret }: { readonly key: string; readonly secret: string },
  now: Date,
): Promise<boolean> {
  const token = (headers['authorization'] ?? '').replace(/^Bearer /i, '');
  try {
    const { sha256 } = decodeJwt(token);
    if (typeof sha256 !== 'string') return false;
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
      algorithms: ['HS256'],
      issuer: key,
      currentDate: now,
      clockTolerance: 60,
      requiredClaims: ['exp'],
    });
    const beganAt = payload.iat ?? payload.nbf;
    if (beganAt !== undefined && now.getTime() / 1000 - beganAt > TOLERANCE_SECONDS) return false;
    // Without a time of its beginning only a short life shows its age.
    if (beganAt === undefined && (payload.exp ?? 0) - now.getTime() / 1000 > TOLERANCE_SECONDS * 2) return false;
    return isSame(Buffer.from(sha256, 'base64'), createHash('sha256').update(body).digest());
  } catch {
    return false;
  }
}

/** Standard Webhooks, at most five minutes old. */
export function isSignedGenerically({ body, headers }: HookCall, secret: string, now: Date): boolean {
  const id = headers['webhook-id'] ?? '';
  const timestamp = headers['webhook-timestamp'] ?? '';
  const signature = headers['webhook-signature'] ?? '';
  const secrets = [secret].filter(isWebhookSecret);
  return id !== '' && isSignedMessage(body.toString('utf8'), { id, timestamp, signature }, secrets, now);
}
