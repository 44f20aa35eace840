/** Who does something: a machine's key, a person, the command line, or Amends itself. Every write keeps its `id`. */
export type Actor = { readonly id: string; readonly kind: 'key' | 'person' | 'cli' | 'system' };

/** Amends itself, for what follows from something a person did. */
export const SYSTEM: Actor = { id: 'system', kind: 'system' };
