import { Decimal } from 'decimal.js';
import { lesserMoney, money, type Money, percentOf, roundMinor } from '../kernel/money.js';
import { HIT_CLASSES, type HitClass } from '../policies/impact-class.js';
import type { Cap, Compensation, GoodwillRules } from '../policies/policy.js';
import { CLASS_WORDS, durationText, moneyWords, NBSP, percentWords, type Words } from '../policies/policy-words.js';
import type { OfferFacts, OfferLine, ProposalReason } from './proposal.js';
import {
  amountIsZero,
  belowMinimumSeconds,
  classNotInPolicy,
  currencyNotInPolicy,
  noMonthlyFee,
} from './proposal-reasons.js';

/** What rules make of an impact before anyone is left out: lines, or why there are none. */
export type Earned =
  | { readonly type: 'lines'; readonly lines: readonly OfferLine[]; readonly zero?: ProposalReason }
  | { readonly type: 'nothing' | 'refused'; readonly reason: ProposalReason };

type Candidate = { readonly impactClass: HitClass; readonly earned: Compensation; readonly exactMinor: Decimal };

/**
 * Goodwill for an impact. A class is reached when the customer suffered it, or a heavier one, for the minimum of
 * seconds of the clock: so whoever reaches a class reaches every lighter one, and the best paid of those reached counts
 * (the heaviest, in any policy that pays more for more). More harm never earns less, whatever the amounts. Rounded once,
 * half up; the cap, cut down to whole minor units, is never exceeded.
 */
export function priceGoodwill(rules: GoodwillRules, policyCode: string, fee: Money, facts: OfferFacts): Earned {
  const reached = HIT_CLASSES.filter((impactClass) => reachedSeconds(facts, impactClass) >= rules.minimumSeconds);
  const [heaviest] = reached;
  if (heaviest === undefined) {
    return { type: 'nothing', reason: belowMinimumSeconds(reachedSeconds(facts, 'degraded'), rules.minimumSeconds) };
  }
  const paid = reached.filter((impactClass) => rules.amountByClass[impactClass] !== undefined);
  if (paid.length === 0) return { type: 'nothing', reason: classNotInPolicy(heaviest, policyCode) };
  if (lacksCurrency(rules, paid, fee.currency)) {
    return { type: 'refused', reason: currencyNotInPolicy(fee.currency, policyCode) };
  }
  const best = bestPaid(rules, paid, fee);
  const gross = grossLine(best, rules.minimumSeconds, fee, facts);
  const limit = rules.cap === undefined ? undefined : capLine(rules.cap, gross.amountMinor, fee);
  const lines = limit === undefined ? [gross] : [gross, limit];
  if (lines.reduce((sum, line) => sum + line.amountMinor, 0) > 0) return { type: 'lines', lines };
  const ofFee = best.earned.type === 'percent_of_monthly_fee' || limit !== undefined;
  return { type: 'lines', lines, zero: ofFee && fee.amountMinor === 0 ? noMonthlyFee() : amountIsZero() };
}

/** Seconds of the clock in a class or in a heavier one. */
function reachedSeconds({ clockSeconds }: OfferFacts, impactClass: HitClass): number {
  return HIT_CLASSES.slice(0, HIT_CLASSES.indexOf(impactClass) + 1).reduce((sum, name) => sum + clockSeconds[name], 0);
}

function lacksCurrency({ amountByClass, cap }: GoodwillRules, paid: readonly HitClass[], currency: string): boolean {
  const maps = paid.map((impactClass) => {
    const earned = amountByClass[impactClass];
    return earned?.type === 'fixed' ? earned.amounts : undefined;
  });
  return [...maps, cap?.amounts].some((amounts) => amounts !== undefined && !Object.hasOwn(amounts, currency));
}

