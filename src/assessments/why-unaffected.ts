import { unionRanges, type TimeRange } from '../kernel/time-range.js';
import type { SnapshotWindow } from './assessment.js';

/** Why nothing of an outage counts for somebody. `code` is stable, `message` is for people. */
export type WhyUnaffected = { readonly code: WhyCode; readonly message: string };

export type WhyCode =
  | 'bot'
  | 'components_unknown'
  | 'components_not_hit'
  | 'meeting_cancelled_before'
  | 'nothing_known_of_them'
  | 'not_present_then'
  | 'nothing_lost_inside'
  | 'no_failed_attempt'
  | 'no_show_proves_nothing';

export type UnaffectedFacts = {
  readonly isBot: boolean;
  readonly isOnRoster: boolean;
  readonly components: readonly string[] | null;
  readonly cancelledAt: Date | null;
  readonly present: readonly TimeRange[];
  readonly attempts: readonly { readonly at: Date; readonly outcome: string }[];
  readonly windows: readonly SnapshotWindow[];
  readonly assessedAt: Date;
};

const MESSAGES: Readonly<Record<WhyCode, string>> = {
  bot: 'All of their sessions in this meeting are a bot’s, and bots are never hit.',
  components_unknown:
    'It is not known which components the meeting uses, so nobody can say whether a window touches it.',
  components_not_hit: 'The meeting uses none of the components that failed.',
  meeting_cancelled_before: 'The meeting was cancelled before the outage, so nobody was kept out of it.',
  nothing_known_of_them: 'They have neither a session nor an attempt in this meeting.',
  not_present_then: 'They were in the meeting, but not while a component that it uses had failed.',
  nothing_lost_inside:
    'They were in the meeting then, and all that failed was entering, which those inside do not need.',
  no_failed_attempt: 'No attempt of theirs to enter failed while entering was lost or degraded.',
  no_show_proves_nothing: 'They were invited and never came; absence alone proves nothing.',
};

/** Every reason that applies, the most general first. */
export function whyUnaffected(facts: UnaffectedFacts): WhyUnaffected[] {
  return codesOf(facts).map((code) => ({ code, message: MESSAGES[code] }));
}

function codesOf(facts: UnaffectedFacts): WhyCode[] {
  const { components, attempts, present, isOnRoster } = facts;
  if (facts.isBot) return ['bot'];
  if (components === null || components.length === 0) return ['components_unknown'];
  const touching = facts.windows.filter((window) => components.includes(window.componentKey));
  if (touching.length === 0) return ['components_not_hit'];
  const during = unionRanges(
    touching.map(({ startsAt, endsAt }) => ({ startAt: startsAt, endAt: endsAt ?? facts.assessedAt })),
  );
  const wasPresent = present.some((stay) => during.some((outage) => overlap(stay, outage)));
  const failed = attempts.some((attempt) => attempt.outcome !== 'admitted');
  const { cancelledAt } = facts;
  const isCancelledBefore = cancelledAt !== null && touching.every((window) => cancelledAt < window.startsAt);
  const codes: WhyCode[] = [];
  if (isCancelledBefore) codes.push('meeting_cancelled_before');
  if (present.length === 0 && attempts.length === 0) {
    codes.push(isOnRoster ? 'no_show_proves_nothing' : 'nothing_known_of_them');
    return codes;
  }
  if (present.length > 0) codes.push(wasPresent ? 'nothing_lost_inside' : 'not_present_then');
  if (!failed || !isCancelledBefore) codes.push('no_failed_attempt');
  return codes;
}

function overlap(left: TimeRange, right: TimeRange): boolean {
  return left.startAt < right.endAt && right.startAt < left.endAt;
}
