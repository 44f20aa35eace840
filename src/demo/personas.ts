import { UNTIL_MEETING_ENDS, type Act, type Persona } from './act.js';
import { LOST_FROM, LOST_TO, paris, RETURN_SECONDS, SLOW_FROM } from './outage-day.js';
import { INSIDE_PERSONAS } from './personas-inside.js';
import { OUTSIDE_PERSONAS } from './personas-outside.js';

/** People arriving in the last minutes before the outage come this much sooner, so that they are clearly inside. */
const LAST_SURE_ENTRY = LOST_FROM - 240;

/** A meeting that nothing interrupts for this person. */
const ORDINARY: readonly Persona[] = [
  { name: 'stayed', weight: 82, fits: () => true, play: (act) => act.stay(act.enter(act.arrivesAt), act.leavesAt) },
  {
    name: 'went_out_and_in',
    weight: 8,
    fits: (act) => act.leavesAt - act.arrivesAt >= 900 && (act.leavesAt < LAST_SURE_ENTRY || act.arrivesAt >= LOST_TO),
    play: (act) => {
      const third = Math.floor((act.leavesAt - act.arrivesAt) / 3);
      const outAt = act.arrivesAt + act.random.between(third, 2 * third);
      act.stay(act.enter(act.arrivesAt), outAt);
      act.stay(act.enter(outAt + act.random.between(20, 180)), act.leavesAt);
    },
  },
  {
    name: 'two_devices',
    weight: 7,
    fits: (act) => act.leavesAt - act.arrivesAt >= 600,
    play: (act) => {
      const joinedAt = act.enter(act.arrivesAt);
      const secondAt = act.enter(joinedAt + act.random.between(30, 240));
      act.stays.push({ joinedAt, leftAt: act.leavesAt, sessionId: 'laptop' });
      act.stays.push({ joinedAt: secondAt, leftAt: act.leavesAt - act.random.between(0, 120), sessionId: 'phone' });
      act.present.push([joinedAt, act.leavesAt]);
    },
  },
  {
    name: 'client_vanished',
    weight: 3,
    fits: () => true,
    play: (act) => act.stayOpen(act.enter(act.arrivesAt), UNTIL_MEETING_ENDS),
  },
];

const PASSIVE = ORDINARY.filter(({ name }) => name === 'stayed');
const PASSIVE_INSIDE = INSIDE_PERSONAS.filter(({ name }) => ['stayed_through', 'left_open_by_crash'].includes(name));

/** Those who come back to be let in while entering is only slow. They go on as another persona from there. */
const SLOW_ENTRIES = [
  { name: 'let_in_at_once', weight: 86 },
  { name: 'let_in_late', weight: 10 },
  { name: 'let_in_much_later', weight: 4 },
] as const;

/**
 * Plays a person of a meeting that the outage can touch, and answers the names of the personas played. Which ones can
 * be meant follows from where the outage finds the person: inside, at the door, or nowhere near. A room or a telephone
 * line (`isPassive`) that is in before it just stays.
 */
export function playExposed(act: Act, isPassive: boolean): string[] {
  if (act.arrivesAt >= LAST_SURE_ENTRY && act.arrivesAt < LOST_FROM) act.arrivesAt -= 240;
  if (act.arrivesAt >= LOST_TO) return [play(act, isLateArrival(act) ? OUTSIDE_PERSONAS.lateArrival : ORDINARY)];
  if (act.arrivesAt >= LOST_FROM) return [play(act, OUTSIDE_PERSONAS.inOutage)];
  const isInsideAtCrash = act.leavesAt > LOST_FROM + 30;
  if (isPassive) return [play(act, isInsideAtCrash ? PASSIVE_INSIDE : PASSIVE)];
  if (act.arrivesAt >= SLOW_FROM && act.random.chance(0.05)) return [play(act, OUTSIDE_PERSONAS.whileSlow)];
  const entry = passSlowDoor(act);
  return [...entry, play(act, isInsideAtCrash ? INSIDE_PERSONAS : ORDINARY)];
}

/** Plays a person of a meeting that the outage cannot touch. */
export function playOrdinary(act: Act): string[] {
  return [play(act, ORDINARY)];
}

/** Plays a person of a meeting that nobody could start. */
export function playShutOut(act: Act): string[] {
  act.arrivesAt = Math.max(act.arrivesAt, LOST_FROM + 5);
  return [play(act, OUTSIDE_PERSONAS.neverIn)];
}

function play(act: Act, personas: readonly Persona[]): string {
  const persona = act.random.weighted(personas.filter(({ fits }) => fits(act)));
  persona.play(act);
  return persona.name;
}

/** First inside soon after the outage, of a meeting that it cut into: the definition believes that they waited. */
function isLateArrival({ arrivesAt, scene }: Act): boolean {
  return arrivesAt < LOST_TO + RETURN_SECONDS && scene.scheduledStart < LOST_TO && scene.scheduledEnd > LOST_FROM;
}

/** In the slow hour some are refused first. Whoever got in late goes on from there. */
function passSlowDoor(act: Act): string[] {
  if (act.arrivesAt < SLOW_FROM || act.arrivesAt > paris(14, 34)) return [];
  const { name } = act.random.weighted(SLOW_ENTRIES);
  if (name === 'let_in_at_once') return [];
  const triesAt = act.arrivesAt;
  const wait = name === 'let_in_late' ? act.random.between(15, 270) : act.random.between(330, 600);
  if (triesAt + wait > act.leavesAt - 120) return [];
  const secondAt = wait >= 60 && act.random.chance(0.4) ? triesAt + Math.floor(wait / 2) : triesAt + wait;
  act.failWhileSlow(triesAt, secondAt);
  if (secondAt < triesAt + wait) act.failWhileSlow(secondAt, triesAt + wait);
  act.arrivesAt = triesAt + wait;
  return [name];
}
