import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/ids.js';
import type { AuditAction } from '../audit/audit-actions.js';
import { ACCESS_CHAIN } from '../audit/audit-entry.js';
import { AuditService } from '../audit/audit.service.js';
import { Database, type Tx, uniqueViolation } from '../database/database.js';
import { isPlainText } from '../http/fields.js';
import { type Actor, ANONYMOUS, type Role, SYSTEM } from './actor.js';
import { insertAttempt, takeAttempt } from './attempts.sql.js';
import type { IdClaims } from './id-token.js';
import { personActor } from './me.js';
import { groupsOf, rolesOfGroups } from './oidc-roles.js';
import { deleteSessions, findByAccount, insertAccount, insertPerson, lockPerson, savePerson } from './people.sql.js';
import { ProviderService } from './provider.service.js';
import { SessionsService } from './sessions.service.js';

/** What the provider sends the browser back with. */
export type ProviderAnswer = {
  readonly state?: string;
  readonly code?: string;
  readonly error?: string;
  readonly iss?: string;
};

/** Where the browser goes, and the cookies it takes along. */
export type Onward = { readonly url: string; readonly cookies: readonly string[] };

export const ATTEMPT_SECONDS = 600;

/** Signing in at the company's identity provider: code flow with PKCE, a state bound to the browser, and a nonce. */
@Injectable()
export class ProviderSignInService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly provider: ProviderService,
    private readonly sessions: SessionsService,
  ) {}

  /**
   * Begins a sign-in. `returnTo` is a path of ours, to which the browser comes back. When the provider cannot be asked the
   * browser goes back to the sign-in page at once, with why.
   */
  async begin(returnTo: string | undefined): Promise<{ readonly url: string; readonly state: string }> {
    const [state, nonce, verifier] = [random(), random(), random()];
    let url: string;
    try {
      url = await this.provider.authorizationUrl(state, nonce, sha256(verifier));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { url: refusedAt(error), state: '' };
    }
    const at = this.clock.now();
    const endsAt = new Date(at.getTime() + ATTEMPT_SECONDS * 1000);
    const attempt = { nonce, verifier, returnTo: ownPath(returnTo), at, endsAt };
    await insertAttempt(this.database.tx, { ...attempt, id: newId(), stateHash: sha256(state) });
    return { url, state };
  }

  /** Ends a sign-in that this browser began: a session, or back to the sign-in page with why there is none. */
  async finish(answer: ProviderAnswer, stateOfBrowser: string | undefined): Promise<Onward> {
    try {
      return await this.admit(answer, stateOfBrowser);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await this.note(ANONYMOUS, 'sign_in.refused', 'unknown', { code: error.code });
      return { url: refusedAt(error), cookies: [] };
    }
  }

  private async admit(answer: ProviderAnswer, stateOfBrowser: string | undefined): Promise<Onward> {
    const { issuer, groupsClaim, rolesOfGroup } = this.provider.provider;
    const { state, code, iss } = answer;
    if (state === undefined || stateOfBrowser === undefined || !isEqual(state, stateOfBrowser)) throw strange('state');
    const attempt = await takeAttempt(this.database.tx, sha256(state), this.clock.now());
    if (attempt === undefined) throw strange('state');
    if (iss !== undefined && iss !== issuer) throw strange('issuer');
    if (answer.error !== undefined || code === undefined) {
      throw new DomainError('forbidden', 'provider_refused', 'The identity provider did not let this person in.');
    }
    const claims = await this.provider.claimsOf(code, attempt);
    const roles = rolesOfGroups(groupsOf(claims[groupsClaim]), rolesOfGroup);
    const personId = await this.personOf(issuer, claims, roles);
    const session = await this.sessions.begin(personId);
    await this.note(personActor({ id: personId, roles }), 'sign_in.done', personId, { issuer });
    return { url: attempt.returnTo, cookies: session.cookies };
  }

  /**
   * The person of an account at the provider, with the roles of this moment; made when they first come. Throws `no_access`
   * when no group of theirs counts here (what they had is gone then), `account_closed`.
   */
  private async personOf(issuer: string, claims: IdClaims, roles: readonly Role[]): Promise<string> {
    const bring = () => this.database.transaction((tx) => this.bringUpToDate(tx, issuer, claims, roles));
    // Who comes for the first time twice at once is made by the faster one.
    const found = await bring().catch((error: unknown) => {
      if (uniqueViolation(error) === undefined) throw error;
      return bring();
    });
    if (found.refusal !== undefined) throw found.refusal;
    return found.personId;
  }

  private async bringUpToDate(
    tx: Tx,
    issuer: string,
    claims: IdClaims,
    roles: readonly Role[],
  ): Promise<{ readonly personId: string; readonly refusal?: DomainError }> {
    const at = this.clock.now();
    const known = await findByAccount(tx, issuer, claims.sub);
    if (known === undefined) {
      return roles.length === 0 ? { personId: '', refusal: noAccess() } : this.makePerson(tx, issuer, claims, roles);
    }
    const person = await lockPerson(tx, known);
    if (person === undefined || person.disabledAt !== null) return { personId: known, refusal: closed() };
    if (roles.join() !== person.roles.join()) {
      await savePerson(tx, { ...person, roles, version: person.version + 1 }, SYSTEM.id, at);
      const subject = { kind: 'person', id: known };
      this.audit.append(tx, { actor: SYSTEM, action: 'person.changed', subject, details: { roles, by: issuer } });
    }
    if (roles.length > 0) return { personId: known };
    await deleteSessions(tx, known);
    return { personId: known, refusal: noAccess() };
  }

  private async makePerson(tx: Tx, issuer: string, claims: IdClaims, roles: readonly Role[]) {
    const at = this.clock.now();
    const id = newId();
    const { name, email } = shownAs(claims);
    const person = { id, name, roles: [...roles], provider: issuer, by: SYSTEM.id, at };
    // An address that somebody here has already is no proof of being them: the account is another one, without it.
    const stand = `${sha256(`${issuer} ${claims.sub}`).slice(0, 24).toLowerCase()}@provider.invalid`;
    const isMade = email !== undefined && (await insertPerson(tx, { ...person, email }));
    if (!isMade) await insertPerson(tx, { ...person, email: stand });
    const account = { id: newId(), personId: id, provider: issuer, subject: claims.sub, passwordHash: null, at };
    await insertAccount(tx, account);
    const subject = { kind: 'person', id };
    this.audit.append(tx, { actor: SYSTEM, action: 'person.created', subject, details: { roles, by: issuer } });
    return { personId: id };
  }

  private async note(actor: Actor, action: AuditAction, personId: string, details: object): Promise<void> {
    await this.database.transaction(async (tx) => {
      const subject = { kind: 'person', id: personId };
      this.audit.append(tx, { actor, action, subject, customerId: ACCESS_CHAIN, details: { ...details } });
    });
  }
}

