import { row, rows, type Tx } from '../platform/database/database.js';
import type { Component } from './component.js';
import { ComponentEntity } from './component.entity.js';
import type { Incident } from './incident.js';
import { IncidentEntity } from './incident.entity.js';
import { componentCalled, type PageComponent } from './page-component.js';
import type { PageUpdate } from './statuspage/read-statuspage.js';

/** The incident that has this id elsewhere, locked until the transaction ends; null when there is none. */
export function lockByReference(tx: Tx, reference: string): Promise<Incident | null> {
  return tx.getRepository(IncidentEntity).findOne({ where: { reference }, lock: { mode: 'pessimistic_write' } });
}

/** How many updates came, and how many that were there have other words, time or status now. */
export type KeptUpdates = { readonly added: number; readonly changed: number };

type Deed = { readonly incidentId: string; readonly by: string; readonly at: Date };

/** True when a later update than these came before: then a page was kept for a while, or a webhook was sent again. */
export async function isOlderReading(tx: Tx, incidentId: string, updates: readonly PageUpdate[]): Promise<boolean> {
  const found = await row<{ isOlder: boolean }>(
    tx,
    `select exists (select from incident_update where incident_id = $1 and external_id is not null
              and not external_id = any ($2) and ($3::timestamptz is null or display_at > $3)) as "isOlder"`,
    [incidentId, updates.map(({ externalId }) => externalId), updates.at(-1)?.displayAt ?? null],
  );
  return found?.isOlder === true;
}

/**
 * Keeps an incident's updates by their ids elsewhere: new ones come, changed ones are written over unless the reading is
 * an older one, none goes.
 */
export async function keepUpdates(
  tx: Tx,
  updates: readonly (PageUpdate & { readonly id: string })[],
  sourceUrl: string | null,
  { incidentId, by, at, isOlder }: Deed & { readonly isOlder: boolean },
): Promise<KeptUpdates> {
  const written = await rows<{ isNew: boolean }>(
    tx,
    `insert into incident_update (id, incident_id, status, body, display_at, source_url, created_by, created_at, external_id)
     select id, $2, status, body, "displayAt", $3, $4, $5, "externalId"
       from jsonb_to_recordset($1::jsonb) as u (id uuid, status text, body text, "displayAt" timestamptz, "externalId" text)
     on conflict (incident_id, external_id) do update
       set status = excluded.status, body = excluded.body, display_at = excluded.display_at
       where not $6 and (incident_update.status, incident_update.body, incident_update.display_at)
             is distinct from (excluded.status, excluded.body, excluded.display_at)
     returning id = any (select (v ->> 'id')::uuid from jsonb_array_elements($1::jsonb) v) as "isNew"`,
    [JSON.stringify(updates), incidentId, sourceUrl, by, at, isOlder],
  );
  const added = written.filter(({ isNew }) => isNew).length;
  return { added, changed: written.length - added };
}

/**
 * Makes page components known that are not yet, as ours where one of ours is called the same and as nobody's otherwise.
 * Those that people have said something of stay so; of the others the name follows the page's.
 */
export async function keepPageComponents(
  tx: Tx,
  seen: readonly Pick<PageComponent, 'pageComponentId' | 'pageId' | 'name'>[],
  by: string,
  at: Date,
): Promise<void> {
  const ours: Component[] = await tx.getRepository(ComponentEntity).find();
  for (const { pageComponentId, pageId, name } of seen) {
    await row(
      tx,
      `insert into page_component (page_component_id, page_id, name, component_key, version, created_at, updated_by, updated_at)
       values ($1, $2, $3, $4, 1, $5, $6, $5)
       on conflict (page_component_id) do update
         set name = excluded.name, component_key = coalesce(page_component.component_key, excluded.component_key),
             updated_by = excluded.updated_by, updated_at = excluded.updated_at
         where page_component.version = 1 and page_component.page_id is not null
           and (page_component.name <> excluded.name
             or page_component.component_key is null and excluded.component_key is not null)
       returning page_component_id`,
      [pageComponentId, pageId, name, componentCalled(name, ours), at, by],
    );
  }
}
