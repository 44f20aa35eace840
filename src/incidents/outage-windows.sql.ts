import { DomainError } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';
import { rows, type Tx } from '../platform/database/database.js';
import { exclusionViolation } from '../platform/database/pg-errors.js';
import type { LiveWindow, WantedWindow } from './outage-window.js';

/** A window with where it comes from and, once retracted, who took it back, when and why. */
export type WindowRow = LiveWindow & {
  readonly reason: string | null;
  readonly evidenceIds: readonly string[];
  /** The claims that its start and its end were taken from, where a person chose among several. */
  readonly startEvidenceId: string | null;
  readonly endEvidenceId: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly retractedAt: Date | null;
  readonly retractedBy: string | null;
  readonly retractedReason: string | null;
};

/** A window about to be stored. */
export type NewWindow = WantedWindow & {
  readonly id: string;
  readonly startEvidenceId?: string | null;
  readonly endEvidenceId?: string | null;
};

type Deed = { readonly incidentId: string; readonly by: string; readonly at: Date };

/** The windows of an incident by start, component, age and id: the live ones, or the retracted ones too. */
export function windowRows(tx: Tx, incidentId: string, include: 'live' | 'retracted'): Promise<WindowRow[]> {
  return rows<WindowRow>(
    tx,
    `select id, component_key as "componentKey", starts_at as "startsAt", ends_at as "endsAt", capabilities, reason,
            evidence_ids as "evidenceIds", start_evidence_id as "startEvidenceId", end_evidence_id as "endEvidenceId",
            created_by as "createdBy", created_at as "createdAt",
            retracted_at as "retractedAt", retracted_by as "retractedBy", retracted_reason as "retractedReason"
       from outage_window where incident_id = $1 and ($2 or retracted_at is null)
      order by starts_at, component_key, created_at, id`,
    [incidentId, include === 'retracted'],
  );
}

/** Those of the ids that are evidence of the incident. What is no id at all is not among them. */
export async function ownEvidenceIds(tx: Tx, incidentId: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const own = await rows<{ id: string }>(
    tx,
    'select id from evidence where incident_id = $1 and id = any($2::uuid[])',
    [incidentId, [...new Set(ids)].filter(isId)],
  );
  return new Set(own.map(({ id }) => id));
}

/** Pulls an incident's version up: its windows changed. */
export async function touchIncident(tx: Tx, incidentId: string, version: number, by: string, at: Date): Promise<void> {
  await rows(tx, 'update incident set version = $2, updated_by = $3, updated_at = $4 where id = $1', [
    incidentId,
    version,
    by,
    at,
  ]);
}

/** Retracts live windows of an incident: they stay readable and stop keeping others out. Retracted ones stay as they are. */
export async function retractWindows(
  tx: Tx,
  windowIds: readonly string[],
  { incidentId, by, at, reason }: Deed & { readonly reason: string | null },
): Promise<void> {
  await rows(
    tx,
    `update outage_window set retracted_at = $3, retracted_by = $4, retracted_reason = $5
      where incident_id = $1 and id = any($2::uuid[]) and retracted_at is null`,
    [incidentId, windowIds, at, by, reason],
  );
}

/**
 * Stores windows with what they hit, as live. Throws `windows_overlap` (conflict) when one overlaps another live window
 * of its component for the same capability, also one that somebody else stores at this moment.
 */
export async function insertWindows(
  tx: Tx,
  windows: readonly NewWindow[],
  { incidentId, by, at }: Deed,
): Promise<void> {
  try {
    await rows(
      tx,
      `insert into outage_window (id, incident_id, component_key, starts_at, ends_at, capabilities, reason, evidence_ids,
                                  start_evidence_id, end_evidence_id, created_by, created_at)
       select id, $2, "componentKey", "startsAt", "endsAt", capabilities, reason, "evidenceIds", "startEvidenceId",
              "endEvidenceId", $3, $4
         from jsonb_to_recordset($1::jsonb) as w (id uuid, "componentKey" text, "startsAt" timestamptz,
              "endsAt" timestamptz, capabilities jsonb, reason text, "evidenceIds" uuid[], "startEvidenceId" uuid,
              "endEvidenceId" uuid)`,
      [JSON.stringify(windows), incidentId, by, at],
    );
  } catch (error) {
    if (exclusionViolation(error) === undefined) throw error;
    const message = 'Another live window of the component says something else of the same capability at that time.';
    throw new DomainError('conflict', 'windows_overlap', message, { cause: error });
  }
}
