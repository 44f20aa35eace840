import type { Decimal } from 'decimal.js';
import { Exact, money, type Money, roundHalfUp } from '../kernel/money.js';
import { contentHash } from '../policies/content-hash.js';
import { looksAtPeriod, POLICY_KINDS } from '../policies/policy.js';
import { combinePolicies } from './combine-policies.js';
import { exclusionsOf } from './exclusions.js';
import { wordLine } from './line-words.js';
import { orderFacts } from './order-facts.js';
import { type PricedPeriod, type PricedPolicy, pricePolicy, withLine } from './price-policy.js';
import { type DraftLine, sumOf, ZERO } from './price-terms.js';
import type {
  ContractInForce,
  LineInputs,
  OfferFacts,
  OfferLine,
  OfferShare,
  Proposal,
  ProposalReason,
} from './proposal.js';
import {
  alreadyGranted,
  amountIsZero,
  amountTooLarge,
  noContract,
  noData,
  noPolicyInForce,
} from './proposal-reasons.js';
import { RunningTotal } from './round-lines.js';

/** A line with its amount, of which neither the inputs nor the words are written out yet. */
export type PricedLine = {
  readonly policy: PricedPolicy;
  readonly line: DraftLine;
  readonly amountMinor: number;
};

/** A proposal whose lines are not written out: enough to add up, and much cheaper than to read. */
export type PricedOffer = Omit<Proposal, 'lines'> & { readonly lines: readonly PricedLine[] };

/**
 * What one customer is offered for one incident, with every step as a line. Refused when it cannot be computed (no
 * contract, no policy in force, no amount in the contract's currency); nothing owed when the answer is no, and then
 * with all the reasons. Depends on nothing but the facts, and not on the order in which they are listed.
 */
export function priceOffer(facts: OfferFacts): Proposal {
  const priced = priceAmounts(facts);
  return { ...priced, lines: priced.lines.map(writtenOut) };
}

/** As `priceOffer`, for those who only add up. */
export function priceAmounts(given: OfferFacts): PricedOffer {
  const facts = orderFacts(given);
  const { contract } = facts;
  const total = contract === null ? null : money(0, contract.monthlyFee.currency);
  const nothing = (outcome: 'nothing_owed' | 'refused', reason: ProposalReason): PricedOffer => {
    return { outcome, lines: [], shares: [], total, reasons: [reason], provisional: false };
  };
  const priced = contract === null ? [] : pricedPolicies(facts, contract);
  const readsService = priced.some(({ mine }) => mine.policy.rules.measure.basis === 'service_minutes');
  if (facts.class === 'unknown' && !readsService) return nothing('nothing_owed', noData());
  if (contract === null) return nothing('refused', noContract(facts));
  if (priced.length === 0) return nothing('refused', noPolicyInForce(contract, facts.day));
  return assemble(facts, contract, priced);
}

function pricedPolicies(facts: OfferFacts, contract: ContractInForce): PricedPolicy[] {
  return POLICY_KINDS.flatMap((kind) => {
    const mine = facts.policies[kind];
    return mine === undefined ? [] : [pricePolicy(facts, kind, mine, contract)];
  });
}

function assemble(facts: OfferFacts, contract: ContractInForce, priced: readonly PricedPolicy[]): PricedOffer {
  const leftOut = priced.map((policy) => exclusionsOf(policy, contract));
  const kept = combinePolicies(leftOut.map(({ policy }) => policy));
  const { currency } = contract.monthlyFee;
  const { lines, shares } = rounded(lessGranted(kept, facts), currency);
  const sum = lines.reduce((all, { amountMinor }) => all + amountMinor, 0);
  if (!Number.isSafeInteger(sum) || lines.some(({ amountMinor }) => !Number.isSafeInteger(amountMinor))) {
    const reasons = [amountTooLarge(currency)];
    return { outcome: 'refused', lines: [], shares: [], total: money(0, currency), reasons, provisional: false };
  }
  const total = money(sum, currency);
  const gives = total.amountMinor > 0 || shares.some(({ quantity }) => quantity > 0);
  const isRefused = leftOut.some(({ policy, reasons }) => policy.refused && reasons.length === 0);
  const provisional = kept.some(
    ({ mine, periods }) => looksAtPeriod(mine.policy.rules.remedy) && periods.some(({ period }) => !period.isOver),
  );
  const given = { lines, shares, total, provisional };
  if (gives && !isRefused) return { outcome: 'offer', ...given, reasons: [] };
  const reasons = leftOut.flatMap((each) => [...each.reasons, ...each.policy.reasons]);
  if (isRefused)
    return { outcome: 'refused', lines: [], shares: [], total: money(0, total.currency), reasons, provisional };
  // Whatever was earned was granted before, or is less than half of the smallest unit.
  const zero = facts.grantedMinor > 0 ? alreadyGranted(facts.grantedMinor) : amountIsZero();
  return { outcome: 'nothing_owed', ...given, shares: [], reasons: reasons.length === 0 ? [zero] : reasons };
}

