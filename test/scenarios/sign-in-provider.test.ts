import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DEFAULT_SIGN_IN } from '../../src/platform/access/sign-in-settings.js';
import { rows } from '../../src/platform/database/database.js';
import { IdentityProvider } from '../support/identity-provider.js';
import { startTestApplication, type TestApplication } from '../support/test-application.js';

const PUBLIC_URL = 'http://amends.test';
const CALLBACK = `${PUBLIC_URL}/api/auth/callback/oidc`;
const ACCOUNTS = {
  anne: { name: 'Anne Petit', email: 'anne@example.com', groups: ['managers', 'everybody'] },
  bob: { name: 'Bob', email: 'bob@example.com', groups: ['everybody'] },
  carol: { name: 'Carol', email: 'admin@example.com', groups: ['money'] as string[] },
};

const settings = (issuer: string) =>
  ({
    ...DEFAULT_SIGN_IN,
    publicUrl: PUBLIC_URL,
    oidc: {
      issuer,
      clientId: 'amends',
      clientSecret: 'the secret of amends',
      scopes: ['profile', 'email'],
      groupsClaim: 'groups',
      rolesOfGroup: { managers: ['manager'], money: ['finance'] },
    },
  }) as const;

let identity: IdentityProvider;
let amends: TestApplication;
beforeAll(async () => {
  identity = await IdentityProvider.start(CALLBACK, ACCOUNTS);
  amends = await startTestApplication('2026-03-01T10:00:00Z', {
    allowLoopback: true,
    signIn: settings(identity.issuer),
  });
});
afterAll(async () => {
  await amends.stop();
  identity.stop();
});

/** A browser: it follows where it is sent, and keeps each host's cookies. */
class Browser {
  private readonly jars = new Map<string, Map<string, string>>();

  constructor(private readonly at = amends) {}

  /** Follows up to `until`, or to an answer that is no redirect. Gives where it ended. */
  async go(url: string, until: (url: URL) => boolean = () => false): Promise<{ url: URL; status: number }> {
    let next = new URL(url, PUBLIC_URL);
    for (let hops = 0; hops < 15; hops += 1) {
      if (until(next)) return { url: next, status: 0 };
      const { status, headers } = await this.fetch(next);
      const location = headers.get('location');
      if (location === null) return { url: next, status };
      next = new URL(location, next);
      if (next.origin === PUBLIC_URL && !next.pathname.startsWith('/api/')) return { url: next, status };
    }
    throw new Error('sent in circles');
  }

