import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { AuditAction } from '../audit/audit-actions.js';
import { ACCESS_CHAIN } from '../audit/audit-entry.js';
import { AuditService } from '../audit/audit.service.js';
import { Database } from '../database/database.js';
import { type Actor, ANONYMOUS } from './actor.js';
import { personActor } from './me.js';
import { passwordFaults } from './new-password.js';
import { PeopleService } from './people.service.js';
import { deleteSessions, findPerson, type PersonRow, savePassword } from './people.sql.js';
import { type FoundSession, SessionsService } from './sessions.service.js';
import { countersOf } from './sign-in-limits.js';
import { countAttempt, forgetFailures, forgiveAttempt } from './sign-in-limits.sql.js';

export type Credentials = { readonly email: string; readonly password: string };
export type SignedIn = { readonly person: PersonRow; readonly cookies: readonly string[] };

/** Signing in with a password, and changing it. */
@Injectable()
export class SignInService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly sessions: SessionsService,
    private readonly people: PeopleService,
  ) {}

  /**
   * Begins a session; the one that the browser had ends. Throws `sign_in_refused`, which never tells what was wrong, and
   * `too_many_attempts` with how long to wait.
   */
  async signIn(
    { email, password }: Credentials,
    from: { readonly ip: string; readonly cookie?: string },
  ): Promise<SignedIn> {
    const counters = countersOf(email, from.ip);
    const keys = counters.map(({ key }) => key);
    await this.countAttempt(counters);
    const session = await this.sessions.beginByPassword(email, password);
    const person = session === undefined ? undefined : await this.openAccount(session);
    if (session === undefined || person === undefined) {
      await this.note(ANONYMOUS, 'sign_in.refused', person?.id ?? 'unknown');
      throw new DomainError('unauthenticated', 'sign_in_refused', 'The e-mail address or the password is not right.');
    }
    await forgiveAttempt(this.database.tx, keys);
    await forgetFailures(this.database.tx, keys.slice(0, 1), this.clock.now());
    if (from.cookie !== undefined) await this.sessions.end(from.cookie);
    await this.note(personActor(person), 'sign_in.done', person.id);
    return { person, cookies: session.cookies };
  }

  /** Ends the session of this browser, if there is one. Gives the cookies that make it forget. */
  async signOut(cookie: string | undefined): Promise<{ readonly ended: number; readonly cookies: readonly string[] }> {
    const session = await this.sessions.find(cookie);
    if (session !== undefined) {
      const id = session.personId;
      await this.note(personActor({ id, roles: [] }), 'sign_out.done', id);
    }
    return { ended: session === undefined ? 0 : 1, cookies: await this.sessions.end(cookie) };
  }

  /** Ends every session of a person, on every device. */
  async signOutEverywhere(actor: Actor, personId: string): Promise<number> {
    return this.database.transaction(async (tx) => {
      const ended = await deleteSessions(tx, personId);
      const subject = { kind: 'person', id: personId };
      this.audit.append(tx, { actor, action: 'sign_out.everywhere', subject, customerId: ACCESS_CHAIN });
      return ended;
    });
  }

  /**
   * Changes somebody's own password, ends all sessions and begins a new one. Throws `sign_in_refused` when the old
   * password is not right, `invalid_input` when the new one is too easy.
   */
  async changePassword(
    actor: Actor,
    personId: string,
    words: { readonly current: string; readonly wanted: string },
    from: { readonly ip: string },
  ): Promise<SignedIn> {
    const person = await this.people.get(personId);
    const reasons = passwordFaults(words.wanted, [person.name, person.email], 'newPassword');
    if (reasons.length > 0) throw new DomainError('invalid', 'invalid_input', 'Choose another password.', { reasons });
    await this.signIn({ email: person.email, password: words.current }, from);
    const hash = await this.sessions.hash(words.wanted);
    await this.database.transaction(async (tx) => {
      await savePassword(tx, personId, hash, this.clock.now());
      await deleteSessions(tx, personId);
      this.audit.append(tx, { actor, action: 'person.password_changed', subject: { kind: 'person', id: personId } });
    });
    return { person, cookies: (await this.sessions.begin(personId)).cookies };
  }

  /** Refuses when there were too many failures. The attempt counts at once, so that many at a time count too. */
  private async countAttempt(counters: ReturnType<typeof countersOf>): Promise<void> {
    const now = this.clock.now();
    const keys = counters.map(({ key }) => key);
    const counted = await countAttempt(this.database.tx, keys, now);
    const over = counted.filter(({ key, failures }) => failures > (counters.find((c) => c.key === key)?.limit ?? 0));
    if (over.length === 0) return;
    await forgiveAttempt(this.database.tx, keys);
    await this.note(ANONYMOUS, 'sign_in.limited', 'unknown');
    const endsMs = Math.max(...over.map(({ windowEndsAt }) => windowEndsAt.getTime()));
    const retryAfterSeconds = Math.max(1, Math.ceil((endsMs - now.getTime()) / 1000));
    throw new DomainError('too_many', 'too_many_attempts', 'Too many attempts to sign in from here; wait a while.', {
      details: { retryAfterSeconds },
    });
  }

  /** The person of a session that has just begun, unless the account is closed: then it ends at once. */
  private async openAccount({ personId, cookies }: FoundSession): Promise<PersonRow | undefined> {
    const person = await findPerson(this.database.tx, personId);
    if (person !== undefined && person.disabledAt === null) return person;
    await this.sessions.end(cookies.map((cookie) => cookie.split(';', 1)[0]).join('; '));
    return undefined;
  }

  private async note(actor: Actor, action: AuditAction, personId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      this.audit.append(tx, { actor, action, subject: { kind: 'person', id: personId }, customerId: ACCESS_CHAIN });
    });
  }
}
