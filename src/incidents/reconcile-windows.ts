import { hitCapabilities, type OutageWindow } from './outage-window.js';

export type Reconciled<Live, Wanted> = {
  readonly keep: readonly Live[];
  readonly retract: readonly Live[];
  readonly add: readonly Wanted[];
};

/**
 * What turns the live windows into the wanted ones without overwriting any: a live window that is wanted again (same
 * component, start, end and states of capabilities) stays, each for one wanted window; the other live ones are
 * retracted and the other wanted ones added. Reason and evidence do not make a window another one. Keeps the orders.
 */
export function reconcileWindows<Live extends OutageWindow, Wanted extends OutageWindow>(
  live: readonly Live[],
  wanted: readonly Wanted[],
): Reconciled<Live, Wanted> {
  const unmatched = new Map<string, Live[]>();
  for (const window of live) {
    const key = keyOf(window);
    unmatched.set(key, [...(unmatched.get(key) ?? []), window]);
  }
  const kept = new Set<Live>();
  const add = wanted.filter((window) => {
    const match = unmatched.get(keyOf(window))?.shift();
    if (match !== undefined) kept.add(match);
    return match === undefined;
  });
  return { keep: live.filter((window) => kept.has(window)), retract: live.filter((window) => !kept.has(window)), add };
}

function keyOf({ componentKey, startsAt, endsAt, capabilities }: OutageWindow): string {
  const states = hitCapabilities(capabilities).map((capability) => [capability, capabilities[capability]]);
  return JSON.stringify([componentKey, startsAt, endsAt, states]);
}
