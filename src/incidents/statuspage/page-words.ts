import type { UpdateStatus } from '../incident.js';
import { UPDATE_STATUSES } from '../incident.js';
import type { WindowState } from '../outage-window.js';

/** What a status page can say of one of its components. `maintenance` is announced work, never an outage. */
export type PageState = WindowState | 'operational' | 'maintenance';

/** Statuspage writes `major_outage`, Instatus `MAJOROUTAGE`; letters alone tell them all. */
const STATES: Readonly<Record<string, PageState>> = {
  operational: 'operational',
  degradedperformance: 'degraded',
  partialoutage: 'degraded',
  minoroutage: 'degraded',
  majoroutage: 'lost',
  undermaintenance: 'maintenance',
};

const MAINTENANCE = new Set(['scheduled', 'inprogress', 'verifying', 'completed', 'notstartedyet']);

function letters(word: unknown): string {
  return typeof word === 'string' ? word.toLowerCase().replaceAll(/[^a-z]/g, '') : '';
}

/** The state that a component's status word means; undefined for any other word. */
export function pageState(word: unknown): PageState | undefined {
  const key = letters(word);
  return Object.hasOwn(STATES, key) ? STATES[key] : undefined;
}

/** The status that an update's word means; undefined for words of maintenance and any other. */
export function updateStatus(word: unknown): UpdateStatus | undefined {
  return UPDATE_STATUSES.find((status) => status === letters(word));
}

/** True for an incident that announces work: by its status, a schedule, or its impact. */
export function isMaintenance(incident: Readonly<Record<string, unknown>>): boolean {
  const impacts = [incident['impact'], incident['impact_override']].map(letters);
  const isScheduled = typeof incident['scheduled_for'] === 'string';
  return isScheduled || MAINTENANCE.has(letters(incident['status'])) || impacts.includes('maintenance');
}
