import { rows, type Tx } from '../platform/database/database.js';
import type { Figures } from './assessment.js';
import type { Claim } from './other-claims.js';

/** The claims of an incident's evidence that name a start or an end, the oldest first. */
export function claimsOfIncident(tx: Tx, incidentId: string): Promise<Claim[]> {
  return rows<Claim>(
    tx,
    `select id, component_key as "componentKey", claimed_start_at as "claimedStartAt", claimed_end_at as "claimedEndAt"
     from evidence where incident_id = $1 and coalesce(claimed_start_at, claimed_end_at) is not null
     order by created_at, id`,
    [incidentId],
  );
}

/** The evidence that each window, live or retracted, rests on. */
export async function evidenceOfWindows(
  tx: Tx,
  windowIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await rows<{ id: string; evidenceIds: string[] }>(
    tx,
    'select id, evidence_ids as "evidenceIds" from outage_window where id = any($1::uuid[])',
    [windowIds],
  );
  return new Map(found.map(({ id, evidenceIds }) => [id, evidenceIds]));
}

export type StoredAlternative = {
  readonly windowId: string;
  readonly edge: 'start' | 'end';
  readonly claimedAt: Date;
  readonly evidenceIds: readonly string[];
  readonly figures: Figures;
  readonly computedAt: Date;
};

/** What has been worked out of an assessment, by window, edge and claimed instant. */
export function storedAlternatives(tx: Tx, assessmentId: string): Promise<StoredAlternative[]> {
  return rows<StoredAlternative>(
    tx,
    `select window_id as "windowId", edge, claimed_at as "claimedAt", evidence_ids as "evidenceIds", figures,
       computed_at as "computedAt"
     from assessment_alternative where assessment_id = $1 order by window_id, edge desc, claimed_at`,
    [assessmentId],
  );
}

export async function storeAlternative(tx: Tx, assessmentId: string, found: StoredAlternative): Promise<void> {
  await rows(
    tx,
    `insert into assessment_alternative (assessment_id, window_id, edge, claimed_at, evidence_ids, figures, computed_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (assessment_id, window_id, edge, claimed_at) do update
       set evidence_ids = excluded.evidence_ids, figures = excluded.figures, computed_at = excluded.computed_at`,
    [
      assessmentId,
      found.windowId,
      found.edge,
      found.claimedAt,
      found.evidenceIds,
      JSON.stringify(found.figures),
      found.computedAt,
    ],
  );
}
