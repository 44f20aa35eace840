import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { DomainError, notFound } from '../../kernel/domain-error.js';
import { isId, newId } from '../../kernel/ids.js';
import { ACCESS_CHAIN } from '../audit/audit-entry.js';
import { AuditService } from '../audit/audit.service.js';
import { Database, uniqueViolation } from '../database/database.js';
import { listRows, type ListQuery, type Page } from '../http/list.js';
import type { Actor, Role } from './actor.js';
import { ApiKeyEntity } from './api-key.entity.js';
import { makeApiKey, parseApiKey, secretMatches } from './api-key.js';
import { personActor } from './me.js';
import { findPerson } from './people.sql.js';

/** A key as it is shown: never its secret. */
export type ShownApiKey = Omit<ApiKeyEntity, 'secretHash'>;

/** A key that was just made, with its text, which is shown this once. */
export type MadeApiKey = { readonly key: ShownApiKey; readonly text: string };

export type NewApiKeyRequest = {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly expiresAt?: Date | null;
};

/** A key's last use is kept to the minute, so that a busy key does not write at every request. */
const LAST_USE_PRECISION_MS = 60_000;

/** The one place that says who is calling. */
@Injectable()
export class AccessService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** The actor behind a bearer key, or undefined when the key is unknown, expired or revoked. */
  async actorOfKey(text: string): Promise<Actor | undefined> {
    const parsed = parseApiKey(text);
    if (parsed === undefined) return undefined;
    const keys = this.database.dataSource.getRepository(ApiKeyEntity);
    const key = await keys.findOneBy({ prefix: parsed.prefix });
    const now = this.clock.now();
    if (key === null || !secretMatches(parsed.secret, key.secretHash)) return undefined;
    if (key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= now)) return undefined;
    if (key.lastUsedAt === null || now.getTime() - key.lastUsedAt.getTime() > LAST_USE_PRECISION_MS) {
      await keys.update({ id: key.id }, { lastUsedAt: now });
    }
    return { id: `key:${key.name}`, kind: 'key', roles: key.roles };
  }

  /** The actor that a person is at this moment, with the roles of this moment; undefined when the account is closed. */
  async actorOfPerson(personId: string): Promise<Actor | undefined> {
    const person = await findPerson(this.database.tx, personId);
    return person === undefined || person.disabledAt !== null ? undefined : personActor(person);
  }

  /** Keeps that somebody was not let in. */
  async noteDenied(actor: Actor, route: string, code: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const subject = { kind: 'route', id: route };
      this.audit.append(tx, { actor, action: 'access.denied', subject, customerId: ACCESS_CHAIN, details: { code } });
    });
  }

  /** Keys, the newest first. */
  listKeys(query: ListQuery): Promise<Page<ShownApiKey>> {
    const select = `select id, name, prefix, roles, created_by as "createdBy", created_at as "createdAt",
      expires_at as "expiresAt", revoked_at as "revokedAt", last_used_at as "lastUsedAt" from api_key`;
    const order = [
      { name: 'createdAt', type: 'timestamptz', direction: 'desc' },
      { name: 'id', type: 'uuid', direction: 'desc' },
    ] as const;
    return listRows<ShownApiKey>(this.database.tx, { select, values: [], order }, query);
  }

  /** Makes a key, whose text is never to be seen again. Throws `api_key_name_taken`, `expires_in_past`. */
  async makeKey({ name, roles, expiresAt = null }: NewApiKeyRequest, actor: Actor): Promise<MadeApiKey> {
    const { text, prefix, secretHash } = makeApiKey();
    const createdAt = this.clock.now();
    if (expiresAt !== null && expiresAt <= createdAt) {
      throw new DomainError('invalid', 'expires_in_past', 'A key cannot end before it begins.');
    }
    const lives = { createdBy: actor.id, createdAt, expiresAt, revokedAt: null, lastUsedAt: null };
    const key = { id: newId(), name, prefix, roles: [...roles], ...lives };
    try {
      await this.database.transaction(async (tx) => {
        await tx.getRepository(ApiKeyEntity).insert({ ...key, secretHash });
        const subject = { kind: 'api_key', id: key.id };
        this.audit.append(tx, {
          actor,
          action: 'api_key.created',
          subject,
          details: { name, prefix, roles, expiresAt },
        });
      });
    } catch (cause) {
      if (uniqueViolation(cause) !== 'api_key_name') throw cause;
      throw new DomainError('conflict', 'api_key_name_taken', `There is a key ${name} already.`, { cause });
    }
    return { key, text };
  }

  /** Makes a key with these roles and returns its text. */
  async createKey(name: string, roles: readonly Role[], actor: Actor): Promise<string> {
    return (await this.makeKey({ name, roles }, actor)).text;
  }

  /** Ends a key from the next request on; ended again, it stays as it is. Throws `api_key_not_found`. */
  async revokeKey(id: string, actor: Actor): Promise<ShownApiKey> {
    return this.database.transaction(async (tx) => {
      const keys = tx.getRepository(ApiKeyEntity);
      const stored = isId(id) ? await keys.findOne({ where: { id }, lock: { mode: 'for_no_key_update' } }) : null;
      if (stored === null) throw notFound('api_key', id);
      const { secretHash: _, ...key } = stored;
      if (key.revokedAt !== null) return key;
      const revokedAt = this.clock.now();
      await keys.update({ id }, { revokedAt });
      this.audit.append(tx, { actor, action: 'api_key.revoked', subject: { kind: 'api_key', id } });
      return { ...key, revokedAt };
    });
  }

  /** At the very first start: makes the first key and returns its text; later undefined, as `PeopleService.createFirst`. */
  async createFirstKey(actor: Actor): Promise<string | undefined> {
    const count = await this.database.dataSource.getRepository(ApiKeyEntity).count();
    if (count > 0) return undefined;
    try {
      return await this.createKey('first', ['administrator'], actor);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'api_key_name_taken') return undefined;
      throw error;
    }
  }
}
