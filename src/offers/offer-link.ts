import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a link is bound to: one offer, as it was when it was sent. `version` is the one that sending made. */
export type LinkedTerms = { readonly offerId: string; readonly version: number; readonly contentHash: string };

const ID_BYTES = 16;
/** 16 bytes of id and 32 of HMAC in base64url: no padding, so one token has one spelling. */
const TOKEN = /^[A-Za-z0-9_-]{64}$/;

/**
 * The token of a customer's page: the offer's id, which is no secret, and HMAC-SHA256 over the id, the version that was
 * sent and the hash of its content, in base64url.
 */
export function linkToken(key: string, terms: LinkedTerms): string {
  return Buffer.concat([idBytes(terms.offerId), macOf(key, terms)]).toString('base64url');
}

/** The offer that a token names, whether or not it speaks for it; undefined for a text that is no token. */
export function offerIdOf(token: string): string | undefined {
  if (!TOKEN.test(token)) return undefined;
  const hex = Buffer.from(token, 'base64url').toString('hex', 0, ID_BYTES);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** True when the token is the one of these terms; it takes as long whatever it gets wrong. */
export function isTokenOf(key: string, token: string, terms: LinkedTerms): boolean {
  if (!TOKEN.test(token)) return false;
  const bytes = Buffer.from(token, 'base64url');
  const isMac = timingSafeEqual(bytes.subarray(ID_BYTES), macOf(key, terms));
  return isMac && bytes.subarray(0, ID_BYTES).equals(idBytes(terms.offerId));
}

function idBytes(offerId: string): Buffer {
  return Buffer.from(offerId.replaceAll('-', ''), 'hex');
}

function macOf(key: string, { offerId, version, contentHash }: LinkedTerms): Buffer {
  return createHmac('sha256', key)
    .update(JSON.stringify(['amends offer link', offerId.toLowerCase(), version, contentHash]))
    .digest();
}
