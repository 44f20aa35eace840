import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import { DomainError } from '../../kernel/domain-error.js';

/** What a token must be: of this issuer, for this client, for this very sign-in. */
export type ExpectedToken = {
  readonly issuer: string;
  readonly clientId: string;
  readonly nonce: string;
  readonly now: Date;
};

/** Who signed in at the provider: known by issuer and subject. The other claims are what it says of them. */
export type IdClaims = Readonly<Record<string, unknown>> & { readonly sub: string };

/** Signatures by a key that only the provider has. No secret that we share, and not none. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const TOLERANCE_SECONDS = 30;
const MAX_AGE_SECONDS = 600;

/**
 * Verifies an ID token against the provider's keys, as fetched from the provider and never as named by the token itself.
 * Throws `token_refused`; what was wrong is for the log, not for whoever sent it.
 */
export async function verifyIdToken(token: string, keys: JSONWebKeySet, expected: ExpectedToken): Promise<IdClaims> {
  const { issuer, clientId, nonce, now } = expected;
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
      algorithms: ALGORITHMS,
      issuer,
      audience: clientId,
      clockTolerance: TOLERANCE_SECONDS,
      maxTokenAge: MAX_AGE_SECONDS,
      requiredClaims: ['exp', 'iat', 'sub', 'nonce'],
      currentDate: now,
    });
    const { sub, azp, aud } = payload;
    if (payload['nonce'] !== nonce) throw refused('the nonce is of another sign-in');
    if (azp !== undefined ? azp !== clientId : Array.isArray(aud) && aud.length > 1) {
      throw refused('the token was made for another client');
    }
    if (sub === undefined || sub === '' || sub.length > 255) throw refused('the token names nobody');
    return { ...payload, sub };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) throw refused(error.message, error);
    throw error;
  }
}

/** True when another set of keys might have verified the token: the provider may have changed them. */
export function isUnknownKey(error: unknown): boolean {
  return error instanceof DomainError && error.options.cause instanceof errors.JWKSNoMatchingKey;
}

function refused(why: string, cause?: unknown): DomainError {
  return new DomainError('unauthenticated', 'token_refused', `The identity provider's word is not good: ${why}.`, {
    cause,
  });
}
