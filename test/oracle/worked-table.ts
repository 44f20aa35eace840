/** The founding case, worked: one scenario of one meeting for each row of the table, for the oracle and for the SQL. */
import { Temporal } from 'temporal-polyfill';
import type {
  AttemptOutcome,
  Confidence,
  ImpactClass,
  Role,
  RosterEntry,
  Scenario,
  ScenarioAttempt,
  ScenarioMeeting,
  ScenarioSession,
  ScenarioWindow,
} from './oracle-types.js';

/** What is expected of so many people. Minutes. */
export type WorkedExpectation = {
  readonly people: number;
  readonly class: ImpactClass;
  readonly confidence: Confidence;
  readonly hasOpenSession: boolean;
  readonly blockedMinutes: number;
  readonly interactivityLostMinutes: number;
  readonly degradedMinutes: number;
};

/** `meetingClass` is the class of the meeting; `expected` says nothing of people who are not hit. */
export type WorkedRow = {
  readonly name: string;
  readonly scenario: Scenario;
  readonly meetingClass: ImpactClass;
  readonly expected: readonly WorkedExpectation[];
};

export const WORKED_CUSTOMER_ID = 'wisembly';
export const WORKED_MEETING_ID = 'meeting';
const IDS = { customerId: WORKED_CUSTOMER_ID, meetingId: WORKED_MEETING_ID };

type Clock = (time: string) => number;
type Stay = readonly [joined: string, left: string | null, participantId?: string, role?: Role];
type Try = readonly [at: string, outcome: AttemptOutcome];
type RowData = {
  readonly name: string;
  readonly windows?: readonly ScenarioWindow[];
  readonly schedule?: readonly [start: string, end: string];
  readonly components?: readonly string[];
  readonly roster?: readonly RosterEntry[];
  readonly stays?: readonly Stay[];
  readonly tries?: readonly Try[];
  readonly meetingClass?: ImpactClass;
  readonly expected?: readonly WorkedExpectation[];
};

/** A clock on the wall of `zone` on `day` (`2020-09-16`), giving epoch seconds. */
export function wallClock(day: string, zone: string): Clock {
  return (time) => Temporal.ZonedDateTime.from(`${day}T${time}[${zone}]`).epochMilliseconds / 1000;
}

/** The windows chosen for the founding case. */
export function workedWindows(at: Clock): ScenarioWindow[] {
  return [
    window('app', at('13:53'), at('14:49'), { join: 'degraded', interact: 'degraded', moderate: 'degraded' }),
    window('app', at('14:49'), at('15:09'), { join: 'lost', interact: 'lost', moderate: 'lost' }),
    window('realtime', at('15:09'), at('15:27'), { interact: 'degraded', moderate: 'degraded' }),
  ];
}

function window(
  component: string,
  startAt: number,
  endAt: number,
  capabilities: ScenarioWindow['capabilities'],
): ScenarioWindow {
  return { component, startAt, endAt, capabilities };
}

/** So many invited people, `p1` and on. */
function invited(count: number): RosterEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    participantId: `p${index + 1}`,
    role: 'participant' as const,
  }));
}

function expectation(
  hitClass: ImpactClass,
  [blockedMinutes, interactivityLostMinutes, degradedMinutes]: readonly [number, number, number],
  more: Partial<WorkedExpectation> = {},
): WorkedExpectation {
  const minutes = { blockedMinutes, interactivityLostMinutes, degradedMinutes };
  return { people: 1, class: hitClass, confidence: 'observed', hasOpenSession: false, ...minutes, ...more };
}

function workedRow(data: RowData, at: Clock): WorkedRow {
  const [scheduledStart, scheduledEnd] = data.schedule ?? ['14:30', '15:30'];
  const meeting: ScenarioMeeting = {
    ...IDS,
    scheduledStartAt: at(scheduledStart),
    scheduledEndAt: at(scheduledEnd),
    actualEndAt: null,
    cancelledAt: null,
    components: data.components ?? ['app', 'realtime'],
    roster: data.roster ?? [],
    isStub: false,
  };
  const sessions = (data.stays ?? []).map(
    ([joined, left, participantId = 'p1', role = 'participant'], index): ScenarioSession => ({
      ...IDS,
      participantId,
      role,
      kind: 'person',
      joinedAt: at(joined),
      leftAt: left === null ? null : at(left),
      sessionId: `s${index + 1}`,
    }),
  );
  const attempts = (data.tries ?? []).map(([time, outcome]): ScenarioAttempt => ({
    ...IDS,
    participantId: 'p1',
    role: null,
    at: at(time),
    outcome,
  }));
  const windows = data.windows ?? workedWindows(at);
  return {
    name: data.name,
    scenario: { assessedAt: at('18:00'), windows, meetings: [meeting], sessions, attempts },
    meetingClass: data.meetingClass ?? data.expected?.[0]?.class ?? 'unaffected',
    expected: data.expected ?? [],
  };
}

