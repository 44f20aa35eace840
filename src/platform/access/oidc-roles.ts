import { type Role, ROLES } from './actor.js';

/** The groups that a claim names: a list of texts, or one text. Anything else names none. */
export function groupsOf(claim: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  return values.filter((value): value is string => typeof value === 'string');
}

/** The roles that groups give, each once. No group that counts is no role, and so no access. */
export function rolesOfGroups(
  groups: readonly string[],
  rolesOfGroup: Readonly<Record<string, readonly Role[]>>,
): readonly Role[] {
  const given = new Set(
    groups.flatMap((group) => (Object.hasOwn(rolesOfGroup, group) ? (rolesOfGroup[group] ?? []) : [])),
  );
  return ROLES.filter((role) => given.has(role));
}
