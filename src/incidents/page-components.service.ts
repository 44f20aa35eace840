import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError, notFound, type Reason } from '../kernel/domain-error.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database } from '../platform/database/database.js';
import { assertVersion } from '../platform/http/if-match.js';
import { listRows, type ListQuery, type Page } from '../platform/http/list.js';
import { capabilitiesByComponent } from './components.sql.js';
import type { Capability } from './outage-window.js';
import type { PageComponent, StoredPageComponent } from './page-component.js';
import { PageComponentEntity } from './page-component.entity.js';

/** Which components of ours a status page means by its own. */
@Injectable()
export class PageComponentsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** The components of status pages so far; `unmapped`: only those of which nobody has said what they are. */
  list(query: ListQuery & { readonly unmapped?: boolean }): Promise<Page<StoredPageComponent>> {
    const select = `
      select page_component_id as "pageComponentId", page_id as "pageId", name, component_key as "componentKey",
             capabilities, ignored, version, created_at as "createdAt", updated_by as "updatedBy",
             updated_at as "updatedAt"
        from page_component where not $1 or (component_key is null and not ignored)`;
    const order = [{ name: 'pageComponentId', type: 'text', direction: 'asc' }] as const;
    return listRows<StoredPageComponent>(this.database.tx, { select, values: [query.unmapped === true], order }, query);
  }

  /** Says what a page's component is, also before any import has seen it. Throws `invalid_input` with every reason. */
  put(
    wanted: Omit<PageComponent, 'pageId' | 'name'> & { readonly name?: string },
    expectedVersion: number | undefined,
    actor: Actor,
  ): Promise<StoredPageComponent> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const repository = tx.getRepository(PageComponentEntity);
      const reasons = mappingReasons(wanted, await capabilitiesByComponent(tx));
      if (reasons.length > 0) throw new DomainError('invalid', 'invalid_input', 'The input is not valid.', { reasons });
      const { pageComponentId } = wanted;
      const lock = { mode: 'pessimistic_write' } as const;
      const stored = await repository.findOne({ where: { pageComponentId }, lock });
      assertVersion(stored?.version ?? 0, expectedVersion);
      if (stored === null && wanted.name === undefined) throw notFound('page_component', pageComponentId);
      const next = {
        pageComponentId,
        pageId: stored?.pageId ?? null,
        componentKey: wanted.componentKey,
        ignored: wanted.ignored,
        createdAt: stored?.createdAt ?? now,
        name: wanted.name ?? stored?.name ?? pageComponentId,
        capabilities: wanted.capabilities === null ? null : [...wanted.capabilities],
        version: (stored?.version ?? 0) + 1,
        updatedBy: actor.id,
        updatedAt: now,
      };
      await repository.save(next);
      this.audit.append(tx, {
        actor,
        action: 'page_component.mapped',
        subject: { kind: 'page_component', id: pageComponentId },
        details: { componentKey: next.componentKey, ignored: next.ignored },
      });
      return next;
    });
  }
}

function mappingReasons(
  { componentKey, capabilities, ignored }: Omit<PageComponent, 'pageId' | 'name'>,
  components: ReadonlyMap<string, readonly Capability[]>,
): Reason[] {
  if (componentKey === null) return [];
  if (ignored) {
    return [{ path: 'ignored', code: 'ignored_and_mapped', message: 'It is one of ours, or it is ignored.' }];
  }
  const own = components.get(componentKey);
  if (own === undefined) {
    const message = `There is no component ${componentKey}; make it with PUT /components/{key}.`;
    return [{ path: 'componentKey', code: 'unknown_component', message }];
  }
  return (capabilities ?? []).flatMap((capability, index) =>
    own.includes(capability)
      ? []
      : [
          {
            path: `capabilities.${index}`,
            code: 'capability_not_of_component',
            message: `The component ${componentKey} does not have the capability ${capability}.`,
          },
        ],
  );
}
