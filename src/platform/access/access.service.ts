import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import { Database } from '../database/database.js';
import { AuditService } from '../audit/audit.service.js';
import type { Actor, Role } from './actor.js';
import { ApiKeyEntity } from './api-key.entity.js';
import { makeApiKey, parseApiKey, secretMatches } from './api-key.js';

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

  /** Makes a key with these roles and returns its text, which is never to be seen again. */
  async createKey(name: string, roles: readonly Role[], actor: Actor): Promise<string> {
    const key = makeApiKey();
    await this.database.transaction(async (tx) => {
      const id = newId();
      await tx.getRepository(ApiKeyEntity).insert({
        id,
        name,
        prefix: key.prefix,
        secretHash: key.secretHash,
        roles: [...roles],
        createdBy: actor.id,
        createdAt: this.clock.now(),
      });
      const details = { name, prefix: key.prefix, roles };
      this.audit.append(tx, { actor, action: 'api_key.created', subject: { kind: 'api_key', id }, details });
    });
    return key.text;
  }

  /** At the very first start: makes the first key and returns its text; later undefined. */
  async createFirstKey(actor: Actor): Promise<string | undefined> {
    const count = await this.database.dataSource.getRepository(ApiKeyEntity).count();
    return count === 0 ? this.createKey('first', ['administrator'], actor) : undefined;
  }
}
