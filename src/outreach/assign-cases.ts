export const ASSIGNMENT_MODES = ['account_owner', 'round_robin'] as const;
export type AssignmentMode = (typeof ASSIGNMENT_MODES)[number];

/** Who gets new cases: whoever looks after the account, or the members of a team in turn. */
export type Assignment = { readonly mode: AssignmentMode; readonly team: readonly string[] };

/** A case that is to get an owner. */
export type Unassigned = { readonly customerId: string; readonly accountOwner: string | null };

/**
 * The owner of each case, by customer. By account owner, a customer of nobody goes to the team; in turn, all do. Within
 * the team each case goes to whoever has the fewest open ones, the first named among equals; without a team, to the
 * default owner. `openCounts` are the open cases that each person has now.
 */
export function assignCases(
  cases: readonly Unassigned[],
  { mode, team }: Assignment,
  openCounts: ReadonlyMap<string, number>,
  defaultOwner: string | null,
): Map<string, string | null> {
  const counts = new Map(team.map((member) => [member, openCounts.get(member) ?? 0]));
  const next = (): string | null => {
    const [first = null, ...others] = team;
    if (first === null) return defaultOwner;
    const least = others.reduce(
      (best, each) => ((counts.get(each) ?? 0) < (counts.get(best) ?? 0) ? each : best),
      first,
    );
    counts.set(least, (counts.get(least) ?? 0) + 1);
    return least;
  };
  return new Map(
    cases.map(({ customerId, accountOwner }) => {
      const isTheirs = mode === 'account_owner' && accountOwner !== null;
      return [customerId, isTheirs ? accountOwner : next()];
    }),
  );
}
