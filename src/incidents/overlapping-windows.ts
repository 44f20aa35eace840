import { type Capability, hitCapabilities, type OutageWindow } from './outage-window.js';

/** The first overlap found of a window: with which other one, and for which capability. */
export type Overlap = { readonly otherIndex: number; readonly capability: Capability };

/**
 * The windows that overlap another one of the same component for the same capability, by index; both of a pair are in
 * it. Ranges are half-open, so windows that touch do not overlap, and an empty window overlaps none. One sweep for each
 * component and capability, so that 5,000 windows at one moment cost no more than 5,000 in a row.
 */
export function overlappingWindows(windows: readonly OutageWindow[]): ReadonlyMap<number, Overlap> {
  const overlaps = new Map<number, Overlap>();
  for (const [capability, spans] of spansByCapability(windows)) {
    let longest: Span | undefined;
    for (const span of spans.toSorted((a, b) => a.startMs - b.startMs || a.index - b.index)) {
      if (longest !== undefined && span.startMs < longest.endMs) {
        if (!overlaps.has(span.index)) overlaps.set(span.index, { otherIndex: longest.index, capability });
        if (!overlaps.has(longest.index)) overlaps.set(longest.index, { otherIndex: span.index, capability });
      }
      if (longest === undefined || span.endMs > longest.endMs) longest = span;
    }
  }
  return overlaps;
}

type Span = { readonly index: number; readonly startMs: number; readonly endMs: number };

function* spansByCapability(windows: readonly OutageWindow[]): Generator<[Capability, Span[]]> {
  const groups = new Map<string, { capability: Capability; spans: Span[] }>();
  for (const [index, { componentKey, startsAt, endsAt, capabilities }] of windows.entries()) {
    const span = { index, startMs: startsAt.getTime(), endMs: endsAt?.getTime() ?? Infinity };
    if (span.endMs <= span.startMs) continue;
    for (const capability of hitCapabilities(capabilities)) {
      const key = `${capability} ${componentKey}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { capability, spans: [span] });
      else group.spans.push(span);
    }
  }
  for (const { capability, spans } of groups.values()) yield [capability, spans];
}
