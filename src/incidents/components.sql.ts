import { row, type Tx } from '../platform/database/database.js';
import type { StoredComponent } from './component.js';
import { ComponentEntity } from './component.entity.js';
import type { Capability } from './outage-window.js';

/** The capabilities of every component, by its key. */
export async function capabilitiesByComponent(tx: Tx): Promise<ReadonlyMap<string, readonly Capability[]>> {
  const components = await tx.getRepository(ComponentEntity).find({ select: { key: true, capabilities: true } });
  return new Map(components.map(({ key, capabilities }) => [key, capabilities]));
}

/** Keeps a new component; false when its key is taken, also by somebody who keeps it at this moment. */
export async function insertComponent(tx: Tx, component: StoredComponent): Promise<boolean> {
  const inserted = await row(
    tx,
    `insert into component (key, name, capabilities, version, created_at, updated_by, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (key) do nothing returning key`,
    [
      component.key,
      component.name,
      component.capabilities,
      component.version,
      component.createdAt,
      component.updatedBy,
      component.updatedAt,
    ],
  );
  return inserted !== undefined;
}

/** The stored component, locked until the transaction ends; null when there is none. */
export function lockComponent(tx: Tx, key: string): Promise<StoredComponent | null> {
  return tx.getRepository(ComponentEntity).findOne({ where: { key }, lock: { mode: 'pessimistic_write' } });
}