/** The page to sign in on, told why there is no session. */
function refusedAt({ code }: DomainError): string {
  return `/?signInError=${encodeURIComponent(code)}`;
}

/** A path of this host and nothing else: no other host, in whatever disguise. */
export function ownPath(path: string | undefined): string {
  if (path === undefined || !/^\/(?![/\\])[\x21-\x7e]*$/.test(path) || path.includes('\\')) return '/';
  return path;
}

/** Name and address as the provider states them, where they can be shown; the address only when it says it is theirs. */
function shownAs(claims: IdClaims): { readonly name: string; readonly email: string | undefined } {
  const { email, email_verified: isVerified, name, preferred_username: username } = claims;
  const isEmail = typeof email === 'string' && /^[^\s@]{1,64}@[^\s@]{1,190}$/.test(email) && isVerified !== false;
  const names = [name, username, email].filter((text) => isPlainText(text));
  return { name: (names[0] ?? 'Somebody').slice(0, 200), email: isEmail ? email.toLowerCase() : undefined };
}

function random(): string {
  return randomBytes(32).toString('base64url');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function isEqual(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(one)), Buffer.from(sha256(other)));
}

function strange(what: string): DomainError {
  return new DomainError('forbidden', `${what}_not_known`, 'This sign-in was not begun in this browser, or is over.');
}

function noAccess(): DomainError {
  return new DomainError('forbidden', 'no_access', 'None of your groups gives access to Amends.');
}

function closed(): DomainError {
  return new DomainError('forbidden', 'account_closed', 'This account is closed.');
}
