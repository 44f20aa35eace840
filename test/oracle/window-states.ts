/** What the outage windows say over time: which capability is lost or degraded, and the stretches of `join`. */
import { overlaps, seconds, subtract, union, type Interval } from './intervals.js';
import {
  CAPABILITIES,
  type Capability,
  type CapabilityState,
  type CapabilityStates,
  type ScenarioWindow,
} from './oracle-types.js';

/**
 * A piece of time, as long as can be, in which one component has some capabilities each in one state throughout, beginning
 * and ending together. However the windows of a component were cut or layered, their canonical windows are the same.
 */
export type CanonicalWindow = {
  readonly component: string;
  readonly startAt: number;
  readonly endAt: number;
  readonly states: CapabilityStates;
  /** Its end is only the instant of the assessment: a window without an end is in force up to there. */
  readonly hasOpenEnd: boolean;
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
  const canonical = new Map<string, CanonicalWindow>();
  for (const capability of CAPABILITIES) {
    for (const { state, during } of piecesOf(capability, windows, assessedAt)) {
      const [startAt, endAt] = during;
      const isInForce = (window: ScenarioWindow) => window.endAt === null && window.capabilities[capability] === state;
      const hasOpenEnd = endAt === assessedAt && windows.some((window) => isInForce(window));
      const key = JSON.stringify([startAt, endAt, hasOpenEnd]);
      const states = { ...canonical.get(key)?.states, [capability]: state };
      canonical.set(key, { component, startAt, endAt, states, hasOpenEnd });
    }
  }
  return [...canonical.values()].toSorted((a, b) => a.startAt - b.startAt);
}

/** "Over time each capability of a meeting is then `lost`, else `degraded`, else fine." */
function piecesOf(capability: Capability, windows: readonly ScenarioWindow[], assessedAt: number) {
  const timesOf = (state: CapabilityState) =>
    union(
      windows
        .filter((window) => window.capabilities[capability] === state)
        .map((window) => duringOf(window, assessedAt)),
    );
  return [
    ...timesOf('lost').map((during) => ({ state: 'lost' as const, during })),
    ...subtract(timesOf('degraded'), timesOf('lost')).map((during) => ({ state: 'degraded' as const, during })),
  ];
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
    .filter((window) => window.hasOpenEnd && window.states.join === 'lost')
    .map((window): Interval => [window.startAt, window.endAt]);
  return pieces.map((during) => ({ during, isInferenceAllowed: !overlaps([during], open) }));
}

/**
 * Every way to move one edge of one canonical window by 60 s, the others staying as they are: "a shift of 60 s at a
 * window's edge", where what else the component has lost does not move. The end of a window without an end is no edge. A window that the shift empties is gone.
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
