/** What a person or a machine may be; one can have several. What each may do is the access matrix. */
export const ROLES = ['viewer', 'agent', 'manager', 'finance', 'integrator', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/**
 * Who does something: a machine's key, a person who signed in, the command line, Amends itself, a customer on a page of
 * theirs, a provider that calls back, or nobody known. Every write keeps its `id`, which says nothing personal.
 */
export type Actor = {
  readonly id: string;
  readonly kind: 'key' | 'person' | 'cli' | 'system' | 'customer' | 'provider' | 'anonymous';
  readonly roles: readonly Role[];
};

/** Amends itself, for what follows from something a person did. */
export const SYSTEM: Actor = { id: 'system', kind: 'system', roles: [] };

/** Somebody who has not said who they are, or whose word was not good. */
export const ANONYMOUS: Actor = { id: 'anonymous', kind: 'anonymous', roles: [] };
