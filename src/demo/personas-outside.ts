import type { Act, Persona } from './act.js';
import { LOST_FROM, LOST_TO, paris, RETURN_SECONDS } from './outage-day.js';

const always = (): boolean => true;
const canReturn = (act: Act): boolean => act.canReturn;
const isFirstInAfterQuarter = (act: Act): boolean => act.leavesAt >= LOST_TO + RETURN_SECONDS + 180;
const nothing = (): void => undefined;

/** Came to the door in the outage, was turned away, and came back. */
const REFUSED_BACK: Persona = {
  name: 'refused_back',
  weight: 46,
  fits: canReturn,
  play: (act) => {
    act.failInOutage(Math.min(act.arrivesAt, LOST_TO - 30));
    act.stay(act.enter(act.returnMoment()), act.leavesAt);
  },
};

const REFUSED_GAVE_UP: Persona = {
  name: 'refused_gave_up',
  weight: 22,
  fits: always,
  play: (act) => act.failInOutage(Math.min(act.arrivesAt, LOST_TO - 30)),
};

/** Nothing was logged of this one; a person on the roster of a meeting that nobody could start is hit all the same. */
const STAYED_AWAY: Persona = { name: 'stayed_away', weight: 10, fits: always, play: nothing };

/** First in right after the outage without a failed attempt: believed to have waited. */
const CAME_LATE: Persona = {
  name: 'came_late',
  weight: 14,
  fits: canReturn,
  play: (act) => {
    act.inferFrom(act.scene.scheduledStart);
    act.stay(act.enter(act.returnMoment()), act.leavesAt);
  },
};

const CAME_MUCH_LATER: Persona = {
  name: 'came_much_later',
  weight: 8,
  fits: isFirstInAfterQuarter,
  play: (act) => {
    const joinsAt = act.random.between(LOST_TO + RETURN_SECONDS + 10, act.leavesAt - 60);
    act.stay(act.enter(joinsAt), act.leavesAt);
  },
};

/** Arrived a little after the outage by their own habit; the definition cannot tell them from those who waited. */
const LATE_BY_HABIT: Persona = {
  name: 'came_late',
  weight: 1,
  fits: always,
  play: (act) => {
    act.inferFrom(act.scene.scheduledStart);
    const joinsAt = Math.min(Math.max(act.arrivesAt, LOST_TO + 5), LOST_TO + RETURN_SECONDS - 10);
    act.stay(act.enter(joinsAt), act.leavesAt);
  },
};

/** Refused in the slow hour, up to three times, and never seen again. */
const SLOW_GAVE_UP: Persona = {
  name: 'slow_door_gave_up',
  weight: 6,
  fits: always,
  play: (act) => failThrice(act),
};

/** Refused in the slow hour, first in right after the outage: five minutes are observed, the outage is inferred. */
const SLOW_BACK_AFTER: Persona = {
  name: 'slow_door_back_after',
  weight: 4,
  fits: (act) => act.canReturn && act.scene.scheduledEnd > LOST_FROM,
  play: (act) => {
    failThrice(act);
    act.inferFrom(act.scene.scheduledStart);
    act.stay(act.enter(act.returnMoment()), act.leavesAt);
  },
};

function failThrice(act: Act): void {
  const tries = act.random.between(1, 3);
  let at = act.arrivesAt;
  for (let attempt = 1; attempt <= tries && at < paris(14, 47); attempt++) {
    const nextAt = at + act.random.between(30, 420);
    const isLast = attempt === tries || nextAt >= paris(14, 47);
    act.failWhileSlow(at, isLast ? LOST_FROM : nextAt);
    at = nextAt;
  }
}

/** Those whom the incident found, or kept, outside. */
export const OUTSIDE_PERSONAS = {
  inOutage: [REFUSED_BACK, REFUSED_GAVE_UP, STAYED_AWAY, CAME_LATE, CAME_MUCH_LATER],
  lateArrival: [LATE_BY_HABIT],
  whileSlow: [SLOW_GAVE_UP, SLOW_BACK_AFTER],
  neverIn: [REFUSED_GAVE_UP, { ...STAYED_AWAY, weight: 30 }],
} as const satisfies Readonly<Record<string, readonly Persona[]>>;
