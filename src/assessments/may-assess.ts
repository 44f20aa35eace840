import type { OutageWindow } from '../incidents/outage-window.js';
import { DomainError } from '../kernel/domain-error.js';
import { retentionLimit } from '../meetings/retention.js';
import { spanOfOutage } from './span.js';

/**
 * Throws `data_expired` when data of the windows' time is kept no longer, so that a new assessment would find less than
 * there was. Earlier revisions stand.
 */
export function refuseExpired(windows: readonly OutageWindow[], now: Date): void {
  const keptFrom = retentionLimit(now);
  const { startAt } = spanOfOutage(windows, now);
  if (startAt >= keptFrom) return;
  const message = `Meetings and sessions before ${keptFrom.toISOString()} are kept no longer; earlier assessments stand.`;
  throw new DomainError('unprocessable', 'data_expired', message, { details: { keptFrom: keptFrom.toISOString() } });
}

/** Every measure is in whole seconds, so an open window or session ends at one. */
export function wholeSecond(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 1000) * 1000);
}
