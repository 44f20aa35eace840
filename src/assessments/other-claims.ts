import type { LiveWindow } from '../incidents/outage-window.js';

/** What one piece of evidence claims of when a component failed. */
export type Claim = {
  readonly id: string;
  readonly componentKey: string | null;
  readonly claimedStartAt: Date | null;
  readonly claimedEndAt: Date | null;
};

/** A window with the evidence that a person put behind it. */
export type BackedWindow = LiveWindow & { readonly evidenceIds: readonly string[] };

/** Another instant that evidence claims for an edge of a window; those that agree are one. */
export type OtherClaim = {
  readonly windowId: string;
  readonly edge: 'start' | 'end';
  readonly claimedAt: Date;
  readonly evidenceIds: readonly string[];
};

/** An assessment looks at so many other claims at most, the first windows' first. */
export const MAX_OTHER_CLAIMS = 40;

/** A claim of one end alone speaks of no edge that is further away. */
const FURTHEST_MS = 6 * 3_600_000;

/**
 * The other claims for the edges of windows. A claim speaks of the windows that it backs or, when it backs none, of those
 * of its component that its own time overlaps; one of a start or an end alone, of the nearest such edge. Left out is what
 * agrees with the window and what would leave it empty.
 */
export function otherClaims(windows: readonly BackedWindow[], claims: readonly Claim[]): OtherClaim[] {
  const backing = new Set(windows.flatMap((window) => window.evidenceIds));
  const found = new Map<string, OtherClaim>();
  for (const window of windows) {
    const own = claims.filter((claim) =>
      backing.has(claim.id) ? window.evidenceIds.includes(claim.id) : speaksOf(claim, window, windows),
    );
    for (const claim of own) {
      for (const other of claimsOf(claim, window)) {
        const key = `${other.windowId} ${other.edge} ${other.claimedAt.getTime()}`;
        const known = found.get(key)?.evidenceIds ?? [];
        found.set(key, { ...other, evidenceIds: [...known, claim.id] });
      }
    }
  }
  return [...found.values()].slice(0, MAX_OTHER_CLAIMS);
}

function claimsOf(claim: Claim, window: LiveWindow): OtherClaim[] {
  const endMs = window.endsAt?.getTime() ?? Infinity;
  const startMs = window.startsAt.getTime();
  const start = claim.claimedStartAt;
  const end = claim.claimedEndAt;
  const others: OtherClaim[] = [];
  if (start !== null && start.getTime() !== startMs && start.getTime() < endMs) {
    others.push({ windowId: window.id, edge: 'start', claimedAt: start, evidenceIds: [] });
  }
  if (end !== null && end.getTime() !== endMs && end.getTime() > startMs) {
    others.push({ windowId: window.id, edge: 'end', claimedAt: end, evidenceIds: [] });
  }
  return others;
}

function speaksOf(claim: Claim, window: LiveWindow, windows: readonly LiveWindow[]): boolean {
  const { claimedStartAt, claimedEndAt, componentKey } = claim;
  if (componentKey !== window.componentKey) return false;
  if (claimedStartAt !== null && claimedEndAt !== null) {
    return claimedStartAt < (window.endsAt ?? new Date(8.64e15)) && claimedEndAt > window.startsAt;
  }
  const own = windows.filter((each) => each.componentKey === componentKey);
  const distances = own.map((each) => ({ id: each.id, ms: distanceMs(claim, each) }));
  const [nearest] = distances.toSorted((a, b) => a.ms - b.ms);
  return nearest !== undefined && nearest.id === window.id && nearest.ms <= FURTHEST_MS;
}

/** How far the only end that a claim tells is from the same edge of a window; none from the end of one that goes on. */
function distanceMs({ claimedStartAt, claimedEndAt }: Claim, { startsAt, endsAt }: LiveWindow): number {
  if (claimedStartAt !== null) return Math.abs(claimedStartAt.getTime() - startsAt.getTime());
  if (claimedEndAt === null) return Infinity;
  return endsAt === null
    ? claimedEndAt > startsAt
      ? 0
      : Infinity
    : Math.abs(claimedEndAt.getTime() - endsAt.getTime());
}

/** The windows with one edge as the claim has it. */
export function windowsUnder(windows: readonly LiveWindow[], claim: OtherClaim): LiveWindow[] {
  return windows.map((window) => {
    if (window.id !== claim.windowId) return window;
    return claim.edge === 'start' ? { ...window, startsAt: claim.claimedAt } : { ...window, endsAt: claim.claimedAt };
  });
}
