import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database } from '../platform/database/database.js';
import { assertVersion } from '../platform/http/if-match.js';
import { listRows, type ListQuery, type Page } from '../platform/http/list.js';
import { type Component, isComponentKey, type StoredComponent } from './component.js';
import { ComponentEntity } from './component.entity.js';
import { insertComponent, lockComponent } from './components.sql.js';
import { CAPABILITIES } from './outage-window.js';

/** The parts of the product that can fail. */
@Injectable()
export class ComponentsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  list(query: ListQuery): Promise<Page<StoredComponent>> {
    const select = `select key, name, capabilities, version, created_at as "createdAt", updated_by as "updatedBy",
                           updated_at as "updatedAt" from component`;
    const order = [{ name: 'key', type: 'text', direction: 'asc' }] as const;
    return listRows<StoredComponent>(this.database.tx, { select, values: [], order }, query);
  }

  async get(key: string): Promise<StoredComponent> {
    const components = this.database.tx.getRepository(ComponentEntity);
    const component = isComponentKey(key) ? await components.findOneBy({ key }) : null;
    if (component === null) throw notFound('component', key);
    return component;
  }

  /** Makes the component or replaces its name and capabilities. A component that is not there yet has version 0. */
  async put(wanted: Component, expectedVersion: number | undefined, actor: Actor): Promise<StoredComponent> {
    if (!isComponentKey(wanted.key)) throw invalidKey();
    const now = this.clock.now();
    const capabilities = CAPABILITIES.filter((capability) => wanted.capabilities.includes(capability));
    const fields = { key: wanted.key, name: wanted.name, capabilities, updatedBy: actor.id, updatedAt: now };
    return this.database.transaction(async (tx) => {
      const { name } = fields;
      const subject = { kind: 'component', id: wanted.key };
      this.audit.append(tx, { actor, action: 'component.put', subject, details: { name, capabilities } });
      const first = { ...fields, version: 1, createdAt: now };
      if ((expectedVersion ?? 0) === 0 && (await insertComponent(tx, first))) return first;
      const stored = await lockComponent(tx, wanted.key);
      assertVersion(stored?.version ?? 0, expectedVersion);
      if (stored === null) throw notFound('component', wanted.key);
      const next = { ...stored, ...fields, version: stored.version + 1 };
      await tx.getRepository(ComponentEntity).update({ key: next.key }, next);
      return next;
    });
  }
}

function invalidKey(): DomainError {
  const message = 'A key has 1 to 63 small letters, digits and hyphens, and does not begin with a hyphen.';
  return new DomainError('invalid', 'invalid_component_key', message, {
    reasons: [{ path: 'key', code: 'invalid_component_key', message }],
  });
}
