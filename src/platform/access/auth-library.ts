import { betterAuth } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import type { Pool } from 'pg';
import { newId } from '../../kernel/ids.js';

/** Longer than what people choose without a tool, and than every list of usual passwords. */
export const MIN_PASSWORD_LENGTH = 15;
export const MAX_PASSWORD_LENGTH = 128;

/** Sessions are written at most so often, so that a busy person does not write with every request. */
const SESSION_TOUCH_SECONDS = 60;

export type AuthLibraryOptions = {
  readonly pool: Pool;
  readonly secret: string;
  readonly baseUrl: string;
  readonly idleSeconds: number;
  readonly onError: (message: string) => void;
};

/** With https only this host gets the cookie back, and never in the clear; plain http is for one's own machine. */
export function sessionCookieName(baseUrl: string): string {
  return baseUrl.startsWith('https:') ? '__Host-amends.session' : 'amends.session';
}

/**
 * better-auth as Amends uses it: passwords (scrypt), sessions in the database, signed cookies. Its own HTTP routes are
 * not mounted: what may be called is in our controllers, behind our guard.
 */
export function makeAuthLibrary({ pool, secret, baseUrl, idleSeconds, onError }: AuthLibraryOptions) {
  return betterAuth({
    appName: 'Amends',
    database: pool,
    secret,
    baseURL: baseUrl,
    basePath: '/api/auth',
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: MAX_PASSWORD_LENGTH,
    },
    session: { expiresIn: idleSeconds, updateAge: SESSION_TOUCH_SECONDS },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: {
      level: 'error',
      log: (_level, message) => onError(message),
    },
    advanced: {
      database: { generateId: () => newId() },
      // Where somebody signed in from is personal, and of no use once the session is there.
      ipAddress: { disableIpTracking: true },
      useSecureCookies: false,
      defaultCookieAttributes: { secure: baseUrl.startsWith('https:'), httpOnly: true, sameSite: 'lax', path: '/' },
      cookies: { session_token: { name: sessionCookieName(baseUrl) } },
    },
    plugins: [{ id: 'amends', endpoints: { beginSession } }],
  });
}

/** The library wants a schema; the only caller is typed by the compiler. */
const ANY_BODY = {
  '~standard': {
    version: 1,
    vendor: 'amends',
    validate: (value: unknown) => ({ value: value as { readonly userId: string } }),
    types: undefined as unknown as { readonly input: { userId: string }; readonly output: { userId: string } },
  },
} as const;

/** A session for somebody whom another way has made certain, e.g. the company's identity provider. */
const beginSession = createAuthEndpoint(
  '/amends/begin-session',
  { method: 'POST', body: ANY_BODY },
  async (context) => {
    const { userId } = context.body;
    const user = await context.context.internalAdapter.findUserById(userId);
    if (user === null) throw new Error(`there is no person ${userId}`);
    const session = await context.context.internalAdapter.createSession(userId);
    await setSessionCookie(context, { session, user });
    return { token: session.token };
  },
);

export type AuthLibrary = ReturnType<typeof makeAuthLibrary>;
