import {
  CAPABILITIES,
  type Capability,
  type OutageWindow,
  type WindowCapabilities,
  type WindowState,
} from '../incidents/outage-window.js';

/**
 * A longest piece of time in which one component stays in one state of all its capabilities. However windows are cut or
 * layered, the segments are the same, so no figure depends on it. `endIsOpen` means that a window without an end reaches
 * its end, which is the assessment's instant and no edge; `joinLossIsOpen` that such a window has lost `join`.
 */
export type Segment = {
  readonly componentKey: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly endIsOpen: boolean;
  readonly joinLossIsOpen: boolean;
  readonly capabilities: WindowCapabilities;
};

/** One edge of one segment moved by some seconds; `gains` says whether the component is then hit for longer. */
export type Shift = {
  readonly componentKey: string;
  readonly edgeAt: Date;
  /** The time that changes: it joins the segment when `gains`, otherwise it leaves it. */
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly gains: boolean;
  readonly capabilities: Segment['capabilities'];
};

type Edge = { readonly atMs: number; readonly step: 1 | -1; readonly window: OutageWindow };

/** Live windows as segments, by component and start. A window that starts at or after its end (or `assessedAt`) is empty. */
export function canonicalWindows(windows: readonly OutageWindow[], assessedAt: Date): Segment[] {
  const keys = [...new Set(windows.map((window) => window.componentKey))].toSorted();
  return keys.flatMap((key) =>
    segmentsOf(
      windows.filter((window) => window.componentKey === key),
      assessedAt,
    ),
  );
}

function segmentsOf(windows: readonly OutageWindow[], assessedAt: Date): Segment[] {
  const edges = windows.flatMap((window) => edgesOf(window, assessedAt)).toSorted((a, b) => a.atMs - b.atMs);
  const active = new Set<OutageWindow>();
  const segments: Segment[] = [];
  for (const [index, edge] of edges.entries()) {
    if (edge.step === 1) active.add(edge.window);
    else active.delete(edge.window);
    const nextMs = edges[index + 1]?.atMs;
    if (nextMs !== undefined && nextMs > edge.atMs && active.size > 0) {
      append(segments, segmentOf([...active], edge.atMs, nextMs, assessedAt));
    }
  }
  return segments;
}

function edgesOf(window: OutageWindow, assessedAt: Date): Edge[] {
  const startMs = window.startsAt.getTime();
  const endMs = (window.endsAt ?? assessedAt).getTime();
  if (endMs <= startMs) return [];
  return [
    { atMs: startMs, step: 1, window },
    { atMs: endMs, step: -1, window },
  ];
}

function segmentOf(active: readonly OutageWindow[], startMs: number, endMs: number, assessedAt: Date): Segment {
  const capabilities: Partial<Record<Capability, WindowState>> = {};
  for (const capability of CAPABILITIES) {
    const states = active.map((window) => window.capabilities[capability]);
    if (states.includes('lost')) capabilities[capability] = 'lost';
    else if (states.includes('degraded')) capabilities[capability] = 'degraded';
  }
  const open = active.filter((window) => window.endsAt === null);
  return {
    componentKey: active[0]?.componentKey ?? '',
    startsAt: new Date(startMs),
    endsAt: new Date(endMs),
    endIsOpen: open.length > 0 && endMs === assessedAt.getTime(),
    joinLossIsOpen: open.some((window) => window.capabilities.join === 'lost'),
    capabilities,
  };
}

/** Appends, or lengthens the last segment when it touches and is in the same state. */
function append(segments: Segment[], next: Segment): void {
  const last = segments.at(-1);
  const continues =
    last !== undefined &&
    last.endsAt.getTime() === next.startsAt.getTime() &&
    CAPABILITIES.every((capability) => last.capabilities[capability] === next.capabilities[capability]);
  if (!continues) {
    segments.push(next);
    return;
  }
  const joinLossIsOpen = last.joinLossIsOpen || next.joinLossIsOpen;
  segments[segments.length - 1] = { ...last, endsAt: next.endsAt, endIsOpen: next.endIsOpen, joinLossIsOpen };
}

/** Every edge of every segment, moved `seconds` earlier and later, one at a time. An open end is no edge. */
export function shiftedEdges(segments: readonly Segment[], seconds: number): Shift[] {
  const ms = seconds * 1000;
  return segments.flatMap((segment) => {
    const { componentKey, capabilities } = segment;
    const startMs = segment.startsAt.getTime();
    const endMs = segment.endsAt.getTime();
    const shift = (edgeMs: number, fromMs: number, toMs: number, gains: boolean): Shift => ({
      componentKey,
      capabilities,
      gains,
      edgeAt: new Date(edgeMs),
      startsAt: new Date(fromMs),
      endsAt: new Date(toMs),
    });
    const starts = [
      shift(startMs, startMs - ms, startMs, true),
      shift(startMs, startMs, Math.min(startMs + ms, endMs), false),
    ];
    if (segment.endIsOpen) return starts;
    return [
      ...starts,
      shift(endMs, Math.max(endMs - ms, startMs), endMs, false),
      shift(endMs, endMs, endMs + ms, true),
    ];
  });
}
