import { Inject, Injectable } from '@nestjs/common';
import type { JSONWebKeySet } from 'jose';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { OutgoingFailure } from '../outgoing/outgoing-failure.js';
import { OutgoingService } from '../outgoing/outgoing.service.js';
import { type IdClaims, isUnknownKey, verifyIdToken } from './id-token.js';
import { type OidcSettings, SIGN_IN_SETTINGS, type SignInSettings } from './sign-in-settings.js';

/** What the provider says of itself, as far as we need it. */
type Discovery = {
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly userinfoEndpoint: string | undefined;
  readonly jwksUri: string;
};

/** One sign-in under way: what only this browser and this process know. */
export type Attempt = { readonly nonce: string; readonly verifier: string };

const DISCOVERY_MS = 600_000;
const TIMEOUT_MS = 5_000;
const MAX_BYTES = 256 << 10;

/**
 * The company's identity provider (OpenID Connect): asked when somebody signs in, never at start, through the guarded way
 * out, with limits of time and size. Throws `provider_unavailable` when it is down, slow, or answers nonsense.
 */
@Injectable()
export class ProviderService {
  readonly settings: OidcSettings | undefined;
  private readonly publicUrl: string;
  private discovered: { readonly discovery: Discovery; readonly untilMs: number } | undefined;
  private keys: JSONWebKeySet | undefined;

  constructor(
    private readonly outgoing: OutgoingService,
    private readonly clock: Clock,
    @Inject(SIGN_IN_SETTINGS) { oidc, publicUrl }: SignInSettings,
  ) {
    this.settings = oidc;
    this.publicUrl = publicUrl ?? '';
  }

  /** Throws `provider_not_set` where there is none. */
  get provider(): OidcSettings {
    if (this.settings !== undefined) return this.settings;
    throw new DomainError('not_found', 'provider_not_set', 'No identity provider is set up here.');
  }

  /** Where to send the browser. `challenge` is the S256 of the attempt's verifier. */
  async authorizationUrl(state: string, nonce: string, challenge: string): Promise<string> {
    const { clientId, scopes } = this.provider;
    const url = new URL((await this.discover()).authorizationEndpoint);
    const query = {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: this.redirectUri,
      scope: ['openid', ...scopes].join(' '),
      state,
      nonce,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url.toString();
  }

  /** Exchanges a code for what the provider says of whoever signed in. Throws `token_refused`, `code_refused`. */
  async claimsOf(code: string, { nonce, verifier }: Attempt): Promise<IdClaims> {
    const { clientId, clientSecret, groupsClaim } = this.provider;
    const { tokenEndpoint } = await this.discover();
    const basic = [clientId, clientSecret].map((part) => encodeURIComponent(part)).join(':');
    const form = { grant_type: 'authorization_code', code, redirect_uri: this.redirectUri, code_verifier: verifier };
    const answer = await this.ask(tokenEndpoint, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(basic).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: new URLSearchParams(form).toString(),
    });
    if (answer.status >= 400 && answer.status < 500) {
      throw new DomainError('unauthenticated', 'code_refused', 'The identity provider does not know this sign-in.');
    }
    const { id_token: idToken, access_token: accessToken } = jsonOf(answer);
    if (typeof idToken !== 'string') throw nonsense('no ID token');
    const claims = await this.verify(idToken, nonce);
    if (claims[groupsClaim] !== undefined || typeof accessToken !== 'string') return claims;
    return { ...(await this.userinfo(accessToken, claims.sub)), ...claims };
  }

  /** Some providers tell groups only here. What it says counts only for whom the token names. */
  private async userinfo(accessToken: string, subject: string): Promise<Readonly<Record<string, unknown>>> {
    const { userinfoEndpoint } = await this.discover();
    if (userinfoEndpoint === undefined) return {};
    const headers = { authorization: `Bearer ${accessToken}`, accept: 'application/json' };
    const info = jsonOf(await this.ask(userinfoEndpoint, { headers }));
    return info['sub'] === subject ? info : {};
  }

  /** The provider's keys are fetched anew, once, when a token names one that we do not know. */
  private async verify(idToken: string, nonce: string): Promise<IdClaims> {
    const { issuer, clientId } = this.provider;
    const expected = { issuer, clientId, nonce, now: new Date() };
    const known = this.keys;
    if (known !== undefined) {
      try {
        return await verifyIdToken(idToken, known, expected);
      } catch (error) {
        if (!isUnknownKey(error)) throw error;
      }
    }
    const { jwksUri } = await this.discover();
    const { keys } = jsonOf(await this.ask(jwksUri, {}));
    if (!Array.isArray(keys)) throw nonsense('no keys');
    this.keys = { keys };
    return verifyIdToken(idToken, this.keys, expected);
  }

  private async discover(): Promise<Discovery> {
    const nowMs = this.clock.now().getTime();
    if (this.discovered !== undefined && nowMs < this.discovered.untilMs) return this.discovered.discovery;
    const { issuer } = this.provider;
    const found = jsonOf(await this.ask(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {}));
    if (found['issuer'] !== issuer) throw nonsense('it calls itself by another name');
    const address = (name: string): string => {
      const value = found[name];
      if (typeof value === 'string' && URL.canParse(value)) return value;
      throw nonsense(`no ${name}`);
    };
    const discovery = {
      authorizationEndpoint: address('authorization_endpoint'),
      tokenEndpoint: address('token_endpoint'),
      userinfoEndpoint: found['userinfo_endpoint'] === undefined ? undefined : address('userinfo_endpoint'),
      jwksUri: address('jwks_uri'),
    };
    this.discovered = { discovery, untilMs: nowMs + DISCOVERY_MS };
    return discovery;
  }

  private get redirectUri(): string {
    return `${this.publicUrl}/api/auth/callback/oidc`;
  }

  private async ask(url: string, request: Omit<Parameters<OutgoingService['request']>[0], 'url'>) {
    try {
      const limits = { timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES, allowLoopback: true };
      return await this.outgoing.request({ ...request, ...limits, url });
    } catch (error) {
      if (!(error instanceof OutgoingFailure)) throw error;
      throw unavailable(error.message, error);
    }
  }
}

function jsonOf({
  status,
  body,
}: {
  readonly status: number;
  readonly body: Buffer;
}): Readonly<Record<string, unknown>> {
  if (status !== 200) throw nonsense(`status ${status}`);
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Not JSON: said below.
  }
  throw nonsense('no JSON object');
}

function nonsense(what: string): DomainError {
  return unavailable(`it answered nonsense: ${what}`);
}

function unavailable(why: string, cause?: unknown): DomainError {
  const message = `The identity provider cannot be used now (${why}). Try again later.`;
  return new DomainError('unavailable', 'provider_unavailable', message, { cause });
}
