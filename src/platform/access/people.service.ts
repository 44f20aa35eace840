import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { DomainError, notFound } from '../../kernel/domain-error.js';
import { isId, newId } from '../../kernel/ids.js';
import type { AuditAction } from '../audit/audit-actions.js';
import { AuditService } from '../audit/audit.service.js';
import { Database, type Tx } from '../database/database.js';
import { assertVersion } from '../http/if-match.js';
import type { ListQuery, Page } from '../http/list.js';
import type { Actor, Role } from './actor.js';
import { makePassword } from './new-password.js';
import {
  countPeople,
  deleteSessions,
  findPerson,
  insertAccount,
  insertPerson,
  listPeople,
  lockAdministrators,
  lockPerson,
  type PersonRow,
  savePassword,
  savePerson,
} from './people.sql.js';
import { SessionsService } from './sessions.service.js';

/** A person with the password that was made for them; it is shown this once. */
export type PersonWithPassword = { readonly person: PersonRow; readonly password: string };

export type NewPersonRequest = { readonly name: string; readonly email: string; readonly roles: readonly Role[] };
export type PersonChange = { readonly roles?: readonly Role[]; readonly disabled?: boolean };

/** People with an account here: who they are, and what they may do. */
@Injectable()
export class PeopleService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly sessions: SessionsService,
  ) {}

  /** Everybody, by e-mail address. */
  list(query: ListQuery): Promise<Page<PersonRow>> {
    return listPeople(this.database.tx, query);
  }

  /** Throws `person_not_found`. */
  async get(id: string): Promise<PersonRow> {
    return found(isId(id) ? await findPerson(this.database.tx, id) : undefined, id);
  }

  /** Makes a person with a password of our choice. Throws `email_taken`. */
  async create({ name, email, roles }: NewPersonRequest, actor: Actor): Promise<PersonWithPassword> {
    const password = makePassword();
    const passwordHash = await this.sessions.hash(password);
    const person = await this.database.transaction(async (tx) => {
      const at = this.clock.now();
      const id = newId();
      const record = { id, name, email: email.toLowerCase(), roles: [...roles], provider: null, by: actor.id, at };
      if (!(await insertPerson(tx, record))) {
        throw new DomainError('conflict', 'email_taken', 'Somebody has this e-mail address already.');
      }
      await insertAccount(tx, { id: newId(), personId: id, provider: 'credential', subject: id, passwordHash, at });
      this.note(tx, actor, 'person.created', id, { roles });
      return found(await findPerson(tx, id), id);
    });
    return { person, password };
  }

  /** At the very first start: makes the first administrator; later undefined, and when another process was faster. */
  async createFirst(email: string, actor: Actor): Promise<PersonWithPassword | undefined> {
    if ((await countPeople(this.database.tx)) > 0) return undefined;
    try {
      return await this.create({ name: 'Administrator', email, roles: ['administrator'] }, actor);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'email_taken') return undefined;
      throw error;
    }
  }

  /**
   * Gives other roles, or closes or opens an account; both hold from the next request on. Throws `person_not_found`,
   * `version_changed`, `last_administrator`, `roles_from_provider`.
   */
  change(id: string, change: PersonChange, expectedVersion: number | undefined, actor: Actor): Promise<PersonRow> {
    return this.database.transaction(async (tx) => {
      const administrators = await lockAdministrators(tx);
      const stored = found(isId(id) ? await lockPerson(tx, id) : undefined, id);
      assertVersion(stored.version, expectedVersion);
      if (change.roles !== undefined && stored.provider !== null) throw rolesFromProvider(stored.provider);
      const now = this.clock.now();
      const { disabled = stored.disabledAt !== null } = change;
      const changed = {
        ...stored,
        roles: change.roles ?? stored.roles,
        disabledAt: disabled ? (stored.disabledAt ?? now) : null,
        version: stored.version + 1,
      };
      const stays = changed.disabledAt === null && changed.roles.includes('administrator');
      if (!stays && administrators.length === 1 && administrators[0] === stored.id) throw lastAdministrator();
      await savePerson(tx, changed, actor.id, now);
      if (disabled) await deleteSessions(tx, stored.id);
      this.note(tx, actor, 'person.changed', stored.id, { roles: changed.roles, disabled });
      return found(await findPerson(tx, stored.id), id);
    });
  }

  /** Makes a new password and ends every session. Throws `person_not_found`, `no_password`. */
  async resetPassword(id: string, actor: Actor): Promise<PersonWithPassword> {
    const password = makePassword();
    const passwordHash = await this.sessions.hash(password);
    const person = await this.database.transaction(async (tx) => {
      const stored = found(isId(id) ? await lockPerson(tx, id) : undefined, id);
      if (!(await savePassword(tx, stored.id, passwordHash, this.clock.now()))) throw noPassword();
      await deleteSessions(tx, stored.id);
      this.note(tx, actor, 'person.password_reset', stored.id, {});
      return stored;
    });
    return { person, password };
  }

  /** What a person likes to see: language and theme. */
  async prefer(id: string, wanted: { readonly locale?: string | null; readonly theme?: string | null }, actor: Actor) {
    return this.database.transaction(async (tx) => {
      const stored = found(await lockPerson(tx, id), id);
      const { locale = stored.locale, theme = stored.theme } = wanted;
      const changed = { ...stored, locale, theme, version: stored.version + 1 };
      await savePerson(tx, changed, actor.id, this.clock.now());
      this.note(tx, actor, 'person.preferences_changed', id, { locale, theme });
      return changed;
    });
  }

  private note(
    tx: Tx,
    actor: Actor,
    action: AuditAction,
    id: string,
    details: Readonly<Record<string, unknown>>,
  ): void {
    this.audit.append(tx, { actor, action, subject: { kind: 'person', id }, details });
  }
}

function found(person: PersonRow | undefined, id: string): PersonRow {
  if (person === undefined) throw notFound('person', id);
  return person;
}

function lastAdministrator(): DomainError {
  return new DomainError('conflict', 'last_administrator', 'Somebody else must be an administrator first.');
}

function rolesFromProvider(provider: string): DomainError {
  const message = 'The roles of this person come from their groups at the identity provider.';
  return new DomainError('conflict', 'roles_from_provider', message, { details: { provider } });
}

function noPassword(): DomainError {
  return new DomainError(
    'conflict',
    'no_password',
    'This person signs in at the identity provider and has no password.',
  );
}
