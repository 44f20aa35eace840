import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { DomainError, notFound, type Reason } from '../../kernel/domain-error.js';
import type { Actor } from '../../platform/access/actor.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { Database, row, type Tx, uniqueViolation } from '../../platform/database/database.js';
import { assertVersion } from '../../platform/http/if-match.js';
import { type ListQuery, listRows, type Page } from '../../platform/http/list.js';
import { unknownNames } from '../attendance/attendance.sql.js';
import { ApplyEventsService } from './apply-events.service.js';
import { SCOPES_OF, type SourceRule } from './hook-source.js';
import { HookSourceEntity } from './hook-source.entity.js';
import { customersNamed } from './meeting-events.sql.js';

/** Whose meetings an account, host or room of a platform holds. */
export type HookSource = SourceRule & {
  readonly key: string;
  /** The external id of the customer. */
  readonly customer: string;
  readonly components: readonly string[];
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedBy: string;
  readonly updatedAt: Date;
};

export type WantedSource = Pick<HookSource, 'provider' | 'scope' | 'value' | 'customer' | 'components'>;

const KEY = /^[a-z0-9][a-z0-9-]{0,62}$/;
const SOURCES = `
  select s.key, s.provider, s.scope, s.value, c.external_id as customer, s.components, s.version,
         s.created_at as "createdAt", s.updated_by as "updatedBy", s.updated_at as "updatedAt"
    from hook_source s join customer c on c.id = s.customer_id`;

/** Which customer the events of an account, host or room belong to; events that waited for it are applied then. */
@Injectable()
export class HookSourcesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly apply: ApplyEventsService,
  ) {}

  list(query: ListQuery): Promise<Page<HookSource>> {
    const order = [{ name: 'key', type: 'text', direction: 'asc' }] as const;
    return listRows<HookSource>(this.database.tx, { select: SOURCES, values: [], order }, query);
  }

  async get(key: string): Promise<HookSource> {
    const found = await row<HookSource>(this.database.tx, `${SOURCES} where s.key = $1`, [key]);
    if (found === undefined) throw notFound('hook_source', key);
    return found;
  }

  /**
   * Makes a source or replaces it. What was applied before stays with its customer. Throws `invalid_input` with every
   * fault, and `hook_source_taken` when another source covers the same.
   */
  async put(key: string, wanted: WantedSource, expectedVersion: number | undefined, actor: Actor): Promise<HookSource> {
    const now = this.clock.now();
    const { provider, scope, value } = wanted;
    try {
      await this.database.transaction(async (tx) => {
        const customerId = await this.require(tx, key, wanted);
        const repository = tx.getRepository(HookSourceEntity);
        const stored = await repository.findOne({ where: { key }, lock: { mode: 'pessimistic_write' } });
        assertVersion(stored?.version ?? 0, expectedVersion);
        const version = (stored?.version ?? 0) + 1;
        const components = [...wanted.components];
        const kept = { key, provider, scope, value, customerId, components, version };
        await repository.save({
          ...kept,
          createdAt: stored?.createdAt ?? now,
          updatedBy: actor.id,
          updatedAt: now,
        });
        const subject = { kind: 'hook_source', id: key };
        this.audit.append(tx, { actor, action: 'hook_source.kept', subject, customerId, details: { version } });
        await this.apply.askAgain(tx, provider, `source ${key} ${version} ${now.toISOString()}`);
      });
    } catch (error) {
      if (uniqueViolation(error) === undefined) throw error;
      throw new DomainError('conflict', 'hook_source_taken', 'Another source covers this already.', { cause: error });
    }
    return this.get(key);
  }

  /** Removes a source; what was applied through it stays. */
  async remove(key: string, actor: Actor): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { affected } = await tx.getRepository(HookSourceEntity).delete({ key });
      if (affected !== 1) throw notFound('hook_source', key);
      this.audit.append(tx, { actor, action: 'hook_source.removed', subject: { kind: 'hook_source', id: key } });
    });
  }

  private async require(tx: Tx, key: string, wanted: WantedSource): Promise<string> {
    const { provider, scope, customer, components } = wanted;
    const reasons: Reason[] = [];
    if (!KEY.test(key)) {
      const message = 'A key has 1 to 63 small letters, digits and hyphens, and does not begin with a hyphen.';
      reasons.push({ path: 'key', code: 'invalid_hook_source_key', message });
    }
    if (!SCOPES_OF[provider].includes(scope)) {
      const message = `For ${provider} this is one of ${SCOPES_OF[provider].join(', ')}.`;
      reasons.push({ path: 'scope', code: 'not_allowed', message });
    }
    const customerId = (await customersNamed(tx, [customer])).get(customer);
    if (customerId === undefined) {
      reasons.push({ path: 'customer', code: 'unknown_customer', message: `There is no customer ${customer}.` });
    }
    for (const name of (await unknownNames(tx, customer, components)).unknownComponents) {
      reasons.push({ path: 'components', code: 'unknown_component', message: `There is no component ${name}.` });
    }
    if (reasons.length > 0 || customerId === undefined) {
      throw new DomainError('invalid', 'invalid_input', 'The input is not valid.', { reasons });
    }
    return customerId;
  }
}
