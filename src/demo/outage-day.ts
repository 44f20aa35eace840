/**
 * The day of the incident in seconds after midnight in Paris, and what failed when. The generator works in these
 * seconds; a test holds them against the windows of the founding incident.
 */

/** `[start, end)` in seconds of the day. */
export type Span = readonly [start: number, end: number];

/** Midnight in Paris (UTC+2 that day) in seconds since 1970. */
const MIDNIGHT_SECONDS = Date.UTC(2020, 8, 15, 22) / 1000;

/** A time of day in Paris as seconds of the day. */
export function paris(hours: number, minutes: number): number {
  return hours * 3600 + minutes * 60;
}

/** Two digits of each number below 60; a large day has millions of instants, and Date writes them slowly. */
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
/** The second of the Paris day at which the day begins in UTC. */
const UTC_DAY_BEGINS = paris(2, 0);

/** A second of the day as an instant, e.g. `2020-09-16T12:49:00Z`. Negative ones are of the days before. */
export function instantText(second: number): string {
  if (second < UTC_DAY_BEGINS) return `${new Date((MIDNIGHT_SECONDS + second) * 1000).toISOString().slice(0, 19)}Z`;
  const seconds = second - UTC_DAY_BEGINS;
  const minutes = Math.floor(seconds / 60);
  return `2020-09-16T${TWO_DIGITS[Math.floor(minutes / 60)]}:${TWO_DIGITS[minutes % 60]}:${TWO_DIGITS[seconds % 60]}Z`;
}

/** From here the application was slow, and entering it failed at times. */
export const SLOW_FROM = paris(13, 53);
/** From here to `LOST_TO` nobody could enter, post or moderate. */
export const LOST_FROM = paris(14, 49);
export const LOST_TO = paris(15, 9);
/** Until here live updates came once a minute. */
export const REALTIME_TO = paris(15, 27);

/** Who comes back this long after the end of the outage is believed to have waited for it. */
export const RETURN_SECONDS = 15 * 60;
/** How long one failed attempt keeps a person out while entering is only degraded. */
export const SLOW_ATTEMPT_SECONDS = 5 * 60;

/** What the windows do to a meeting that uses given components. */
export type Exposure = {
  /** Spans of the windows that touch it, whatever they hit. */
  readonly windows: readonly Span[];
  readonly degraded: readonly Span[];
  readonly lost: readonly Span[];
  /** True when entering failed too; it stands and falls with `app`. */
  readonly atTheDoor: boolean;
};

const SLOW: Span = [SLOW_FROM, LOST_FROM];
const LOST: Span = [LOST_FROM, LOST_TO];
const LATE_UPDATES: Span = [LOST_TO, REALTIME_TO];

const UNTOUCHED: Exposure = { windows: [], degraded: [], lost: [], atTheDoor: false };
const NOT_KNOWN: Exposure = { ...UNTOUCHED, windows: [SLOW, LOST, LATE_UPDATES] };
const APP: Exposure = { windows: [SLOW, LOST], degraded: [SLOW], lost: [LOST], atTheDoor: true };
const REALTIME: Exposure = { ...UNTOUCHED, windows: [LATE_UPDATES], degraded: [LATE_UPDATES] };
const APP_AND_REALTIME: Exposure = { ...APP, windows: [SLOW, LOST, LATE_UPDATES], degraded: [SLOW, LATE_UPDATES] };

/** What the incident did to a meeting with these components; an empty list means that nobody knows what it used. */
export function exposureOf(components: readonly string[]): Exposure {
  if (components.length === 0) return NOT_KNOWN;
  const usesRealtime = components.includes('realtime');
  if (components.includes('app')) return usesRealtime ? APP_AND_REALTIME : APP;
  return usesRealtime ? REALTIME : UNTOUCHED;
}

/** Seconds that two spans share. */
export function sharedSeconds([aStart, aEnd]: Span, [bStart, bEnd]: Span): number {
  return Math.max(0, Math.min(aEnd, bEnd) - Math.max(aStart, bStart));
}
