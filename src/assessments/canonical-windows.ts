import {
  CAPABILITIES,
  type Capability,
  type OutageWindow,
  type WindowCapabilities,
  type WindowState,
} from '../incidents/outage-window.js';

/**
 * The longest piece of time in which one component has a capability in one state; capabilities whose pieces have the same
 * edges are one canonical window. However windows are cut or layered, their canonical windows are the same, so no figure
 * depends on it. `isOpen` means that a window without an end is in it: its end is the assessment's instant and no edge.
 */
export type CanonicalWindow = {
  readonly componentKey: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly isOpen: boolean;
  readonly capabilities: WindowCapabilities;
};

/** One edge of one canonical window moved by some seconds; `gains` says whether the component is then hit for longer. */
export type Shift = {
  readonly window: CanonicalWindow;
  /** Its place among the canonical windows. */
  readonly windowNo: number;
  readonly edgeAt: Date;
  /** The time that changes: it joins the window when `gains`, otherwise it leaves it. */
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly gains: boolean;
};

type Span = { readonly startMs: number; readonly endMs: number };
type Piece = Span & { readonly capability: Capability; readonly state: WindowState; readonly isOpen: boolean };

/** Live windows in canonical form, by component and start. A window whose end is not after its start is empty. */
export function canonicalWindows(windows: readonly OutageWindow[], assessedAt: Date): CanonicalWindow[] {
  const byComponent = new Map<string, OutageWindow[]>();
  for (const window of windows) {
    const known = byComponent.get(window.componentKey);
    if (known === undefined) byComponent.set(window.componentKey, [window]);
    else known.push(window);
  }
  return [...byComponent.keys()]
    .toSorted()
    .flatMap((key) => grouped(key, piecesOf(byComponent.get(key) ?? [], assessedAt.getTime())));
}

function piecesOf(windows: readonly OutageWindow[], assessedAtMs: number): Piece[] {
  return CAPABILITIES.flatMap((capability) => {
    const spansIn = (state: WindowState): Span[] =>
      union(windows.filter((w) => w.capabilities[capability] === state).map((w) => spanOf(w, assessedAtMs)));
    const lost = spansIn('lost');
    return [
      ...lost.map((span) => ({ ...span, state: 'lost' as const })),
      ...subtract(spansIn('degraded'), lost).map((span) => ({ ...span, state: 'degraded' as const })),
    ].map((span) => ({
      ...span,
      capability,
      isOpen:
        span.endMs === assessedAtMs &&
        windows.some((window) => window.endsAt === null && window.capabilities[capability] === span.state),
    }));
  });
}

function grouped(componentKey: string, pieces: readonly Piece[]): CanonicalWindow[] {
  const groups = new Map<string, Piece[]>();
  for (const piece of pieces) {
    const key = `${piece.startMs} ${piece.endMs} ${piece.isOpen}`;
    groups.set(key, [...(groups.get(key) ?? []), piece]);
  }
  return [...groups.values()]
    .map(([first, ...others]) => first && windowOf(componentKey, first, others))
    .filter((window) => window !== undefined)
    .toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || a.endsAt.getTime() - b.endsAt.getTime());
}

function windowOf(componentKey: string, first: Piece, others: readonly Piece[]): CanonicalWindow {
  const states = [first, ...others].map(({ capability, state }) => [capability, state] as const);
  return {
    componentKey,
    startsAt: new Date(first.startMs),
    endsAt: new Date(first.endMs),
    isOpen: first.isOpen,
    capabilities: Object.fromEntries(states),
  };
}

function spanOf(window: OutageWindow, assessedAtMs: number): Span {
  return { startMs: window.startsAt.getTime(), endMs: window.endsAt?.getTime() ?? assessedAtMs };
}

function union(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans.filter((s) => s.endMs > s.startMs).toSorted((a, b) => a.startMs - b.startMs)) {
    const last = merged.at(-1);
    if (last === undefined || span.startMs > last.endMs) merged.push(span);
    else merged[merged.length - 1] = { startMs: last.startMs, endMs: Math.max(last.endMs, span.endMs) };
  }
  return merged;
}

/** Both lists in order and disjoint; one walk over the two. */
function subtract(spans: readonly Span[], holes: readonly Span[]): Span[] {
  const left: Span[] = [];
  let next = 0;
  for (const span of spans) {
    let fromMs = span.startMs;
    while ((holes[next]?.endMs ?? Infinity) <= fromMs) next += 1;
    for (let index = next; (holes[index]?.startMs ?? Infinity) < span.endMs; index += 1) {
      const hole = holes[index] as Span;
      if (hole.startMs > fromMs) left.push({ startMs: fromMs, endMs: hole.startMs });
      fromMs = hole.endMs;
    }
    if (fromMs < span.endMs) left.push({ startMs: fromMs, endMs: span.endMs });
  }
  return left;
}

/** Every edge of every canonical window, moved `seconds` earlier and later, one at a time. An open end is no edge. */
export function shiftedEdges(windows: readonly CanonicalWindow[], seconds: number): Shift[] {
  const ms = seconds * 1000;
  return windows.flatMap((window, windowNo) => {
    const startMs = window.startsAt.getTime();
    const endMs = window.endsAt.getTime();
    const shift = (edgeMs: number, fromMs: number, toMs: number, gains: boolean): Shift => ({
      window,
      windowNo,
      gains,
      edgeAt: new Date(edgeMs),
      startsAt: new Date(fromMs),
      endsAt: new Date(toMs),
    });
    const starts = [
      shift(startMs, startMs - ms, startMs, true),
      shift(startMs, startMs, Math.min(startMs + ms, endMs), false),
    ];
    if (window.isOpen) return starts;
    return [
      ...starts,
      shift(endMs, Math.max(endMs - ms, startMs), endMs, false),
      shift(endMs, endMs, endMs + ms, true),
    ];
  });
}
