import { Injectable } from '@nestjs/common';
import { findIncident, liveWindows } from '../incidents/incidents.sql.js';
import { Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/domain-error.js';
import { Database } from '../platform/database/database.js';
import { type IncidentTimeline, readIncidentTimeline } from './incident-timeline.sql.js';
import { spanOfOutage } from './span.js';

const MINUTE_MS = 60_000;
/** A week: more minutes than that would be a picture that nobody can read. */
const MAX_MINUTES = 10_080;

/** An incident minute by minute. */
@Injectable()
export class IncidentTimelinesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * From `from` to `to`, widened to whole minutes; left out, the span of the live windows. Throws `incident_not_found`,
   * and `invalid_input` for a time that ends before it starts or has more than a week of minutes.
   */
  read(incidentId: string, from: Date | undefined, to: Date | undefined): Promise<IncidentTimeline> {
    const now = this.clock.now();
    return this.database.read(async (tx) => {
      await findIncident(tx, incidentId);
      const span = spanOfOutage(await liveWindows(tx, incidentId), now);
      const startMs = Math.floor((from ?? span.startAt).getTime() / MINUTE_MS) * MINUTE_MS;
      const endMs = Math.ceil((to ?? span.endAt).getTime() / MINUTE_MS) * MINUTE_MS;
      refuseUnfit(startMs, endMs);
      return readIncidentTimeline(tx, incidentId, { startAt: new Date(startMs), endAt: new Date(endMs), now });
    });
  }
}

function refuseUnfit(startMs: number, endMs: number): void {
  if (endMs < startMs) {
    const reasons = [{ path: 'to', code: 'ends_before_it_starts', message: 'A timeline ends after it starts.' }];
    throw new DomainError('invalid', 'invalid_input', 'This time ends before it starts.', { reasons });
  }
  if ((endMs - startMs) / MINUTE_MS > MAX_MINUTES) {
    const reasons = [{ path: 'to', code: 'too_long', message: `Ask for at most ${MAX_MINUTES} minutes at once.` }];
    throw new DomainError('invalid', 'invalid_input', 'This is more than a week of minutes.', { reasons });
  }
}
