import type { Actor, Role } from './actor.js';

/**
 * Who may use a route: everybody without signing in, whoever has one of the roles, or only a person (never a machine's
 * key) who has one of them.
 */
export type AccessRule = 'public' | readonly Role[] | { readonly people: readonly Role[] };

/** A rule for every route, by method and path without `/api/v1`: `GET /offers/:id`. What has no rule is denied. */
export type AccessMatrix = Readonly<Record<string, AccessRule>>;

/** Why an actor may not pass, or null when it may. */
export type Denial = 'route_not_in_matrix' | 'person_required' | 'role_required' | 'no_role';

const PREFIX = /^\/api(?:\/v1)?(?=\/)/;

/** The matrix's name of a route as the HTTP server knows it. HEAD is answered as GET is. */
export function routeName(method: string, path: string): string {
  return `${method === 'HEAD' ? 'GET' : method} ${path.replace(PREFIX, '')}`;
}

/** Judges an actor by a rule that is not public. A route without a rule is closed to everybody. */
export function denialOf(rule: Exclude<AccessRule, 'public'> | undefined, actor: Actor): Denial | null {
  if (rule === undefined) return 'route_not_in_matrix';
  if (actor.roles.length === 0) return 'no_role';
  const peopleOnly = 'people' in rule;
  const roles = peopleOnly ? rule.people : rule;
  if (!roles.some((role) => actor.roles.includes(role))) return 'role_required';
  return peopleOnly && actor.kind !== 'person' ? 'person_required' : null;
}
