import type { Schemas } from '../../api/client.js';
import type { ImpactTone } from '../../theme/tones.js';

export type Window = Schemas['WindowRow'];
type Capabilities = Window['capabilities'];

/** What a window does at its worst, told in the scale of impact. */
export function toneOfWindow(capabilities: Capabilities): ImpactTone {
  if (capabilities.join === 'lost') return 'unable_to_join';
  if (capabilities.media === 'lost' || capabilities.view === 'lost') return 'media_loss';
  if (capabilities.interact === 'lost' || capabilities.moderate === 'lost') return 'interactivity_loss';
  return 'degraded';
}

/** The span of time that a picture must hold: every given instant, and a tenth of it on either side. */
export function spanOf(instants: readonly (string | number | null)[], now: number): readonly [number, number] {
  const times = instants.flatMap((at) => (at === null ? [] : [new Date(at).getTime()]));
  if (times.length === 0) return [now - 3_600_000, now];
  const from = Math.min(...times);
  const to = Math.max(...times);
  const margin = Math.max((to - from) * 0.08, 5 * 60_000);
  return [from - margin, to + margin];
}

/** Components in the order in which they first failed. */
export function componentsOf(windows: readonly Window[]): readonly string[] {
  return [...new Set(windows.map(({ componentKey }) => componentKey))];
}
