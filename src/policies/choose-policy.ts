import { POLICY_KINDS, type PolicyKind, type PolicyVersion } from './policy.js';

/** The versions that speak for one contract: at most one of each kind. */
export type ChosenPolicies = Readonly<Partial<Record<PolicyKind, PolicyVersion>>>;

/** True when a version is in force on a day. Days are `YYYY-MM-DD`, whose order as text is their order in time. */
export function isInForce(version: Pick<PolicyVersion, 'from' | 'to'>, day: string): boolean {
  return version.from <= day && (version.to === null || day < version.to);
}

/**
 * The versions that speak for a contract on a day, one of each kind: the policy that the contract names, else the first
 * policy (by code) that lists the plan, else the first for every plan. A policy that is named is taken even if it is not
 * for the plan: pricing then says so. When the policy that is named is not in force, nothing else takes its place.
 */
export function choosePolicies(
  versions: readonly PolicyVersion[],
  contract: { readonly plan: string; readonly policyCode: string | null },
  day: string,
): ChosenPolicies {
  const inForce = versions
    .filter((version) => isInForce(version, day))
    .toSorted((a, b) => (a.policyCode < b.policyCode ? -1 : 1));
  const named = inForce.find(({ policyCode }) => policyCode === contract.policyCode);
  if (contract.policyCode !== null && named === undefined) return {};
  const chosen: { [Kind in PolicyKind]?: PolicyVersion } = {};
  for (const kind of POLICY_KINDS) {
    const ofKind = inForce.filter(({ rules }) => rules.kind === kind);
    const version =
      named?.rules.kind === kind
        ? named
        : (ofKind.find(({ rules }) => rules.plans?.includes(contract.plan)) ??
          ofKind.find(({ rules }) => rules.plans === undefined));
    if (version !== undefined) chosen[kind] = version;
  }
  return chosen;
}
