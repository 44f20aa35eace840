/** What the outage windows say over time: which capability is lost or degraded, and the stretches of `join`. */
import { contains, overlaps, seconds, subtract, union, type Interval } from './intervals.js';
import {
  CAPABILITIES,
  type Capability,
  type CapabilityState,
  type CapabilityStates,
  type ScenarioWindow,
} from './oracle-types.js';

/**
 * A piece of time, as long as can be, in which one component is in one state throughout. However the windows of a
 * component were cut or layered, their canonical windows are the same.
 */
export type CanonicalWindow = {
  readonly component: string;
  readonly startAt: number;
  readonly endAt: number;
  readonly states: CapabilityStates;
  /** Its end is only the instant of the assessment: a window without an end is in force up to there. */
  readonly hasOpenEnd: boolean;
  /** The same, and it is `join` that this window without an end has lost. */
  readonly hasOpenJoinLoss: boolean;
};

/** "A **stretch** is a connected piece of time in which `join` stays in one state, `lost` or `degraded`". */
export type Stretch = { readonly during: Interval; readonly isInferenceAllowed: boolean };

/** What one meeting, or all meetings with the same components, went through. */
export type Timeline = {
  readonly lostStretches: readonly Stretch[];
  readonly degradedStretches: readonly Stretch[];
  readonly mediaLost: readonly Interval[];
  readonly interactivityLost: Readonly<Record<'participant' | 'facilitator', readonly Interval[]>>;
  readonly degraded: Readonly<Record<'participant' | 'facilitator', readonly Interval[]>>;
};

/** "A window without an end ends at the assessment's instant". */
function duringOf(window: ScenarioWindow, assessedAt: number): Interval {
  return [window.startAt, window.endAt ?? assessedAt];
}

/** The canonical windows of each component, in order of component and start. */
export function canonicalWindows(windows: readonly ScenarioWindow[], assessedAt: number): CanonicalWindow[] {
  const components = [...new Set(windows.map((window) => window.component))].toSorted();
  return components.flatMap((component) =>
    canonicalWindowsOf(
      component,
      // "a range whose end is not after its start is empty"
      windows.filter((window) => window.component === component && seconds([duringOf(window, assessedAt)]) > 0),
      assessedAt,
    ),
  );
}

function canonicalWindowsOf(component: string, windows: readonly ScenarioWindow[], assessedAt: number) {
  const edges = [...new Set(windows.flatMap((window) => duringOf(window, assessedAt)))].toSorted((a, b) => a - b);
  const slices: { startAt: number; endAt: number; states: CapabilityStates }[] = [];
  for (const [index, startAt] of edges.slice(0, -1).entries()) {
    const endAt = edges[index + 1] as number;
    const states = statesOf(windows.filter((window) => contains(duringOf(window, assessedAt), startAt)));
    if (Object.keys(states).length === 0) continue;
    const last = slices.at(-1);
    if (last !== undefined && last.endAt === startAt && isSameState(last.states, states)) last.endAt = endAt;
    else slices.push({ startAt, endAt, states });
  }
  const openWindows = windows.filter((window) => window.endAt === null);
  const hasOpenJoin = openWindows.some((window) => window.capabilities.join === 'lost');
  return slices.map((slice): CanonicalWindow => ({
    component,
    ...slice,
    hasOpenEnd: openWindows.length > 0 && slice.endAt === assessedAt,
    hasOpenJoinLoss: hasOpenJoin && slice.startAt < assessedAt && assessedAt <= slice.endAt,
  }));
}

/** "Over time each capability of a meeting is then `lost`, else `degraded`, else fine." */
function statesOf(inForce: readonly ScenarioWindow[]): CapabilityStates {
  const states: Partial<Record<Capability, CapabilityState>> = {};
  for (const capability of CAPABILITIES) {
    if (inForce.some((window) => window.capabilities[capability] === 'lost')) states[capability] = 'lost';
    else if (inForce.some((window) => window.capabilities[capability] === 'degraded')) states[capability] = 'degraded';
  }
  return states;
}

function isSameState(left: CapabilityStates, right: CapabilityStates): boolean {
  return CAPABILITIES.every((capability) => left[capability] === right[capability]);
}

/** The timeline of a meeting that these windows touch. */
export function timelineOf(touching: readonly CanonicalWindow[]): Timeline {
  const timesOf = (capability: Capability, state: CapabilityState) =>
    touching
      .filter((window) => window.states[capability] === state)
      .map((window): Interval => [window.startAt, window.endAt]);
  // "each capability of a meeting is then `lost`, else `degraded`, else fine"
  const lost = (capability: Capability) => union(timesOf(capability, 'lost'));
  const degraded = (capability: Capability) => subtract(timesOf(capability, 'degraded'), timesOf(capability, 'lost'));

  // "media lost = … times when `media` or `view` is lost"
  const mediaLost = union([...lost('media'), ...lost('view')]);
  // "interactivity lost = … times when `interact` is lost (for a facilitator, `interact` or `moderate`)"
  const interactLost = lost('interact');
  // "degraded = … times when `media`, `view`, `interact` (for a facilitator, `moderate` too) is degraded …;
  // `join` plays no part in it"
  const anyDegraded = union([...degraded('media'), ...degraded('view'), ...degraded('interact')]);
  return {
    lostStretches: stretchesOf(lost('join'), touching),
    degradedStretches: stretchesOf(degraded('join'), touching),
    mediaLost,
    interactivityLost: {
      participant: interactLost,
      facilitator: union([...interactLost, ...lost('moderate')]),
    },
    degraded: {
      participant: anyDegraded,
      facilitator: union([...anyDegraded, ...degraded('moderate')]),
    },
  };
}

/**
 * Each connected piece is a stretch. "A window without an end ends at the assessment's instant; … inference does not
 * apply to its stretch": the one to which its loss of `join` contributes.
 */
function stretchesOf(pieces: readonly Interval[], touching: readonly CanonicalWindow[]): Stretch[] {
  const open = touching
    .filter((window) => window.hasOpenJoinLoss)
    .map((window): Interval => [window.startAt, window.endAt]);
  return pieces.map((during) => ({ during, isInferenceAllowed: !overlaps([during], open) }));
}

/**
 * Every way to move one edge of one canonical window by 60 s, the others staying as they are: "a shift of 60 s at a
 * window's edge". The end of a window without an end is no edge. A window that the shift empties is gone.
 */
export function shiftedWindows(windows: readonly CanonicalWindow[]): CanonicalWindow[][] {
  return windows.flatMap((window, index) => {
    const variants = [-60, 60].flatMap((shift) => [
      { ...window, startAt: window.startAt + shift },
      ...(window.hasOpenEnd ? [] : [{ ...window, endAt: window.endAt + shift }]),
    ]);
    return variants.map((variant) => windows.with(index, variant).filter(({ startAt, endAt }) => endAt > startAt));
  });
}
