/** What a person can do in a meeting, as far as a component can take it away. */
export const CAPABILITIES = ['join', 'interact', 'moderate', 'view', 'media'] as const;
export type Capability = (typeof CAPABILITIES)[number];

export const WINDOW_STATES = ['lost', 'degraded'] as const;
export type WindowState = (typeof WINDOW_STATES)[number];

/** The capabilities that a window hits; a capability that is not named is fine. */
export type WindowCapabilities = Readonly<Partial<Record<Capability, WindowState>>>;

/** One component, a half-open time `[startsAt, endsAt)` in whole seconds (no end: still going on), and what it hits. */
export type OutageWindow = {
  readonly componentKey: string;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly capabilities: WindowCapabilities;
};

/** A stored window that is not retracted. */
export type LiveWindow = OutageWindow & { readonly id: string };

/** A window that somebody wants to be live, with why, and the evidence it rests on. */
export type WantedWindow = OutageWindow & { readonly reason: string | null; readonly evidenceIds: readonly string[] };

/** An incident has at most this many live windows. */
export const MAX_WINDOWS = 5000;

/** The capabilities that a window hits, in the order of CAPABILITIES. */
export function hitCapabilities(capabilities: WindowCapabilities): Capability[] {
  return CAPABILITIES.filter((capability) => capabilities[capability] !== undefined);
}
