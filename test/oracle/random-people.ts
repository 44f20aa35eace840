/** What one person did in one meeting: anything near any edge, or what one of the rules speaks of. */
import * as fc from 'fast-check';
import type { AttemptOutcome, Role, SessionKind } from './oracle-types.js';
import {
  afterEnd,
  afterStart,
  DAY_SECONDS,
  eitherSideSeconds,
  instant,
  leaveSeconds,
  returnSeconds,
  someSeconds,
} from './random-instants.js';
import type { AttemptDraft, InstantDraft, SessionDraft } from './scenario-draft.js';

/** One person's sessions and attempts in one meeting. */
export type PersonDraft = { readonly sessions: readonly SessionDraft[]; readonly attempts: readonly AttemptDraft[] };

export const PEOPLE: readonly string[] = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'];

/** One in four is a facilitator. */
export const role: fc.Arbitrary<Role> = fc.constantFrom('participant', 'participant', 'participant', 'facilitator');

const kind: fc.Arbitrary<SessionKind> = fc.oneof(
  { weight: 9, arbitrary: fc.constant<SessionKind>('person') },
  { weight: 3, arbitrary: fc.constantFrom<SessionKind>('room', 'dial_in', 'bot') },
);
const outcome = fc.constantFrom<AttemptOutcome>('admitted', 'refused', 'refused', 'error', 'timeout');
const failure = fc.constantFrom<AttemptOutcome>('refused', 'error', 'timeout');

/** Any session near any edge, now and then of days, of no length, or without a leave. */
export const anySession: fc.Arbitrary<SessionDraft> = fc.record({
  participantId: fc.constantFrom(...PEOPLE),
  role,
  kind,
  joined: instant,
  left: fc.oneof(
    { weight: 7, arbitrary: instant },
    { weight: 2, arbitrary: fc.constant('none' as const) },
    { weight: 1, arbitrary: fc.constant('at once' as const) },
  ),
  longerSeconds: fc.oneof(
    { weight: 7, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.constantFrom(600, 1800, 3600) },
    { weight: 1, arbitrary: fc.constantFrom(DAY_SECONDS - 1, DAY_SECONDS, DAY_SECONDS + 1, 31 * DAY_SECONDS) },
  ),
  sessionId: fc.constantFrom(null, null, 's1', 's2'),
});

/** Any attempt near any edge. */
export const anyAttempt: fc.Arbitrary<AttemptDraft> = fc.record({
  participantId: fc.constantFrom(...PEOPLE),
  role: fc.constantFrom<Role | null>(null, null, null, 'participant', 'facilitator'),
  at: instant,
  outcome,
});

type Choices = {
  /** The window whose edges the story is told by. */
  readonly stretch: number;
  readonly returnSeconds: number;
  readonly leaveSeconds: number;
  readonly tryAfterSeconds: number;
  readonly retryAfterSeconds: number;
  readonly nearSeconds: number;
  readonly role: Role;
  readonly kind: SessionKind;
  readonly failure: AttemptOutcome;
  readonly retryOutcome: AttemptOutcome;
  readonly isLeaveUnknown: boolean;
  readonly isLastLeaveUnknown: boolean;
  readonly isTryingToo: boolean;
};

function oneTimeIn(times: number): fc.Arbitrary<boolean> {
  return fc.nat({ max: times - 1 }).map((time) => time === times - 1);
}

const choices: fc.Arbitrary<Choices> = fc.record({
  stretch: fc.constantFrom(0, 0, 0, 0, 0, 1, 2),
  returnSeconds,
  leaveSeconds,
  tryAfterSeconds: someSeconds,
  retryAfterSeconds: someSeconds,
  nearSeconds: eitherSideSeconds,
  role,
  kind,
  failure,
  retryOutcome: outcome,
  isLeaveUnknown: oneTimeIn(4),
  isLastLeaveUnknown: oneTimeIn(6),
  isTryingToo: oneTimeIn(4),
});

const STORIES = [
  'late',
  'late',
  'thrown',
  'thrown',
  'flapping',
  'refused',
  'refused late',
  'no leave',
  'two devices',
  'inside',
] as const;

/** A person to whom a rule nearly or just applies, around one of the first windows. */
export function personOfAStory(participantId: string): fc.Arbitrary<PersonDraft> {
  return fc.tuple(fc.constantFrom(...STORIES), choices).map(([story, chosen]) => tell(story, participantId, chosen));
}

function tell(story: (typeof STORIES)[number], participantId: string, chosen: Choices): PersonDraft {
  const { stretch, role, kind } = chosen;
  const session = (
    joined: InstantDraft,
    left: SessionDraft['left'],
    sessionId: string | null = null,
  ): SessionDraft => ({
    participantId,
    role,
    kind,
    joined,
    left,
    longerSeconds: 0,
    sessionId,
  });
  const attempt = (at: InstantDraft, outcome = chosen.failure): AttemptDraft => ({
    participantId,
    role: null,
    at,
    outcome,
  });
  const before = afterStart(stretch, -1800);
  const leave = afterStart(stretch, chosen.leaveSeconds);
  const near = afterEnd(stretch, chosen.nearSeconds);
  const firstTry = afterStart(stretch, chosen.tryAfterSeconds);
  const secondTry = afterStart(stretch, chosen.tryAfterSeconds + chosen.retryAfterSeconds);
  const comeBack = session(
    afterEnd(stretch, chosen.returnSeconds),
    chosen.isLastLeaveUnknown ? 'none' : afterEnd(stretch, chosen.returnSeconds + 1800),
  );
  const maybeTry = chosen.isTryingToo ? [attempt(firstTry, chosen.retryOutcome)] : [];
  switch (story) {
    case 'late':
      return { sessions: [comeBack], attempts: maybeTry };
    case 'thrown':
      return { sessions: [session(before, leave), comeBack], attempts: maybeTry };
    case 'flapping': // out, in again for some time or none, out, back
      return {
        sessions: [
          session(before, chosen.isLeaveUnknown ? 'none' : leave),
          session(firstTry, chosen.retryAfterSeconds < 60 ? 'at once' : secondTry, 's2'),
          comeBack,
        ],
        attempts: [],
      };
    case 'refused':
      return {
        sessions: chosen.isLeaveUnknown ? [session(secondTry, near)] : [comeBack],
        attempts: [attempt(firstTry), attempt(secondTry, chosen.retryOutcome)],
      };
    case 'refused late':
      return { sessions: [], attempts: [attempt(afterEnd(stretch, -chosen.retryAfterSeconds)), attempt(near)] };
    case 'no leave': // an attempt in the stretch, or just before it, or the next session alone tells the end
      return { sessions: [session(before, 'none'), comeBack], attempts: chosen.isTryingToo ? [] : [attempt(leave)] };
    case 'two devices':
      return {
        sessions: [session(before, near), session(firstTry, comeBack.joined, 's2')],
        attempts: [attempt(secondTry, chosen.retryOutcome)],
      };
    case 'inside':
      return { sessions: [session(before, chosen.isLeaveUnknown ? 'none' : near)], attempts: maybeTry };
    default:
      return story satisfies never;
  }
}
