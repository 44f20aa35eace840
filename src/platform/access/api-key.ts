import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A key as it is shown once: `amk_<prefix>_<secret>`. Only the prefix and the hash of the secret are kept. */
export type NewApiKey = { readonly text: string; readonly prefix: string; readonly secretHash: Buffer };

const PREFIX_BYTES = 6;
const SECRET_BYTES = 32;
const KEY = /^amk_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

/** A new key with 256 random bits; a plain SHA-256 is enough for a secret of that entropy. */
export function makeApiKey(): NewApiKey {
  const prefix = randomBytes(PREFIX_BYTES).toString('hex');
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  return { text: `amk_${prefix}_${secret}`, prefix, secretHash: hashSecret(secret) };
}

/** The prefix and the secret of a key's text, or undefined when it does not look like one. */
export function parseApiKey(text: string): { readonly prefix: string; readonly secret: string } | undefined {
  const [, prefix, secret] = KEY.exec(text) ?? [];
  return prefix === undefined || secret === undefined ? undefined : { prefix, secret };
}

/** True when the secret is the one whose hash was kept; compares in constant time. */
export function secretMatches(secret: string, secretHash: Buffer): boolean {
  const given = hashSecret(secret);
  return given.length === secretHash.length && timingSafeEqual(given, secretHash);
}

function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
