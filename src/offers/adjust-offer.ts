import { wordLine } from './line-words.js';
import type { PolicyKind } from '../policies/policy.js';
import type { OfferLine } from './proposal.js';

/** A share as an adjustment sees it: `roomMinor` is what the cap of its period still lets it grow, null without one. */
export type AdjustableShare = {
  readonly kind: PolicyKind;
  readonly periodStartAt: Date;
  readonly amountMinor: number;
  readonly roomMinor: number | null;
};

/** An offer after its amount was changed: all lines, and the shares that are other than before. */
export type AdjustedContent = {
  readonly lines: readonly OfferLine[];
  readonly shares: readonly Pick<AdjustableShare, 'kind' | 'periodStartAt' | 'amountMinor'>[];
  /** What found no room under the caps; the change is refused when it is more than nothing. */
  readonly overMinor: number;
};

/**
 * Changes the amount of an offer: what is taken away comes from its last share first, what is added goes to its first one
 * as far as the cap of the period lets it, and each kind of policy gets a line with its difference, so that lines and
 * shares still add up. An offer without shares, made by a person, has its first line's kind.
 */
export function adjustOffer(
  lines: readonly OfferLine[],
  shares: readonly AdjustableShare[],
  amounts: { readonly fromMinor: number; readonly toMinor: number; readonly currency: string },
): AdjustedContent {
  const changes = spread(shares, amounts.toMinor - amounts.fromMinor);
  const placedMinor = changes.reduce((sum, { changeMinor }) => sum + changeMinor, 0);
  const byKind = new Map<PolicyKind, number>();
  for (const { share, changeMinor } of changes) byKind.set(share.kind, (byKind.get(share.kind) ?? 0) + changeMinor);
  const [first] = lines;
  const isWithout = shares.length === 0 && first !== undefined;
  if (isWithout) byKind.set(first.kind, amounts.toMinor - amounts.fromMinor);
  return {
    lines: [...lines, ...[...byKind].flatMap(([kind, minor]) => lineOf(lines, kind, minor, amounts))],
    shares: changes.map(({ share: { kind, periodStartAt, amountMinor }, changeMinor }) => {
      return { kind, periodStartAt, amountMinor: amountMinor + changeMinor };
    }),
    overMinor: isWithout ? 0 : amounts.toMinor - amounts.fromMinor - placedMinor,
  };
}

type Change = { readonly share: AdjustableShare; readonly changeMinor: number };

function spread(shares: readonly AdjustableShare[], differenceMinor: number): Change[] {
  let left = differenceMinor;
  const inTurn = differenceMinor < 0 ? shares.toReversed() : shares;
  return inTurn.flatMap((share) => {
    const changeMinor =
      left < 0 ? Math.max(left, -share.amountMinor) : Math.min(left, share.roomMinor ?? Number.MAX_SAFE_INTEGER);
    left -= changeMinor;
    return changeMinor === 0 ? [] : [{ share, changeMinor }];
  });
}

function lineOf(
  lines: readonly OfferLine[],
  kind: PolicyKind,
  amountMinor: number,
  { fromMinor, toMinor, currency }: { readonly fromMinor: number; readonly toMinor: number; readonly currency: string },
): OfferLine[] {
  const of = lines.find((line) => line.kind === kind && line.inKind === undefined);
  if (of === undefined) return [];
  const { policyCode = '', policyVersion = '' } = of.inputs;
  const line = {
    code: 'adjusted' as const,
    inputs: { fromMinor, toMinor, currency, policyCode, policyVersion },
    amountMinor,
    kind,
    nature: of.nature,
    taxTreatment: of.taxTreatment,
  };
  return [{ ...line, text: wordLine(line) }];
}
