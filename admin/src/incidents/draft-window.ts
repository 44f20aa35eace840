import type { Schemas } from '../api/client.js';
import { localTime } from './local-time.js';

export const CAPABILITIES = ['join', 'interact', 'moderate', 'view', 'media'] as const;
export type DraftState = '' | 'lost' | 'degraded';

/** A window as it is being typed; times are local. */
export type DraftWindow = {
  readonly key: string;
  readonly componentKey: string;
  readonly from: string;
  readonly to: string;
  readonly states: Readonly<Record<(typeof CAPABILITIES)[number], DraftState>>;
  readonly reason: string | null;
  readonly evidenceIds: readonly string[];
};

const FINE = { join: '', interact: '', moderate: '', view: '', media: '' } as const;

/** The draft of a window, or an empty one. */
export function draftOf(window: Schemas['WindowRow'] | null, zone: string): DraftWindow {
  if (window === null)
    return {
      key: crypto.randomUUID(),
      componentKey: '',
      from: '',
      to: '',
      states: FINE,
      reason: null,
      evidenceIds: [],
    };
  return {
    key: window.id,
    componentKey: window.componentKey,
    from: localTime(window.startsAt, zone),
    to: window.endsAt === null ? '' : localTime(window.endsAt, zone),
    states: { ...FINE, ...(window.capabilities as Partial<DraftWindow['states']>) },
    reason: window.reason,
    evidenceIds: window.evidenceIds,
  };
}
