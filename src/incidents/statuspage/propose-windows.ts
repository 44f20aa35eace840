import type { Claim, ProposedWindow } from '../window-proposal.js';
import type { WindowState } from '../outage-window.js';
import type { PageIncident, PageUpdate } from './read-statuspage.js';

type Open = {
  readonly state: WindowState;
  readonly name: string;
  readonly startsAt: Date | null;
  readonly claims: Claim[];
};

/**
 * The windows that the component statuses of an incident tell, one for each component and unbroken state: from the
 * update that sets it to the one that ends it, by the times they show. A component that no update takes back has no end;
 * when the incident was called resolved does not stand in for it; one that an update takes back from a state which none
 * has set has no start. Maintenance ends a state and begins none.
 */
export function proposeFromStatusPage({ updates }: PageIncident): ProposedWindow[] {
  const open = new Map<string, Open>();
  const proposed: ProposedWindow[] = [];
  for (const update of updates) {
    for (const { pageComponentId, name, from, to } of update.changes) {
      const current = open.get(pageComponentId);
      const state = to === 'lost' || to === 'degraded' ? to : null;
      if (to === null || current?.state === state) continue;
      if (current !== undefined) {
        proposed.push(closed(pageComponentId, current, update));
        open.delete(pageComponentId);
      } else if ((from === 'lost' || from === 'degraded') && from !== to) {
        proposed.push(closed(pageComponentId, { state: from, name, startsAt: null, claims: [] }, update));
      }
      if (state !== null) {
        const claim = claimOf(update, 'start', name, state);
        // The page already showed it so: this update only says that it began no later.
        const isLate = current === undefined && from === state;
        const claims: Claim[] = [isLate ? { ...claim, precision: 'implied', confidence: 'low' } : claim];
        open.set(pageComponentId, { state, name, startsAt: update.displayAt, claims });
      }
    }
  }
  for (const [pageComponentId, current] of open) proposed.push(windowOf(pageComponentId, current, null));
  return proposed
    .filter(({ startsAt, endsAt }) => startsAt === null || endsAt === null || endsAt > startsAt)
    .toSorted((a, b) => firstMs(a) - firstMs(b));
}

function firstMs({ startsAt, endsAt }: ProposedWindow): number {
  return (startsAt ?? endsAt)?.getTime() ?? 0;
}

function closed(pageComponentId: string, current: Open, update: PageUpdate): ProposedWindow {
  current.claims.push(claimOf(update, 'end', current.name, null));
  return windowOf(pageComponentId, current, update.displayAt);
}

function windowOf(
  pageComponentId: string,
  { name, state, startsAt, claims }: Open,
  endsAt: Date | null,
): ProposedWindow {
  return { subject: name, pageComponentId, componentKey: null, state, capabilities: null, startsAt, endsAt, claims };
}

/** The words are the update's; where it has none, the change of status itself. */
function claimOf(
  { displayAt, body }: PageUpdate,
  about: 'start' | 'end',
  name: string,
  state: WindowState | null,
): Claim {
  const change =
    state === null
      ? `${name} leaves that status`
      : `${name} becomes ${state === 'lost' ? 'a major outage' : 'degraded'}`;
  const sentence = body === '' ? `${change}.` : body.slice(0, 2000);
  return { about, at: displayAt, precision: 'minute', source: 'status_page', confidence: 'medium', sentence };
}