/** Takes what the incident was granted already: from the shares that it was granted for, then from one after the other. */
function lessGranted(
  policies: readonly PricedPolicy[],
  { grantedMinor, grantedShares = [] }: OfferFacts,
): readonly PricedPolicy[] {
  if (grantedMinor === 0) return policies;
  const parts = policies.flatMap(({ kind, periods }) =>
    periods.map((each) => {
      const sum = Exact.max(sumOf(each.lines.filter(({ unit }) => unit === null)), 0);
      const same = grantedShares.filter((one) => one.kind === kind && one.periodStartAt === each.period.startAt);
      const own = same.reduce((all, { amountMinor }) => all + amountMinor, 0);
      return { each, sum, own: Exact.min(sum, own) };
    }),
  );
  let left = parts.reduce((rest: Decimal, { own }) => rest.minus(own), new Exact(grantedMinor));
  const takenFrom = new Map(
    parts.map(({ each, sum, own }) => {
      const more = Exact.max(Exact.min(sum.minus(own), left), 0);
      left = left.minus(more);
      return [each, own.plus(more)] as const;
    }),
  );
  const offerIds = [...new Set(grantedShares.map(({ offerId }) => offerId))].join(', ');
  const named: LineInputs = offerIds === '' ? {} : { supplements: offerIds };
  return policies.map((policy) => ({
    ...policy,
    periods: policy.periods.map((each) => {
      const taken = takenFrom.get(each);
      if (taken === undefined || taken.lte(0)) return each;
      const currency = String(each.lines[0]?.inputs()['currency'] ?? '');
      const inputs = { granted: grantedMinor, currency, ...named };
      const line: DraftLine = { code: 'already_granted', inputs: () => inputs, value: taken.negated(), unit: null };
      return withLine(each, line);
    }),
  }));
}

/** The one rounding of an offer: money over all its lines in order; what is given in kind is whole already. */
function rounded(
  policies: readonly PricedPolicy[],
  currency: string,
): { readonly lines: readonly PricedLine[]; readonly shares: readonly OfferShare[] } {
  const rounding = new RunningTotal();
  const lines: PricedLine[] = [];
  const shares: OfferShare[] = [];
  for (const policy of policies) {
    for (const priced of policy.periods) {
      const mine = withNote(policy, priced, currency).map((line): PricedLine => {
        return { policy, line, amountMinor: line.unit === null ? rounding.next(line.value) : 0 };
      });
      lines.push(...mine);
      const share = shareOf(policy, priced, mine);
      if (share.amountMinor > 0 || share.quantity > 0) shares.push(share);
    }
  }
  return { lines, shares };
}

/** The lines of a period; a period that is not over, and gives something, ends with the note that it may give more. */
function withNote(
  { mine }: PricedPolicy,
  { period, lines, sum }: PricedPeriod,
  currency: string,
): readonly DraftLine[] {
  const { remedy, zone } = mine.policy.rules;
  if (!looksAtPeriod(remedy) || period.isOver || sum.lte(0)) return lines;
  const inputs = { periodEndAt: period.endAt, zone, currency };
  return [...lines, { code: 'provisional', inputs: () => inputs, value: ZERO, unit: null }];
}

function writtenOut({ policy: { kind, mine }, line, amountMinor }: PricedLine): OfferLine {
  const { rules, policyCode, version } = mine.policy;
  const written = {
    code: line.code,
    inputs: { ...line.inputs(), policyCode, policyVersion: version },
    amountMinor,
    kind,
    nature: rules.nature,
    taxTreatment: rules.taxTreatment,
    ...(line.unit === null ? {} : { inKind: { unit: line.unit, quantity: line.value.toNumber() } }),
    ...(line.ranges === undefined ? {} : { ranges: line.ranges() }),
  };
  return { ...written, text: wordLine(written) };
}

function shareOf(
  { kind, mine }: PricedPolicy,
  { period, periodCap }: PricedPeriod,
  lines: readonly PricedLine[],
): OfferShare {
  const inKind = lines.filter(({ line }) => line.unit !== null);
  return {
    kind,
    policyVersionId: mine.policy.id,
    periodStartAt: period.startAt,
    periodEndAt: period.endAt,
    amountMinor: lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
    unit: inKind[0]?.line.unit ?? null,
    quantity: inKind.reduce((sum, { line }) => sum + line.value.toNumber(), 0),
    periodCapMinor: inKind.length > 0 ? null : periodCap === null ? null : roundHalfUp(periodCap),
  };
}

/**
 * The SHA-256 of what an offer says: to whom, for which incident, by which version of the policy, its lines and its
 * amount. Offers of one hash are the same offer, whichever assessment they were computed from.
 */
export function offerContentHash(offer: {
  readonly customerId: string;
  readonly incidentId: string;
  readonly policyVersionId: string;
  readonly lines: readonly OfferLine[];
  readonly amount: Money;
}): string {
  const { customerId, incidentId, policyVersionId, lines, amount } = offer;
  return contentHash({ customerId, incidentId, policyVersionId, lines, amount });
}

/** What is kept beside an offer, so that it can be worked out again: the facts, with the policies' rules by version. */
export type FactsSnapshot = Omit<OfferFacts, 'policies'> & {
  readonly policies: Readonly<
    Record<
      string,
      Omit<OfferFacts['policies'][keyof OfferFacts['policies']] & object, 'policy'> & {
        readonly policyVersionId: string;
      }
    >
  >;
};

/** The facts without the rules, which their version keeps. */
export function snapshotOf(given: OfferFacts): FactsSnapshot {
  const facts = orderFacts(given);
  const policies = POLICY_KINDS.flatMap((kind) => {
    const mine = facts.policies[kind];
    if (mine === undefined) return [];
    const { policy, ...others } = mine;
    return [[kind, { ...others, policyVersionId: policy.id }] as const];
  });
  return { ...facts, policies: Object.fromEntries(policies) };
}

/** The SHA-256 of the facts, so that a later look can tell whether anything that decides has changed. */
export function factsHash(facts: OfferFacts): string {
  return contentHash(snapshotOf(facts));
}
