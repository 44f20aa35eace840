/** Scenarios to hold an implementation against the oracle; what all of them keep is told in `scenario-draft.ts`. */
import * as fc from 'fast-check';
import type { Scenario } from './oracle-types.js';
import { afterStart, ANCHORS, eitherSideSeconds, instant, known, rarely } from './random-instants.js';
import { anyAttempt, anySession, PEOPLE, personOfAStory, role, type PersonDraft } from './random-people.js';
import { COMPONENTS, fewWindows, manyWindows, windowsWithALostJoin } from './random-windows.js';
import { buildScenario, type InstantDraft, type MeetingDraft, type WindowDraft } from './scenario-draft.js';

const components = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom<string[]>(['app'], ['app'], ['app', 'realtime'], ['realtime'], ['visio']) },
  { weight: 3, arbitrary: fc.constantFrom<string[] | null>([...COMPONENTS], null, [], ['zoom'], ['app', 'zoom']) },
);

const roster = fc.uniqueArray(fc.record({ participantId: fc.constantFrom(...PEOPLE), role }), {
  selector: (entry) => entry.participantId,
  maxLength: PEOPLE.length,
});

type Data = 'all' | 'no session' | 'none';

function withData(data: Data, meeting: MeetingDraft): MeetingDraft {
  return {
    ...meeting,
    sessions: data === 'all' ? meeting.sessions : [],
    attempts: data === 'none' ? [] : meeting.attempts,
  };
}

/** Anything at all, in meetings of which one in five has no data and one in five no session. */
function anyMeeting(mostSessions: number): fc.Arbitrary<MeetingDraft> {
  return fc
    .record({
      customer: fc.nat({ max: 2 }),
      isStub: fc.nat({ max: 9 }).map((one) => one === 9),
      scheduledStart: known(instant, 10),
      scheduledSeconds: fc.oneof(
        { weight: 2, arbitrary: fc.constantFrom(600, 1200, 3600, 7200) },
        { weight: 1, arbitrary: fc.constantFrom(0, 1, 60, 1199, 1201, 8 * 3600, 2 * 86_400) },
      ),
      actualEnd: rarely(instant, 3),
      cancelled: rarely(instant, 5),
      components,
      roster,
      sessions: fc.array(anySession, { maxLength: mostSessions, size: 'max' }),
      attempts: fc.array(anyAttempt, { maxLength: mostSessions, size: 'max' }),
      data: fc.constantFrom<Data[]>('all', 'all', 'all', 'no session', 'none'),
    })
    .map(({ data, ...meeting }) => withData(data, meeting));
}

const startOfAStretch = fc
  .oneof(fc.constantFrom(-60, -1, 0, 0, 1, 60, 61), eitherSideSeconds)
  .map((offsetSeconds): InstantDraft => afterStart(0, offsetSeconds));

/** A meeting of people each of whom lives what a rule speaks of, or, one time in three, of people none of whom is ever in. */
const meetingOfStories: fc.Arbitrary<MeetingDraft> = fc
  .record({
    customer: fc.nat({ max: 1 }),
    isStub: fc.nat({ max: 19 }).map((one) => one === 19),
    scheduledStart: fc.oneof(startOfAStretch, instant),
    scheduledSeconds: fc.constantFrom(60, 600, 1200, 3600, 3600, 7200),
    actualEnd: rarely(instant, 6),
    cancelled: rarely(fc.oneof(startOfAStretch, instant), 6),
    components: fc.constantFrom<(string[] | null)[]>(
      ['app'],
      ['app'],
      ['app'],
      ['app', 'realtime'],
      ['app', 'zoom'],
      null,
    ),
    roster,
    people: fc.tuple(...PEOPLE.map((participantId) => rarelyNobody(personOfAStory(participantId)))),
    data: fc.constantFrom<Data[]>('all', 'all', 'all', 'all', 'no session', 'none'),
  })
  .map(({ people, data, ...meeting }) => {
    const coming = people.filter((person) => person !== null);
    return withData(data, {
      ...meeting,
      sessions: coming.flatMap((person) => person.sessions),
      attempts: coming.flatMap((person) => person.attempts),
    });
  });

function rarelyNobody(person: fc.Arbitrary<PersonDraft>): fc.Arbitrary<PersonDraft | null> {
  return known(person, 4);
}

function scenarioOf(
  windows: fc.Arbitrary<WindowDraft[]>,
  meetings: fc.Arbitrary<MeetingDraft[]>,
): fc.Arbitrary<Scenario> {
  return fc
    .record({
      anchorAt: fc.constantFrom(...ANCHORS),
      windows,
      assessedAfterSeconds: fc.constantFrom(3600, 86_400, 1, 60, 600),
      assessedEarly: rarely(instant, 8),
      meetings,
    })
    .map(buildScenario);
}

/** One to three customers, one to six meetings, one to six windows; instants on and beside edges. */
export function randomScenario(): fc.Arbitrary<Scenario> {
  return scenarioOf(fewWindows, fc.array(anyMeeting(8), { minLength: 1, maxLength: 6, size: 'max' }));
}

/** Most people live what one of the rules speaks of, or miss it by a second. */
export function rulesScenario(): fc.Arbitrary<Scenario> {
  return scenarioOf(windowsWithALostJoin, fc.array(meetingOfStories, { minLength: 1, maxLength: 4, size: 'max' }));
}

/** Hundreds of windows, one to three meetings. Slow to assess: use it seldom. */
export function manyWindowsScenario(): fc.Arbitrary<Scenario> {
  return scenarioOf(manyWindows, fc.array(anyMeeting(8), { minLength: 1, maxLength: 3, size: 'max' }));
}

/** The three in the proportion in which they are worth their time. */
export function anyScenario(): fc.Arbitrary<Scenario> {
  return fc.oneof(
    { weight: 24, arbitrary: randomScenario() },
    { weight: 24, arbitrary: rulesScenario() },
    { weight: 1, arbitrary: manyWindowsScenario() },
  );
}