/** The twenty rows, a to t, as they would be on `day` in `zone`. */
export function workedTable(day = '2020-09-16', zone = 'Europe/Paris'): WorkedRow[] {
  const at = wallClock(day, zone);
  return [...rowsAToJ(), ...rowsKToT(at)].map((data) => workedRow(data, at));
}

function rowsAToJ(): RowData[] {
  const inferred = { confidence: 'inferred' } as const;
  return [
    { name: 'a', stays: [['14:30', '15:30']], expected: [expectation('interactivity_loss', [0, 20, 37])] },
    {
      name: 'b',
      stays: [['14:30', '15:30', 'p1', 'facilitator']],
      expected: [expectation('interactivity_loss', [0, 20, 37])],
    },
    {
      name: 'c',
      tries: [
        ['14:52', 'refused'],
        ['14:58', 'refused'],
      ],
      stays: [['15:10', '15:30']],
      expected: [expectation('unable_to_join', [17, 0, 17])],
    },
    {
      name: 'd',
      stays: [
        ['14:40', '14:51'],
        ['15:09:30', '15:40'],
      ],
      tries: [['14:53', 'refused']],
      expected: [expectation('unable_to_join', [16, 2, 26.5])],
    },
    { name: 'e', components: ['visio-collab'], stays: [['14:45', '15:15']] },
    {
      name: 'f',
      components: ['app', 'zoom'],
      stays: [['14:45', '15:15']],
      expected: [expectation('interactivity_loss', [0, 20, 4])],
    },
    { name: 'g', stays: [['14:00', '14:49']], expected: [expectation('degraded', [0, 0, 49])] },
    {
      name: 'h',
      schedule: ['15:09', '16:00'],
      stays: [['15:09', '16:00']],
      expected: [expectation('degraded', [0, 0, 18])],
    },
    {
      name: 'i',
      schedule: ['14:50', '15:05'],
      roster: invited(12),
      expected: [expectation('unable_to_join', [15, 0, 0], { people: 12, ...inferred })],
    },
    { name: 'j', schedule: ['14:00', '15:00'], meetingClass: 'unknown' },
  ];
}

function rowsKToT(at: Clock): RowData[] {
  const inferred = { confidence: 'inferred' } as const;
  const [slow, , realtime] = workedWindows(at) as [ScenarioWindow, ScenarioWindow, ScenarioWindow];
  const lost = { join: 'lost', interact: 'lost', moderate: 'lost' } as const;
  return [
    {
      name: 'k',
      stays: [
        ['14:50', '15:05'],
        ['14:55', '15:20'],
      ],
      expected: [expectation('interactivity_loss', [0, 19, 11])],
    },
    {
      name: 'l',
      stays: [['14:30', null]],
      expected: [expectation('interactivity_loss', [0, 20, 37], { hasOpenSession: true })],
    },
    { name: 'm', stays: [['15:12', '15:40']], expected: [expectation('unable_to_join', [20, 0, 15], inferred)] },
    {
      name: 'n',
      stays: [
        ['14:30', null],
        ['15:10', '15:30'],
      ],
      tries: [
        ['14:52', 'refused'],
        ['14:58', 'refused'],
      ],
      expected: [expectation('unable_to_join', [17, 3, 36], { hasOpenSession: true })],
    },
    {
      name: 'o',
      windows: [
        slow,
        window('app', at('14:49'), at('15:00'), lost),
        window('app', at('15:00'), at('15:09'), lost),
        realtime,
      ],
      tries: [
        ['14:52', 'refused'],
        ['14:58', 'refused'],
      ],
      stays: [['15:10', '15:30']],
      expected: [expectation('unable_to_join', [17, 0, 17])],
    },
    {
      name: 'p',
      schedule: ['15:00', '16:00'],
      roster: invited(10),
      stays: invited(5).map(({ participantId }): Stay => ['15:10', '16:00', participantId]),
      expected: [expectation('unable_to_join', [9, 0, 17], { people: 5, ...inferred })],
    },
    {
      name: 'q',
      stays: [
        ['14:40', '14:51'],
        ['15:10', '15:30'],
      ],
      expected: [expectation('unable_to_join', [18, 2, 26], inferred)],
    },
    {
      name: 'r',
      tries: [
        ['14:52', 'refused'],
        ['14:55', 'admitted'],
      ],
      expected: [expectation('unable_to_join', [3, 0, 0])],
    },
    { name: 's', roster: invited(12), meetingClass: 'unknown' },
    {
      name: 't',
      schedule: ['13:45', '14:45'],
      tries: [['13:55', 'refused']],
      expected: [expectation('unable_to_join', [5, 0, 0])],
    },
  ];
}
