import { Act, type Scene } from './act.js';
import type { LineKind, LineRole } from './ingest-lines.js';
import { exposureOf, LOST_FROM, LOST_TO } from './outage-day.js';
import { playExposed, playOrdinary, playShutOut } from './personas.js';
import type { MeetingPlan } from './plan-meetings.js';
import type { Random } from './random.js';

/** The persons of a team have consecutive numbers in their customer. */
export type Team = { readonly firstNumber: number; readonly size: number };

/** Somebody or something of a meeting, and what they did. */
export type CastMember = {
  readonly participantId: string;
  readonly kind: LineKind;
  /** None when the roster does not list them. */
  readonly rosterRole: LineRole | null;
  /** The role that their sessions, and attempts where the source says it, show. */
  readonly shownRole: LineRole;
  readonly act: Act;
  readonly personas: readonly string[];
};

/** From this size on a team has two facilitators at times. */
const LARGE_TEAM_SIZE = 9;

/** Everybody of a meeting. The first meeting of a team invites all of it, a later one most of it. */
export function castMeeting(random: Random, plan: MeetingPlan, team: Team, isFirst: boolean): CastMember[] {
  const scene = { random, ...plan };
  const cast: CastMember[] = [];
  for (let place = 0; place < team.size; place++) {
    if (place > 0 && !isFirst && !random.chance(0.75)) continue;
    cast.push(castPerson(scene, plan, team, place));
  }
  if (plan.fate === 'held' && random.chance(0.1)) cast.push(castRoom(scene, plan));
  const bot = castBot(scene, plan);
  if (bot !== null) cast.push(bot);
  return cast;
}

function castPerson(scene: Scene, plan: MeetingPlan, team: Team, place: number): CastMember {
  const { random } = scene;
  const isSecondFacilitator = place === 1 && team.size >= LARGE_TEAM_SIZE && random.chance(0.5);
  const role: LineRole = place === 0 || isSecondFacilitator ? 'facilitator' : 'participant';
  const isGuest = place > 0 && random.chance(0.03);
  const kind: LineKind = place > 0 && random.chance(0.04) ? 'dial_in' : 'person';
  const act = comingAndGoing(scene, plan);
  return {
    participantId: `p-${String(team.firstNumber + place).padStart(5, '0')}`,
    kind,
    rosterRole: plan.isRosterKnown && !isGuest ? role : null,
    shownRole: random.chance(0.1) ? 'participant' : role,
    act,
    personas: playPerson(act, plan, kind !== 'person', random.chance(place === 0 ? 0.02 : 0.07)),
  };
}

function playPerson(act: Act, plan: MeetingPlan, isPassive: boolean, isNoShow: boolean): string[] {
  if (plan.fate === 'could_not_start') return playShutOut(act);
  if (plan.fate !== 'held') return [];
  if (isNoShow) return ['no_show'];
  return exposureOf(plan.components).atTheDoor ? playExposed(act, isPassive) : playOrdinary(act);
}

/** When somebody means to come and to go: most on time, some early, some late, a few leaving long before the end. */
function comingAndGoing(scene: Scene, plan: MeetingPlan): Act {
  const { random } = scene;
  const third = Math.floor((plan.scheduledEnd - plan.scheduledStart) / 3);
  const coming = random.weighted([
    { weight: 22, from: -240, to: -5 },
    { weight: 45, from: 0, to: 120 },
    { weight: 23, from: 120, to: 420 },
    { weight: 10, from: 420, to: 1500 },
  ]);
  const arrivesAt = plan.scheduledStart + Math.min(third, random.between(coming.from, coming.to));
  const half = plan.scheduledStart + Math.floor((plan.endsAt - plan.scheduledStart) / 2);
  const leavesAt = random.chance(0.85) ? plan.endsAt - random.between(0, 90) : random.between(half, plan.endsAt);
  return new Act(scene, arrivesAt, Math.max(leavesAt, arrivesAt + 120));
}

function castRoom(scene: Scene, plan: MeetingPlan): CastMember {
  const act = comingAndGoing(scene, plan);
  return {
    participantId: `room-${scene.random.between(1, 9)}`,
    kind: 'room',
    rosterRole: null,
    shownRole: 'participant',
    act,
    personas: playPerson(act, plan, true, false),
  };
}

/**
 * A recording bot is in some meetings a little before they begin, even in some to which nobody came. The crash throws
 * it out, it tries again, and none of it counts.
 */
function castBot(scene: Scene, plan: MeetingPlan): CastMember | null {
  const { random } = scene;
  if (plan.fate === 'cancelled' || !random.chance(plan.fate === 'could_not_start' ? 0.2 : 0.06)) return null;
  const act = new Act(scene, plan.scheduledStart - 60, plan.endsAt);
  const isExposed = exposureOf(plan.components).atTheDoor;
  if (isExposed && act.arrivesAt < LOST_TO && act.leavesAt > LOST_FROM) {
    act.stayOpen(Math.min(act.arrivesAt, LOST_FROM - 90), LOST_FROM + 60);
    act.failInOutage(LOST_FROM + 60);
  } else act.stay(act.arrivesAt, act.leavesAt);
  return {
    participantId: 'bot-recorder',
    kind: 'bot',
    rosterRole: null,
    shownRole: 'participant',
    act,
    personas: ['recording_bot'],
  };
}
