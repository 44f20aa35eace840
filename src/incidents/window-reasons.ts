import type { Reason } from '../kernel/domain-error.js';
import { overlappingWindows } from './overlapping-windows.js';
import { type Capability, hitCapabilities, MAX_WINDOWS, type WantedWindow } from './outage-window.js';

/** What windows are checked against: the components with their capabilities, and the evidence of the incident. */
export type KnownFacts = {
  readonly components: ReadonlyMap<string, readonly Capability[]>;
  readonly evidenceIds: ReadonlySet<string>;
  readonly now: Date;
};

/** A window may start this long after now, for clocks that differ and a failure that is announced. */
const MAX_AHEAD_MS = 86_400_000;

/**
 * Every reason why these windows cannot be the live ones of an incident, in the order of the windows; none when they
 * can. Paths begin with `path` and the window's index. Of two windows that overlap, both have a reason.
 */
export function windowReasons(windows: readonly WantedWindow[], known: KnownFacts, path = 'windows'): Reason[] {
  if (windows.length > MAX_WINDOWS) {
    return [{ path, code: 'too_many_windows', message: `An incident has at most ${MAX_WINDOWS} windows.` }];
  }
  const overlaps = overlappingWindows(windows);
  return windows.flatMap((window, index) => {
    const at = `${path}.${index}`;
    const overlap = overlaps.get(index);
    return [
      ...componentReasons(window, known, at),
      ...timeReasons(window, known, at),
      ...evidenceReasons(window, known, at),
      ...(overlap === undefined
        ? []
        : [
            {
              path: at,
              code: 'windows_overlap',
              message: `Overlaps ${path}.${overlap.otherIndex} of ${window.componentKey} for ${overlap.capability}.`,
            },
          ]),
    ];
  });
}

function componentReasons({ componentKey, capabilities }: WantedWindow, known: KnownFacts, at: string): Reason[] {
  const hit = hitCapabilities(capabilities);
  const own = known.components.get(componentKey);
  const reasons: Reason[] = [];
  if (own === undefined) {
    const message = `There is no component ${componentKey}; make it with PUT /components/{key}.`;
    reasons.push({ path: `${at}.componentKey`, code: 'unknown_component', message });
  }
  if (hit.length === 0) {
    const message = 'A window says lost or degraded of at least one capability.';
    reasons.push({ path: `${at}.capabilities`, code: 'no_capability', message });
  }
  for (const capability of own === undefined ? [] : hit.filter((name) => !own.includes(name))) {
    const message = `The component ${componentKey} does not have the capability ${capability}.`;
    reasons.push({ path: `${at}.capabilities.${capability}`, code: 'capability_not_of_component', message });
  }
  return reasons;
}

function timeReasons({ startsAt, endsAt }: WantedWindow, { now }: KnownFacts, at: string): Reason[] {
  const reasons: Reason[] = [];
  if (startsAt.getTime() > now.getTime() + MAX_AHEAD_MS) {
    const message = 'A window starts at most a day from now.';
    reasons.push({ path: `${at}.startsAt`, code: 'starts_too_far_ahead', message });
  }
  if (endsAt !== null && endsAt <= startsAt) {
    const message = 'A window ends after it starts.';
    reasons.push({ path: `${at}.endsAt`, code: 'window_ends_before_it_starts', message });
  }
  return reasons;
}

function evidenceReasons({ evidenceIds }: WantedWindow, known: KnownFacts, at: string): Reason[] {
  return evidenceIds.flatMap((id, index) =>
    known.evidenceIds.has(id)
      ? []
      : [
          {
            path: `${at}.evidenceIds.${index}`,
            code: 'unknown_evidence',
            message: `The incident has no evidence ${id}.`,
          },
        ],
  );
}
