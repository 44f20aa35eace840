import type { OutageWindow } from '../incidents/outage-window.js';
import { type CanonicalWindow, canonicalWindows } from './canonical-windows.js';

/**
 * How far around the windows a run looks: (i) and (iii) look 15 minutes past a stretch, a shifted edge 60 seconds
 * further, and the rest is air.
 */
const NEAR_SECONDS = 20 * 60;

/** The time that a run looks at: from the first window to the last, with `NEAR_SECONDS` on both sides. */
export type Span = { readonly startAt: Date; readonly endAt: Date };

/** The span of windows; without any, an empty one at `assessedAt`. */
export function spanOfWindows(windows: readonly CanonicalWindow[], assessedAt: Date): Span {
  if (windows.length === 0) return { startAt: assessedAt, endAt: assessedAt };
  const startMs = windows.reduce((ms, window) => Math.min(ms, window.startsAt.getTime()), Infinity);
  const endMs = windows.reduce((ms, window) => Math.max(ms, window.endsAt.getTime()), -Infinity);
  return { startAt: new Date(startMs - NEAR_SECONDS * 1000), endAt: new Date(endMs + NEAR_SECONDS * 1000) };
}

/** The span of an outage's windows as they were chosen. */
export function spanOfOutage(windows: readonly OutageWindow[], assessedAt: Date): Span {
  return spanOfWindows(canonicalWindows(windows, assessedAt), assessedAt);
}