  async fetch(url: URL): Promise<Response> {
    const jar = this.jars.get(url.origin) ?? new Map<string, string>();
    this.jars.set(url.origin, jar);
    const target = url.origin === PUBLIC_URL ? new URL(url.pathname + url.search, this.at.origin) : url;
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(target, { redirect: 'manual', headers: { cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '' || /max-age=0/i.test(set)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  async me(): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await this.fetch(new URL('/api/v1/me', PUBLIC_URL));
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }
}

const BEGIN = '/api/auth/sign-in/oidc?returnTo=/offers';
const isCallback = (url: URL): boolean => url.href.startsWith(CALLBACK);
const why = ({ url }: { url: URL }): string | null => url.searchParams.get('signInError');

async function signIn(accountId: keyof typeof ACCOUNTS): Promise<Browser> {
  identity.accountId = accountId;
  const browser = new Browser();
  await browser.go(BEGIN);
  return browser;
}

describe('who signs in at the company', () => {
  test('comes back to where they were going, with the roles of their groups', async () => {
    identity.accountId = 'anne';
    const browser = new Browser();
    expect((await browser.go(BEGIN)).url.pathname).toBe('/offers');
    expect(await browser.me()).toMatchObject({
      status: 200,
      body: { kind: 'person', name: 'Anne Petit', email: 'anne@example.com', roles: ['manager'] },
    });
  });

  test('is the same person the next time, and not whoever has the same address', async () => {
    const first = await (await signIn('carol')).me();
    expect((await (await signIn('carol')).me()).body).toEqual(first.body);
    const [account] = await rows(
      amends.database.tx,
      `select "providerId", "accountId" from auth.account where "accountId" = 'carol'`,
    );
    expect(account).toEqual({ providerId: identity.issuer, accountId: 'carol' });
  });

  test('has no access when no group of theirs counts, and is told so', async () => {
    identity.accountId = 'bob';
    const browser = new Browser();
    expect(why(await browser.go(BEGIN))).toBe('no_access');
    expect((await browser.me()).status).toBe(401);
  });

  test('loses what they had, and their sessions, when their groups are gone', async () => {
    const browser = await signIn('carol');
    expect((await browser.me()).body).toMatchObject({ roles: ['finance'] });
    ACCOUNTS.carol.groups = [];
    expect(why(await new Browser().go(BEGIN))).toBe('no_access');
    expect((await browser.me()).status).toBe(401);
  });
});

describe('an answer that no sign-in of this browser asked for', () => {
  async function callbackOf(accountId: keyof typeof ACCOUNTS): Promise<{ browser: Browser; callback: URL }> {
    identity.accountId = accountId;
    const browser = new Browser();
    return { browser, callback: (await browser.go(BEGIN, isCallback)).url };
  }

  test('does not sign another browser in', async () => {
    const { callback } = await callbackOf('anne');
    const victim = new Browser();
    expect(why(await victim.go(callback.href))).toBe('state_not_known');
    expect((await victim.me()).status).toBe(401);
  });

  test('counts once', async () => {
    const { browser, callback } = await callbackOf('anne');
    const state = callback.searchParams.get('state') ?? '';
    expect((await browser.go(callback.href)).url.pathname).toBe('/offers');
    const again = await fetch(new URL(callback.pathname + callback.search, amends.origin), {
      redirect: 'manual',
      headers: { cookie: `amends.sign-in=${state}` },
    });
    expect(again.headers.get('location')).toBe('/?signInError=state_not_known');
  });

  test.each([
    ['another state', { state: 'x' }, 'state_not_known'],
    ['no code', { code: '' }, 'code_refused'],
    ['another code', { code: 'x' }, 'code_refused'],
    ['the word of another issuer', { iss: 'https://evil.example' }, 'issuer_not_known'],
    ['a refusal', { error: 'access_denied' }, 'provider_refused'],
  ])('%s is refused', async (_what, change: Record<string, string>, code) => {
    const { browser, callback } = await callbackOf('anne');
    for (const [name, value] of Object.entries(change)) callback.searchParams.set(name, value);
    expect(why(await browser.go(callback.href))).toBe(code);
    expect((await browser.me()).status).toBe(401);
  });

  test.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/%0d%0aSet-Cookie: a=b',
    'javascript:alert(1)',
  ])('never sends the browser on to %s', async (returnTo) => {
    identity.accountId = 'anne';
    const { url } = await new Browser().go(`/api/auth/sign-in/oidc?returnTo=${encodeURIComponent(returnTo)}`);
    expect(url.origin).toBe(PUBLIC_URL);
  });
});

describe('a provider that is not there for us', () => {
  let server: Server;
  let answer: RequestListener;
  let other: TestApplication;
  beforeAll(async () => {
    server = createServer((request, response) => answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    other = await startTestApplication('2026-03-01T10:00:00Z', { allowLoopback: true, signIn: settings(issuer) });
  });
  afterAll(async () => {
    await other.stop();
    server.closeAllConnections();
    server.close();
  });

  const body =
    (text: string): RequestListener =>
    (_request, response) =>
      void response.end(text);
  test.each<[string, RequestListener]>([
    ['it is broken', (_request, response) => void response.writeHead(500).end()],
    ['it hangs up', (request) => request.socket.destroy()],
    ['it answers with a page', body('<html>')],
    ['it answers with a list', body('[]')],
    ['it calls itself by another name', body('{"issuer":"https://evil.example"}')],
    ['it names no address', body(`{"issuer":"x"}`)],
    [
      'it sends us elsewhere',
      (_request, response) => void response.writeHead(302, { location: 'http://127.0.0.1/' }).end(),
    ],
    ['it never stops talking', (_request, response) => void response.end(`"${'x'.repeat(400_000)}"`)],
    ['it is slow', () => undefined],
  ])('%s: said so, and passwords still work', async (_what, next) => {
    answer = next;
    const response = await fetch(`${other.origin}/api/auth/sign-in/oidc`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/?signInError=provider_unavailable']);
    expect((await other.client.get('/me')).status).toBe(200);
  });
});
