import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError, notFound, type Reason } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database } from '../platform/database/database.js';
import { assertVersion } from '../platform/http/if-match.js';
import { EvidenceEntity } from './evidence.entity.js';
import { lockIncident } from './incidents.sql.js';
import type { IncidentWindows } from './outage-windows.service.js';
import { insertWindows, retractWindows, touchIncident, windowRows } from './outage-windows.sql.js';

export type EvidenceChoice = {
  readonly startEvidenceId?: string;
  readonly endEvidenceId?: string;
  readonly reason: string;
  readonly expectedVersion?: number;
};

/** Whose word a window's times are taken from, where several are told. */
@Injectable()
export class WindowChoiceService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /**
   * Gives a live window the times that the chosen evidence claims: it is retracted and a new one takes its place, with
   * who chose and why. Throws `outage_window_not_found`, `invalid_input` with every reason, `windows_overlap`.
   */
  choose(incidentId: string, windowId: string, choice: EvidenceChoice, actor: Actor): Promise<IncidentWindows> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const incident = await lockIncident(tx, incidentId);
      assertVersion(incident.version, choice.expectedVersion);
      const window = (await windowRows(tx, incident.id, 'live')).find(({ id }) => id === windowId);
      if (window === undefined) throw notFound('outage_window', windowId);
      const evidence = await tx.getRepository(EvidenceEntity).findBy({ incidentId: incident.id });
      const byId = new Map(evidence.map((each) => [each.id, each]));
      const chosen = chosenTimes(window, choice, byId);
      const deed = { incidentId: incident.id, by: actor.id, at: now };
      await retractWindows(tx, [window.id], { ...deed, reason: choice.reason });
      await insertWindows(tx, [{ ...window, ...chosen, id: newId(), reason: choice.reason }], deed);
      await touchIncident(tx, incident.id, incident.version + 1, actor.id, now);
      const windows = await windowRows(tx, incident.id, 'live');
      this.audit.append(tx, {
        actor,
        action: 'incident.evidence_chosen',
        subject: { kind: 'incident', id: incident.id },
        details: { windowId, startEvidenceId: choice.startEvidenceId, endEvidenceId: choice.endEvidenceId },
      });
      return { incidentId: incident.id, version: incident.version + 1, windows };
    });
  }
}

type Chosen = {
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly startEvidenceId: string | null;
  readonly endEvidenceId: string | null;
  readonly evidenceIds: readonly string[];
};

function chosenTimes(
  window: Chosen,
  { startEvidenceId, endEvidenceId }: EvidenceChoice,
  evidence: ReadonlyMap<string, EvidenceEntity>,
): Chosen {
  const reasons: Reason[] = [];
  const startsAt = claimedAt(evidence, 'start', startEvidenceId, reasons) ?? window.startsAt;
  const endsAt = claimedAt(evidence, 'end', endEvidenceId, reasons) ?? window.endsAt;
  if (startEvidenceId === undefined && endEvidenceId === undefined) {
    reasons.push({ path: 'startEvidenceId', code: 'choice_needed', message: 'Choose the start, the end or both.' });
  }
  if (endsAt !== null && endsAt <= startsAt) {
    reasons.push({
      path: 'endEvidenceId',
      code: 'window_ends_before_it_starts',
      message: 'A window ends after it starts.',
    });
  }
  if (reasons.length > 0)
    throw new DomainError('invalid', 'invalid_input', 'The window cannot have these times.', { reasons });
  const chosen = [startEvidenceId, endEvidenceId].filter((id) => id !== undefined);
  return {
    startsAt,
    endsAt,
    startEvidenceId: startEvidenceId ?? window.startEvidenceId,
    endEvidenceId: endEvidenceId ?? window.endEvidenceId,
    evidenceIds: [...new Set([...window.evidenceIds, ...chosen])],
  };
}

function claimedAt(
  evidence: ReadonlyMap<string, EvidenceEntity>,
  about: 'start' | 'end',
  id: string | undefined,
  reasons: Reason[],
): Date | undefined {
  if (id === undefined) return undefined;
  const found = evidence.get(id);
  const at = (about === 'start' ? found?.claimedStartAt : found?.claimedEndAt) ?? undefined;
  if (at === undefined) {
    const code = found === undefined ? 'unknown_evidence' : 'evidence_claims_no_time';
    const message = `The evidence ${id} tells no ${about} of this incident.`;
    reasons.push({ path: `${about}EvidenceId`, code, message });
  }
  return at;
}
