import { Temporal } from 'temporal-polyfill';
import { DomainError, type Reason } from '../kernel/domain-error.js';
import type { PolicyVersion } from './policy.js';

const FIRST_DAY = '2000-01-01';
const LAST_DAY = '2100-01-01';

/**
 * Faults of the days `[from, to)` of a version: each must be a day of the calendar, `YYYY-MM-DD`, from 2000 to 2100,
 * and `to`, the first day that is out, after `from`.
 */
export function versionDateFaults(from: string, to: string | null): Reason[] {
  const faults: Reason[] = [];
  for (const [path, day] of Object.entries({ from, to })) {
    if (day === null || isDay(day)) continue;
    const message = `This must be a day such as 2026-01-31, from ${FIRST_DAY} to ${LAST_DAY}.`;
    faults.push({ path, code: 'not_a_day', message });
  }
  if (faults.length === 0 && to !== null && to <= from) {
    faults.push({ path: 'to', code: 'ends_before_start', message: 'The first day out of force must be after `from`.' });
  }
  return faults;
}

/**
 * Refuses (`conflict`) a version that does not follow the newest one: `policy_version_not_later` when it does not begin
 * after it, `policy_versions_overlap` when the newest ends only later. An open version is not in the way: it ends where
 * the new one begins.
 */
export function assertFollows(
  from: string,
  previous: Pick<PolicyVersion, 'version' | 'from' | 'to'> | undefined,
): void {
  if (previous === undefined) return;
  const details = { from, previousVersion: previous.version, previousFrom: previous.from, previousTo: previous.to };
  if (from <= previous.from) {
    const message = `Version ${previous.version} begins on ${previous.from}; a new one must begin later.`;
    throw new DomainError('conflict', 'policy_version_not_later', message, { details });
  }
  if (previous.to !== null && from < previous.to) {
    const message = `Version ${previous.version} is in force until ${previous.to}; two may never be in force at once.`;
    throw new DomainError('conflict', 'policy_versions_overlap', message, { details });
  }
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < FIRST_DAY || text > LAST_DAY) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}
