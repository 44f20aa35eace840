/** Scenarios in which the product and the oracle once differed, made as small as they go. */
import type { Scenario, ScenarioMeeting, ScenarioSession } from './oracle-types.js';

export type FixedScenario = {
  readonly name: string;
  readonly scenario: Scenario;
  /** Of each person hit, in the order of their ids. */
  readonly borderline: readonly boolean[];
  readonly isFacilitator?: readonly boolean[];
};

const AT = Date.parse('2018-11-04T02:41:19Z') / 1000;
const IDS = { customerId: 'c1', meetingId: 'm1' };

const MEETING: ScenarioMeeting = {
  ...IDS,
  scheduledStartAt: AT - 180,
  scheduledEndAt: AT + 7020,
  actualEndAt: null,
  cancelledAt: null,
  components: ['visio'],
  roster: [],
  isStub: false,
};

const SESSION: ScenarioSession = {
  ...IDS,
  participantId: 'p1',
  role: 'participant',
  kind: 'person',
  joinedAt: AT + 119,
  leftAt: AT + 1042,
  sessionId: null,
};

const DAY = { assessedAt: AT + 720, meetings: [MEETING], attempts: [] };

/** All of them. */
export function fixedScenarios(): FixedScenario[] {
  return [
    {
      // Somebody comes just after the end of a degradation that lies over an open loss of `join`. No edge of the loss is
      // there, so nothing of `join` moves with that end, and nobody could have come late to a shorter loss.
      name: 'the end of a layer over an open loss is no edge of the loss',
      scenario: {
        ...DAY,
        windows: [
          { component: 'visio', startAt: AT - 792, endAt: AT + 107, capabilities: { view: 'degraded' } },
          { component: 'visio', startAt: AT, endAt: null, capabilities: { join: 'lost', media: 'lost' } },
        ],
        sessions: [SESSION],
      },
      borderline: [false],
    },
    {
      // The start of an open loss, moved 60 s later, leaves the other component's loss of 30 s alone, to which they came
      // late: what is open moves with its window.
      name: 'a closed loss is a stretch of its own when the open one is moved away from it',
      scenario: {
        ...DAY,
        windows: [
          { component: 'app', startAt: AT - 30, endAt: AT + 30, capabilities: { join: 'lost' } },
          { component: 'visio', startAt: AT, endAt: null, capabilities: { join: 'lost', interact: 'lost' } },
        ],
        meetings: [{ ...MEETING, components: ['app', 'visio'] }],
        sessions: [SESSION],
      },
      borderline: [true],
    },
    {
      // 20 s in the meeting before a degradation over the loss ended: only the edges of the loss could spare them.
      name: 'a stay at the edge of another capability is not borderline',
      scenario: {
        ...DAY,
        windows: [
          { component: 'visio', startAt: AT - 900, endAt: AT + 900, capabilities: { interact: 'lost' } },
          { component: 'visio', startAt: AT - 100, endAt: AT + 119, capabilities: { view: 'degraded' } },
        ],
        sessions: [{ ...SESSION, joinedAt: AT + 109, leftAt: AT + 129 }],
        assessedAt: AT + 3600,
      },
      borderline: [false],
    },
    {
      // On the roster as a participant, refused as a facilitator hours before the outage in which the meeting could not
      // start: attempts say who somebody is, whenever they were.
      name: 'an attempt far from the windows says that somebody is a facilitator',
      scenario: {
        ...DAY,
        windows: [{ component: 'visio', startAt: AT - 300, endAt: AT + 300, capabilities: { join: 'lost' } }],
        meetings: [{ ...MEETING, roster: [{ participantId: 'p1', role: 'participant' }] }],
        sessions: [],
        attempts: [{ ...IDS, participantId: 'p1', role: 'facilitator', at: AT - 20_000, outcome: 'refused' }],
      },
      borderline: [false],
      isFacilitator: [true],
    },
  ];
}
