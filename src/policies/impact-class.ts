/** How badly someone was hit, heaviest first. `unknown` is not `unaffected`: there, we cannot tell. */
export const IMPACT_CLASSES = [
  'unable_to_join',
  'media_loss',
  'interactivity_loss',
  'degraded',
  'unknown',
  'unaffected',
] as const;
export type ImpactClass = (typeof IMPACT_CLASSES)[number];

/** The classes that mean harm done, heaviest first: the only ones with seconds, and the only ones that may earn money. */
export const HIT_CLASSES = [
  'unable_to_join',
  'media_loss',
  'interactivity_loss',
  'degraded',
] as const satisfies readonly ImpactClass[];
export type HitClass = (typeof HIT_CLASSES)[number];
