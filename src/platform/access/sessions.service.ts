import { randomBytes } from 'node:crypto';
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { isAPIError } from 'better-auth/api';
import { hashPassword } from 'better-auth/crypto';
import { Pool } from 'pg';
import { Database } from '../database/database.js';
import { type AuthLibrary, makeAuthLibrary, sessionCookieName } from './auth-library.js';
import { SIGN_IN_SETTINGS, type SignInSettings } from './sign-in-settings.js';

/** Whose session a request carries; `cookies` are to be sent back with the answer. */
export type FoundSession = { readonly personId: string; readonly cookies: readonly string[] };

const POOL_SIZE = 4;
const LOOPBACK_URL = 'http://127.0.0.1';

/** Sessions of people: begun by a password or another proof, carried by a signed cookie, kept in the database. */
@Injectable()
export class SessionsService implements OnApplicationShutdown {
  readonly publicUrl: string | undefined;
  readonly isSecure: boolean;
  private readonly pool: Pool;
  private readonly auth: AuthLibrary;
  private readonly cookieName: string;
  private readonly maxMs: number;

  constructor(database: Database, @Inject(SIGN_IN_SETTINGS) settings: SignInSettings) {
    const logger = new Logger('sign-in');
    const baseUrl = settings.publicUrl ?? LOOPBACK_URL;
    this.publicUrl = settings.publicUrl;
    this.isSecure = baseUrl.startsWith('https:');
    this.cookieName = sessionCookieName(baseUrl);
    this.maxMs = settings.maxSeconds * 1000;
    const options = '-c search_path=auth -c timezone=UTC';
    this.pool = new Pool({
      connectionString: database.url,
      max: POOL_SIZE,
      options,
      application_name: 'amends sign-in',
    });
    // A connection that breaks while nobody uses it must not end the process; the next use says what is wrong.
    this.pool.on('error', (error) => logger.warn(error.message));
    // A connection that is lent out tells nobody but its own listeners when the server ends it.
    this.pool.on('connect', (client) => client.on('error', (error) => logger.warn(error.message)));
    this.auth = makeAuthLibrary({
      pool: this.pool,
      secret: settings.secret ?? randomBytes(32).toString('base64url'),
      baseUrl,
      idleSeconds: settings.idleSeconds,
      onError: (message) => logger.error(message),
    });
  }

  /** Undefined when the address and the password do not belong together, whichever is wrong. */
  async beginByPassword(email: string, password: string): Promise<FoundSession | undefined> {
    try {
      const { headers, response } = await this.auth.api.signInEmail({ body: { email, password }, returnHeaders: true });
      return { personId: response.user.id, cookies: headers.getSetCookie() };
    } catch (error) {
      if (isAPIError(error) && error.statusCode < 500) return undefined;
      throw error;
    }
  }

  /** A session for a person of whom another proof is at hand. */
  async begin(personId: string): Promise<FoundSession> {
    const { headers } = await this.auth.api.beginSession({ body: { userId: personId }, returnHeaders: true });
    return { personId, cookies: headers.getSetCookie() };
  }

  /** Whether a request's cookie names a session, good or not. */
  isCarriedBy(cookie: string | undefined): boolean {
    return cookie !== undefined && cookie.includes(this.cookieName);
  }

  /** The session of a request's cookie; undefined without one, and when it is forged, ended, idle or old. */
  async find(cookie: string | undefined): Promise<FoundSession | undefined> {
    if (cookie === undefined || !this.isCarriedBy(cookie)) return undefined;
    const { headers, response } = await this.auth.api.getSession({ headers: { cookie }, returnHeaders: true });
    if (response === null) return undefined;
    if (Date.now() - response.session.createdAt.getTime() < this.maxMs) {
      return { personId: response.user.id, cookies: headers.getSetCookie() };
    }
    await this.end(cookie);
    return undefined;
  }

  /** Ends the session of a request's cookie, and gives the cookies that make the browser forget it. */
  async end(cookie: string | undefined): Promise<readonly string[]> {
    const { headers } = await this.auth.api.signOut({ headers: { cookie: cookie ?? '' }, returnHeaders: true });
    return headers.getSetCookie();
  }

  /** scrypt with a salt of its own, as `beginByPassword` compares it. */
  hash(password: string): Promise<string> {
    return hashPassword(password);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
