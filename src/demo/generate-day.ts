import { DomainError, type Reason } from '../kernel/domain-error.js';
import { castMeeting, type CastMember, type Team } from './cast-meeting.js';
import { customerLine, demoCustomers, type DemoCustomer } from './demo-customers.js';
import {
  expectedImpacts,
  isExpectedUnknown,
  type ExpectedImpact,
  type ExpectedUnknownMeeting,
  type PlayedMeeting,
} from './expect-impacts.js';
import type { CustomerLine, JoinAttemptLine, MeetingLine, SessionLine } from './ingest-lines.js';
import { joinAttemptLines, meetingLine, sessionLines } from './meeting-lines.js';
import { planMeetings, type MeetingFate, type MeetingPlan } from './plan-meetings.js';
import { Random } from './random.js';

/** Keys that keep the sequences of random numbers apart; 1 to 4 belong to the customers. */
const TEAM_SIZE_KEY = 5;
const TEAM_KEY = 6;

/** `people` are distinct persons over the whole day; each is invited to one to three meetings. */
export type DaySize = { readonly customers: number; readonly people: number; readonly seed: number };

/** One meeting with all that the source wrote about it and all that an assessment must find in it. */
export type DayMeeting = {
  readonly meeting: MeetingLine;
  readonly sessions: readonly SessionLine[];
  readonly joinAttempts: readonly JoinAttemptLine[];
  readonly expectedImpacts: readonly ExpectedImpact[];
  readonly isUnknown: boolean;
  /** What became of the meeting, and how each person or device of it lived through it. */
  readonly fate: MeetingFate;
  readonly personas: readonly string[];
};

/** Each call starts its stream anew; nothing is kept, so any stream may be read at any size. */
export type GeneratedDay = {
  readonly customers: () => Iterable<CustomerLine>;
  /** All meetings whole; the streams below are parts of this one, made without the rest of it. */
  readonly wholeMeetings: () => Iterable<DayMeeting>;
  readonly meetings: () => Iterable<MeetingLine>;
  readonly sessions: () => Iterable<SessionLine>;
  readonly joinAttempts: () => Iterable<JoinAttemptLine>;
  /** For an assessment made at 20:00 in Paris on the day or later, with the windows of the founding incident. */
  readonly expectedImpacts: () => Iterable<ExpectedImpact>;
  readonly expectedUnknownMeetings: () => Iterable<ExpectedUnknownMeeting>;
};

/**
 * A working day around the incident of 16 September 2020. The same size and seed give the same lines in the same order.
 * Throws DomainError `demo_size_invalid` for a size that is not a whole number, without a customer, or negative.
 */
export function generateDay(size: DaySize): GeneratedDay {
  refuseBadSize(size);
  const customers = demoCustomers(size.customers, size.people, size.seed);
  const played = (): Iterable<PlayedMeeting> => playedDay(customers, size.seed);
  return {
    customers: () => mapped(customers, (customer) => customerLine(customer, size.seed)),
    wholeMeetings: () => mapped(played(), toDayMeeting),
    meetings: () => mapped(played(), meetingLine),
    sessions: () => flattened(played(), sessionLines),
    joinAttempts: () => flattened(played(), joinAttemptLines),
    expectedImpacts: () => flattened(played(), expectedImpacts),
    expectedUnknownMeetings: () =>
      flattened(played(), (meeting) =>
        isExpectedUnknown(meeting) ? [{ customerId: meeting.customerId, meetingId: meeting.plan.externalId }] : [],
      ),
  };
}

function refuseBadSize({ customers, people, seed }: DaySize): void {
  const reasons: Reason[] = [];
  const check = (path: string, value: number, min: number): void => {
    if (Number.isSafeInteger(value) && value >= min) return;
    reasons.push({ path, code: 'out_of_range', message: `${path} must be a whole number of at least ${min}.` });
  };
  check('customers', customers, 1);
  check('people', people, 0);
  check('seed', seed, Number.MIN_SAFE_INTEGER);
  if (reasons.length > 0) {
    throw new DomainError('invalid', 'demo_size_invalid', 'The demo cannot have this size.', { reasons });
  }
}

function* mapped<T, U>(items: Iterable<T>, to: (item: T) => U): Generator<U> {
  for (const item of items) yield to(item);
}

function* flattened<T, U>(items: Iterable<T>, to: (item: T) => readonly U[]): Generator<U> {
  for (const item of items) yield* to(item);
}

function* playedDay(customers: readonly DemoCustomer[], seed: number): Generator<PlayedMeeting> {
  for (const customer of customers) {
    let teamNumber = 0;
    for (const team of teamsOf(customer, seed)) {
      teamNumber += 1;
      const random = new Random(seed, TEAM_KEY, customer.index, teamNumber);
      const plans = planMeetings(random, customer.culture, `mtg-${customer.externalId.slice(4)}-${teamNumber}`);
      for (const [place, plan] of plans.entries()) {
        yield toPlayed(customer.externalId, plan, castMeeting(random, plan, team, place === 0));
      }
    }
  }
}

const TEAM_SIZES = [
  { weight: 60, from: 3, to: 8 },
  { weight: 30, from: 6, to: 15 },
  { weight: 8, from: 15, to: 40 },
  { weight: 2, from: 40, to: 150 },
] as const;

/** Every person of a customer is in one team, so nobody is in two meetings at once. */
function* teamsOf({ index, people }: DemoCustomer, seed: number): Generator<Team> {
  const random = new Random(seed, TEAM_SIZE_KEY, index);
  let firstNumber = 1;
  while (firstNumber <= people) {
    const { from, to } = random.weighted(TEAM_SIZES);
    const size = Math.min(random.between(from, to), people - firstNumber + 1);
    yield { firstNumber, size };
    firstNumber += size;
  }
}

/** A source knows when a meeting ended only if somebody was in it, and not even then always. */
function toPlayed(customerId: string, plan: MeetingPlan, cast: readonly CastMember[]): PlayedMeeting {
  const hasSessions = cast.some(({ kind, act }) => kind !== 'bot' && act.stays.length > 0);
  return { customerId, plan, cast, actualEnd: hasSessions && plan.isEndKnown ? plan.endsAt : null };
}

function toDayMeeting(played: PlayedMeeting): DayMeeting {
  return {
    meeting: meetingLine(played),
    sessions: sessionLines(played),
    joinAttempts: joinAttemptLines(played),
    expectedImpacts: expectedImpacts(played),
    isUnknown: isExpectedUnknown(played),
    fate: played.plan.fate,
    personas: played.cast.flatMap(({ personas }) => personas),
  };
}
