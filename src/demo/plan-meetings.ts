import type { Culture } from './cultures.js';
import { LOST_FROM, LOST_TO, paris } from './outage-day.js';
import type { Random } from './random.js';

/** What becomes of a meeting; `could_not_start` is for those due in the outage, where everybody stood outside. */
export type MeetingFate = 'held' | 'no_data' | 'cancelled' | 'could_not_start';

/** A meeting before anybody does anything in it. All times are seconds of the day. */
export type MeetingPlan = {
  readonly externalId: string;
  readonly title: string;
  readonly components: readonly string[];
  readonly fate: MeetingFate;
  readonly scheduledStart: number;
  readonly scheduledEnd: number;
  /** When the last people go, if any come. */
  readonly endsAt: number;
  readonly isEndKnown: boolean;
  readonly cancelledAt: number | null;
  readonly isRosterKnown: boolean;
  /** True when the source writes a line for entries that succeed, too. */
  readonly logsAdmissions: boolean;
};

/** When the meetings of a working day begin: busy at mid-morning and in the early afternoon, quiet at noon. */
const BEGINS = [
  { halfHour: 16, weight: 1 },
  { halfHour: 17, weight: 2 },
  { halfHour: 18, weight: 4 },
  { halfHour: 19, weight: 5 },
  { halfHour: 20, weight: 7 },
  { halfHour: 21, weight: 5 },
  { halfHour: 22, weight: 6 },
  { halfHour: 23, weight: 2 },
  { halfHour: 24, weight: 1 },
  { halfHour: 25, weight: 1 },
  { halfHour: 26, weight: 2 },
  { halfHour: 27, weight: 4 },
  { halfHour: 28, weight: 9 },
  { halfHour: 29, weight: 9 },
  { halfHour: 30, weight: 10 },
  { halfHour: 31, weight: 4 },
  { halfHour: 32, weight: 6 },
  { halfHour: 33, weight: 4 },
  { halfHour: 34, weight: 3 },
  { halfHour: 35, weight: 2 },
  { halfHour: 36, weight: 1 },
] as const;

const DURATIONS = [
  { minutes: 15, weight: 10 },
  { minutes: 30, weight: 32 },
  { minutes: 45, weight: 12 },
  { minutes: 60, weight: 30 },
  { minutes: 90, weight: 11 },
  { minutes: 120, weight: 5 },
] as const;

/** A component list of no length means that the source did not say what the meeting used. */
const PRODUCTS: readonly { readonly components: readonly string[]; readonly weight: number }[] = [
  { components: ['app', 'realtime'], weight: 68 },
  { components: ['app', 'realtime', 'zoom'], weight: 10 },
  { components: ['app', 'zoom'], weight: 3 },
  { components: ['app'], weight: 3 },
  { components: ['visio-collab'], weight: 7 },
  { components: ['live-event'], weight: 4 },
  { components: ['zoom'], weight: 4 },
];

const MEETINGS_OF_TEAM = [
  { draws: 1, weight: 50 },
  { draws: 2, weight: 33 },
  { draws: 3, weight: 17 },
] as const;

/** Meetings of one team stand at least this far apart, so that nobody is in two of them even when one overruns. */
const GAP_SECONDS = 30 * 60;
const LAST_END = paris(19, 0);

/** The meetings that one team has that day, at different times, in the order in which they were drawn. */
export function planMeetings(random: Random, culture: Culture, idPrefix: string): MeetingPlan[] {
  const [first, last] = culture.beginsBetween;
  const begins = BEGINS.filter(({ halfHour }) => halfHour >= first && halfHour <= last);
  const plans: MeetingPlan[] = [];
  const { draws } = random.weighted(MEETINGS_OF_TEAM);
  while (plans.length < draws) {
    const start = random.weighted(begins).halfHour * 1800;
    const end = Math.min(start + random.weighted(DURATIONS).minutes * 60, Math.max(LAST_END, start + 900));
    const collides = plans.some(
      (plan) => start < plan.scheduledEnd + GAP_SECONDS && plan.scheduledStart < end + GAP_SECONDS,
    );
    if (collides) break;
    plans.push(planMeeting(random, culture, `${idPrefix}-${plans.length + 1}`, start, end));
  }
  return plans;
}

function planMeeting(random: Random, culture: Culture, externalId: string, start: number, end: number): MeetingPlan {
  const components = componentsOf(random, start, end);
  const fate = fateOf(random, components, start);
  return {
    externalId,
    title: random.pick(culture.titles),
    components,
    fate,
    scheduledStart: start,
    scheduledEnd: end,
    endsAt: endOf(random, components, start, end),
    isEndKnown: random.chance(0.85),
    cancelledAt: cancelledAt(random, fate, start),
    isRosterKnown: !random.chance(fate === 'no_data' ? 0.4 : 0.07),
    logsAdmissions: random.chance(0.35),
  };
}

/** Components stay unnamed only well inside or well outside the time of the incident: at its edge nothing could be told. */
function componentsOf(random: Random, start: number, end: number): readonly string[] {
  const isFarOff = end <= paris(13, 30) || start >= paris(16, 0);
  const isInside = start >= paris(14, 0) && start <= paris(15, 0);
  if ((isFarOff || isInside) && random.chance(0.015)) return [];
  return random.weighted(PRODUCTS).components;
}

function fateOf(random: Random, components: readonly string[], start: number): MeetingFate {
  const isDueInOutage = components.includes('app') && start >= LOST_FROM && start < LOST_TO;
  if (isDueInOutage && random.chance(0.22)) return 'could_not_start';
  const { fate } = random.weighted(FATES);
  return fate;
}

const FATES: readonly { readonly fate: MeetingFate; readonly weight: number }[] = [
  { fate: 'held', weight: 92 },
  { fate: 'cancelled', weight: 4 },
  { fate: 'no_data', weight: 4 },
];

/** Most end about on time, some overrun; half of those that the outage cut short go on after it. */
function endOf(random: Random, components: readonly string[], start: number, end: number): number {
  const earliest = start + Math.floor((end - start) * 0.75);
  const ending = random.weighted([
    { weight: 65, from: -180, to: 120 },
    { weight: 20, from: 180, to: 780 },
    { weight: 15, from: -600, to: -180 },
  ]);
  const endsAt = Math.max(earliest, end + random.between(ending.from, ending.to));
  const isCutShort = components.includes('app') && endsAt > LOST_FROM && endsAt < LOST_TO + 300;
  return isCutShort && random.chance(0.5) ? LOST_TO + random.between(360, 1140) : endsAt;
}

/**
 * Most cancelled meetings are so the day before or in the morning, a few of the afternoon when the application had
 * become slow. A meeting that could not start is at times called off while everybody waits.
 */
function cancelledAt(random: Random, fate: MeetingFate, start: number): number | null {
  if (fate === 'could_not_start') return random.chance(0.3) ? random.between(LOST_FROM + 60, LOST_TO - 60) : null;
  if (fate !== 'cancelled') return null;
  if (start >= paris(14, 30) && random.chance(0.35)) return random.between(paris(13, 55), paris(14, 25));
  return random.chance(0.5) ? random.between(paris(-16, 0), paris(-6, 0)) : random.between(paris(7, 0), start - 1800);
}
