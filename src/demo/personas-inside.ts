import { UNTIL_MEETING_ENDS, type Act, type Persona } from './act.js';
import { LOST_FROM, LOST_TO, RETURN_SECONDS } from './outage-day.js';

const always = (): boolean => true;
const canReturn = (act: Act): boolean => act.canReturn;

/** A moment in the first minutes of the outage at which the person is still meant to be there. */
function soonAfterCrash(act: Act): number {
  return act.random.between(LOST_FROM + 15, Math.min(LOST_FROM + 480, act.leavesAt - 10));
}

/** Those who were inside when the application failed at 14:49. */
export const INSIDE_PERSONAS: readonly Persona[] = [
  {
    name: 'stayed_through',
    weight: 30,
    fits: always,
    play: (act) => act.stay(act.enter(act.arrivesAt), act.leavesAt),
  },
  {
    // The crashed server wrote no leave, and nothing more was heard.
    name: 'left_open_by_crash',
    weight: 9,
    fits: always,
    play: (act) => act.stayOpen(act.enter(act.arrivesAt), UNTIL_MEETING_ENDS),
  },
  {
    // No leave either; the next session ends the first.
    name: 'reconnected',
    weight: 9,
    fits: canReturn,
    play: (act) => {
      const joinedAt = act.enter(act.arrivesAt);
      const backAt = act.returnMoment();
      act.stayOpen(joinedAt, backAt);
      act.stay(act.enter(backAt), act.leavesAt);
    },
  },
  {
    name: 'crashed_refused_back',
    weight: 12,
    fits: canReturn,
    play: (act) => {
      const joinedAt = act.enter(act.arrivesAt);
      const refusedAt = soonAfterCrash(act);
      act.stayOpen(joinedAt, refusedAt);
      act.failInOutage(refusedAt);
      act.stay(act.enter(act.returnMoment()), act.leavesAt);
    },
  },
  {
    name: 'crashed_refused_gave_up',
    weight: 5,
    fits: always,
    play: (act) => {
      const joinedAt = act.enter(act.arrivesAt);
      const refusedAt = soonAfterCrash(act);
      act.stayOpen(joinedAt, refusedAt);
      act.failInOutage(refusedAt);
    },
  },
  {
    name: 'thrown_out_back',
    weight: 7,
    fits: canReturn,
    play: (act) => {
      const outAt = soonAfterCrash(act);
      act.stay(act.enter(act.arrivesAt), outAt);
      act.inferFrom(outAt);
      act.stay(act.enter(act.returnMoment()), act.leavesAt);
    },
  },
  {
    name: 'thrown_out_refused_back',
    weight: 8,
    fits: canReturn,
    play: (act) => {
      const outAt = soonAfterCrash(act);
      const refusedAt = outAt + act.random.between(10, 120);
      act.stay(act.enter(act.arrivesAt), outAt);
      act.failInOutage(refusedAt);
      act.stay(act.enter(act.returnMoment()), act.leavesAt);
    },
  },
  {
    // Too late for the definition to believe that it was the outage.
    name: 'thrown_out_back_late',
    weight: 2,
    fits: (act) => act.leavesAt >= LOST_TO + RETURN_SECONDS + 180,
    play: (act) => {
      act.stay(act.enter(act.arrivesAt), soonAfterCrash(act));
      const backAt = act.random.between(LOST_TO + RETURN_SECONDS + 10, act.leavesAt - 60);
      act.stay(act.enter(backAt), act.leavesAt);
    },
  },
  {
    name: 'thrown_out_gave_up',
    weight: 6,
    fits: always,
    play: (act) => act.stay(act.enter(act.arrivesAt), soonAfterCrash(act)),
  },
  {
    // Out in the last two minutes before the outage, back right after it.
    name: 'dropped_just_before',
    weight: 3,
    fits: canReturn,
    play: (act) => {
      act.stay(act.enter(act.arrivesAt), LOST_FROM - act.random.between(10, 110));
      act.inferFrom(LOST_FROM);
      act.stay(act.enter(act.returnMoment()), act.leavesAt);
    },
  },
  {
    // No leave, refused in the last two minutes before the outage: that ends the session, and both rules speak.
    name: 'refused_just_before',
    weight: 2,
    fits: canReturn,
    play: (act) => {
      const refusedAt = LOST_FROM - act.random.between(15, 100);
      act.stayOpen(act.enter(act.arrivesAt), refusedAt);
      act.failWhileSlow(refusedAt, LOST_FROM);
      act.inferFrom(LOST_FROM);
      act.stay(act.enter(act.returnMoment()), act.leavesAt);
    },
  },
  {
    name: 'two_devices_through',
    weight: 4,
    fits: always,
    play: (act) => {
      const joinedAt = act.enter(act.arrivesAt);
      const secondAt = act.enter(joinedAt + act.random.between(20, 100));
      act.stays.push({ joinedAt, leftAt: soonAfterCrash(act), sessionId: 'laptop' });
      act.stays.push({ joinedAt: secondAt, leftAt: act.leavesAt, sessionId: 'phone' });
      act.present.push([joinedAt, act.leavesAt]);
    },
  },
  {
    // The first device's session stays open; the second one's entry ends it.
    name: 'two_devices_one_open',
    weight: 2,
    fits: always,
    play: (act) => {
      const joinedAt = act.enter(act.arrivesAt);
      const secondAt = joinedAt + act.random.between(20, 100);
      act.stayOpen(joinedAt, secondAt, 'laptop');
      act.stay(act.enter(secondAt), act.leavesAt, 'phone');
    },
  },
  {
    // Who is inside on one device is not at the door with the other, until the first leaves.
    name: 'second_device_refused',
    weight: 3,
    fits: always,
    play: (act) => {
      act.stay(act.enter(act.arrivesAt), act.leavesAt);
      act.fail(soonAfterCrash(act));
      if (act.leavesAt < LOST_TO) act.refused.push([act.leavesAt, LOST_TO]);
    },
  },
];
