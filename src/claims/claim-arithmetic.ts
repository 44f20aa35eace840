import { Temporal } from 'temporal-polyfill';
import { Exact, type Money } from '../kernel/money.js';
import type { SaidClaim } from './claim.js';

/** Minutes and their part of the month, in per cent with four decimals; the month is that of the incident's day. */
export type Share = { readonly minutes: number; readonly percentOfMonth: string };

export const ARITHMETIC_NOTES = [
  'percent_not_of_minutes',
  'more_minutes_than_ours',
  'fewer_minutes_than_ours',
  'more_money_than_ours',
  'less_money_than_ours',
  'other_currency',
] as const;
/** What does not agree. */
export type ArithmeticNote = (typeof ARITHMETIC_NOTES)[number];

/** The claimant's numbers beside ours, none of them corrected. */
export type ClaimArithmetic = {
  readonly monthMinutes: number;
  readonly theirs: {
    readonly minutes: number | null;
    /** As they say it. */
    readonly percent: string | null;
    /** What their own minutes come to. */
    readonly percentOfMinutes: string | null;
    readonly amount: Money | null;
  };
  readonly ours: Share & { readonly amount: Money | null };
  readonly notes: readonly ArithmeticNote[];
};

const DECIMALS = 4;
/** Per cent that a rounding may account for. */
const TOLERANCE = '0.01';

/** The minutes of the calendar month of an instant, in a zone: 44,640 in July, one hour less or more when clocks change. */
export function minutesOfMonth(at: Date, zone: string): number {
  const first = Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(zone)
    .with({ day: 1 })
    .startOfDay();
  return (first.add({ months: 1 }).epochMilliseconds - first.epochMilliseconds) / 60_000;
}

/** Compares what is claimed with what we found; `seconds` are those of the clock in which anyone was hit. */
export function compareArithmetic(
  said: Pick<SaidClaim, 'claimedMinutes' | 'claimedPercent' | 'claimedAmount'>,
  ours: { readonly seconds: number; readonly amount: Money | null },
  monthMinutes: number,
): ClaimArithmetic {
  const { claimedMinutes: minutes, claimedPercent: percent, claimedAmount: amount } = said;
  const percentOf = (of: number): string => new Exact(of).times(100).div(monthMinutes).toFixed(DECIMALS);
  const percentOfMinutes = minutes === null ? null : percentOf(minutes);
  const notes: ArithmeticNote[] = [];
  if (percent !== null && percentOfMinutes !== null) {
    const difference = new Exact(percent).minus(percentOfMinutes).abs();
    if (difference.gt(TOLERANCE)) notes.push('percent_not_of_minutes');
  }
  if (minutes !== null && minutes * 60 > ours.seconds + 59) notes.push('more_minutes_than_ours');
  if (minutes !== null && minutes * 60 < ours.seconds - 59) notes.push('fewer_minutes_than_ours');
  notes.push(...moneyNotes(amount, ours.amount));
  return {
    monthMinutes,
    theirs: { minutes, percent, percentOfMinutes, amount },
    ours: {
      minutes: Math.floor(ours.seconds / 60),
      percentOfMonth: percentOf(new Exact(ours.seconds).div(60).toNumber()),
      amount: ours.amount,
    },
    notes,
  };
}

function moneyNotes(theirs: Money | null, ours: Money | null): ArithmeticNote[] {
  if (theirs === null || ours === null) return [];
  if (theirs.currency !== ours.currency) return ['other_currency'];
  if (theirs.amountMinor === ours.amountMinor) return [];
  return [theirs.amountMinor > ours.amountMinor ? 'more_money_than_ours' : 'less_money_than_ours'];
}