function bestPaid({ amountByClass }: GoodwillRules, paid: readonly HitClass[], fee: Money): Candidate {
  const candidates = paid.map((impactClass) => {
    const earned = amountByClass[impactClass] as Compensation;
    return { impactClass, earned, exactMinor: exactMinor(earned, fee) };
  });
  return candidates.reduce((best, next) => (next.exactMinor.gt(best.exactMinor) ? next : best));
}

function exactMinor(earned: Compensation, fee: Money): Decimal {
  return earned.type === 'fixed' ? new Decimal(earned.amounts[fee.currency] ?? 0) : percentOf(fee, earned.percent);
}

function grossLine(
  { impactClass, earned, exactMinor }: Candidate,
  minimumSeconds: number,
  fee: Money,
  facts: OfferFacts,
): OfferLine {
  const amount = roundMinor(exactMinor, fee.currency);
  const seconds = reachedSeconds(facts, impactClass);
  const suffered = sufferedWords(impactClass, seconds, seconds > facts.clockSeconds[impactClass]);
  const inputs = { class: impactClass, seconds, minimumSeconds, currency: fee.currency };
  if (earned.type === 'fixed') {
    const words = moneyWords(amount);
    return {
      code: 'fixed_amount',
      text: {
        fr: `${suffered.fr}${NBSP}: montant fixe de ${words.fr}`,
        en: `${suffered.en}: a fixed amount of ${words.en}`,
      },
      inputs,
      amountMinor: amount.amountMinor,
    };
  }
  const share = shareWords(earned.percent, fee);
  return {
    code: 'percent_of_monthly_fee',
    text: { fr: `${suffered.fr}${NBSP}: ${share.fr}`, en: `${suffered.en}: ${share.en}` },
    inputs: { ...inputs, percent: earned.percent, monthlyFeeMinor: fee.amountMinor },
    amountMinor: amount.amountMinor,
  };
}

function sufferedWords(impactClass: HitClass, seconds: number, orWorse: boolean): Words {
  const name = CLASS_WORDS[impactClass];
  const duration = durationText(seconds);
  return {
    fr: `${name.fr}${orWorse ? ' (ou pire)' : ''} pendant ${duration}`,
    en: `${name.en}${orWorse ? ' (or worse)' : ''} for ${duration}`,
  };
}

function shareWords(percent: string, fee: Money): Words {
  const [share, whole] = [percentWords(percent), moneyWords(fee)];
  return {
    fr: `${share.fr} de l’abonnement mensuel de ${whole.fr}`,
    en: `${share.en} of the monthly fee of ${whole.en}`,
  };
}

/** What the cap takes away, or undefined when it takes nothing. */
function capLine(cap: Cap, grossMinor: number, fee: Money): OfferLine | undefined {
  const ofFee =
    cap.percentOfMonthlyFee === undefined ? undefined : wholeMinor(percentOf(fee, cap.percentOfMonthlyFee), fee);
  const fixed = cap.amounts === undefined ? undefined : money(cap.amounts[fee.currency] ?? 0, fee.currency);
  const limit = ofFee === undefined || fixed === undefined ? (ofFee ?? fixed) : lesserMoney(ofFee, fixed);
  if (limit === undefined || limit.amountMinor >= grossMinor) return undefined;
  const words = moneyWords(limit);
  const isShare = limit === ofFee && cap.percentOfMonthlyFee !== undefined;
  const share = isShare ? shareWords(cap.percentOfMonthlyFee ?? '0', fee) : undefined;
  return {
    code: 'cap',
    text:
      share === undefined
        ? { fr: `Plafond par incident${NBSP}: ${words.fr}`, en: `Cap for an incident: ${words.en}` }
        : {
            fr: `Plafond par incident${NBSP}: ${share.fr}, soit ${words.fr}`,
            en: `Cap for an incident: ${share.en}, that is ${words.en}`,
          },
    inputs: { capMinor: limit.amountMinor, currency: fee.currency },
    amountMinor: limit.amountMinor - grossMinor,
  };
}

function wholeMinor(exact: Decimal, { currency }: Money): Money {
  return money(exact.floor().toNumber(), currency);
}
