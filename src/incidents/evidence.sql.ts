import { newId } from '../kernel/ids.js';
import type { Tx } from '../platform/database/database.js';
import type { Evidence } from './evidence.js';
import { EvidenceEntity } from './evidence.entity.js';

type Deed = { readonly incidentId: string; readonly by: string; readonly at: Date };

/** Keeps evidence of an incident and gives the ids, in order; what is there word for word already is not kept twice. */
export async function keepEvidence(
  tx: Tx,
  items: readonly Evidence[],
  { incidentId, by, at }: Deed,
): Promise<string[]> {
  const repository = tx.getRepository(EvidenceEntity);
  const known = new Map((await repository.findBy({ incidentId })).map((each) => [keyOf(each), each.id]));
  const fresh: EvidenceEntity[] = [];
  const ids = items.map((item) => {
    const key = keyOf(item);
    const id = known.get(key) ?? newId();
    if (!known.has(key)) fresh.push({ ...item, id, incidentId, createdBy: by, createdAt: at });
    known.set(key, id);
    return id;
  });
  if (fresh.length > 0) await repository.insert(fresh);
  return ids;
}

function keyOf({ source, componentKey, claimedStartAt, claimedEndAt, quote }: Evidence): string {
  return JSON.stringify([source, componentKey, claimedStartAt, claimedEndAt, quote]);
}
