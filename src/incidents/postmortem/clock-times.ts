import { zoneBehind } from './zones.js';

/** A time of day in a sentence. `zone` is the one its words name, null for none. */
export type ClockTime = {
  readonly index: number;
  readonly end: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly isApproximate: boolean;
  readonly toTheSecond: boolean;
  readonly zone: string | null;
  /** `a` or `p` where the words say so. */
  readonly half: 'a' | 'p' | null;
};

const AM_PM = String.raw`(?<half>[ap])\.?\s?m\b\.?`;
const PATTERN = new RegExp(
  [
    String.raw`(?<h1>[01]?\d|2[0-3])\s?(?:(?<heures>heures?)|[hH])\s?(?<m1>[0-5]\d)(?:\s?(?:m|min|mn)?\s?(?<s1>[0-5]\d)\s?s\b)?(?![\d])`,
    String.raw`(?<h2>[01]?\d|2[0-4])[:.](?<m2>[0-5]\d)(?:[:.](?<s2>[0-5]\d))?(?:\.\d+)?\s?${AM_PM}`,
    String.raw`(?<h3>1[0-2]|0?[1-9])\s?${AM_PM.replace('half', 'half3')}`,
    String.raw`(?<h4>[01]?\d|2[0-4]):(?<m4>[0-5]\d)(?::(?<s4>[0-5]\d)(?:\.\d+)?)?(?![\d:])`,
    String.raw`(?<h5>[01]\d|2[0-3])(?<m5>[0-5]\d)(?=\s?(?:UTC|GMT|CES?T|Z\b|hrs\b|hours\b(?! of)))(?:\s?(?:hrs|hours))?`,
    String.raw`(?<h6>[01]?\d|2[0-3])\s?(?:h|H|heures?)(?![\p{L}\d])`,
    String.raw`(?<h7>[01]?\d|2[0-3])(?=\s?(?:UTC|GMT|CES?T)(?!\p{L}))`,
    String.raw`(?<word>noon|midnight|midi|minuit)\b`,
  ].join('|'),
  'giu',
);

/** Part of another number, an offset, a version or a ratio. */
const NOT_BEFORE = /(?:[\d.:/,%]|\d[T ]?[+\-−]|(?:UTC|GMT)\s?[+\-−])$/;
const ISO_DATE = /\d{4}-\d\d-\d\d[T ]$/;
const APPROXIMATE =
  /(?:\b(?:vers|environ|autour de|aux alentours de|aux environs de|peu (?:après|avant)|about|around|approximately|approx\.?|roughly|circa|shortly (?:after|before)|just (?:after|before)|near(?:ly)?)|[~≈])\s*(?:les\s|the\s|à\s|at\s|de\s)?$/i;
const SPAN_BEFORE =
  /\b(?:pendant|durant|dur(?:é|ée|ait|a)(?: (?:de|totale|totale de|d['’]environ))?|en moins de|toutes les|for|lasted|lasting|during|every|within|took|total of|duration(?: of)?:?|durée\s?:)\s+(?:environ |près de |plus de |about |around |approximately |over |nearly |more than )?$/iu;
/** "Une coupure de 1h30", but not "une coupure de 14h30 à 15h". */
const SPAN_OF = /\b(?:coupure|panne|interruption|indisponibilité|retard|délai)s?(?: \p{L}+)? (?:de|d['’]environ)\s+$/iu;
const SPAN_BEHIND =
  /^\s?(?:d['’]|de (?:coupure|panne|downtime|perturbation)|of (?:downtime|outage)|plus tard|later|après\b)/i;
const NAMES_A_TIME =
  /(?:(?<!\p{L})(?:à|a|vers|de|dès|depuis|entre|et|jusqu['’]à|avant|après|at|from|since|until|till|to|and|by|between|around|about)|[-–—]|^)\s*$/iu;

/** So many characters on either side say what a number is. */
const CONTEXT_LENGTH = 120;

/** The times of day that a sentence names, in order; durations such as "for 2h30" are none. */
export function findClockTimes(text: string): ClockTime[] {
  const found: ClockTime[] = [];
  for (const match of text.matchAll(PATTERN)) {
    const until = match.index + match[0].length;
    const before = text.slice(Math.max(0, match.index - CONTEXT_LENGTH), match.index);
    const behind = text.slice(until, until + CONTEXT_LENGTH);
    const last = found.at(-1);
    const gap = last === undefined ? null : text.slice(last.end, match.index);
    if (last !== undefined && match.index < last.end) continue;
    const isRangeEnd = gap !== null && /^\s?[-−]\s?$/.test(gap);
    if ((!isRangeEnd && isNumberPart(before)) || isSpan(match, before, behind)) continue;
    const time = clockOf({ half: halfBehind(behind), ...defined(match.groups) });
    if (time === undefined) continue;
    const zone = zoneBehind(behind, ISO_DATE.test(before));
    const end = match.index + match[0].length + (zone?.length ?? 0);
    const isApproximate = APPROXIMATE.test(before);
    found.push({ ...time, index: match.index, end, isApproximate, zone: zone?.zone ?? null });
  }
  return withBareStarts(text, withoutRepeats(text, shareEnds(text, found)));
}

function isNumberPart(before: string): boolean {
  // A date of ISO 8601 may stand right before, with its T.
  return !ISO_DATE.test(before) && NOT_BEFORE.test(before);
}

function isSpan({ groups = {} }: RegExpMatchArray, before: string, behind: string): boolean {
  const frenchHours = groups['h1'] !== undefined || groups['h6'] !== undefined;
  if (groups['word'] !== undefined) return !NAMES_A_TIME.test(before);
  if (groups['h7'] !== undefined && !NAMES_A_TIME.test(before)) return true;
  if (groups['h6'] !== undefined && (!NAMES_A_TIME.test(before) || SPAN_BEHIND.test(behind))) return true;
  if (groups['heures'] !== undefined && !NAMES_A_TIME.test(before)) return true;
  if (frenchHours && SPAN_OF.test(before) && !/^\s*(?:à|et|[-–—])\s?\d/.test(behind)) return true;
  if (SPAN_BEFORE.test(before)) return frenchHours || groups['h4'] !== undefined;
  return frenchHours && SPAN_BEHIND.test(behind);
}

const AFTERNOON = /^ ?(?:heures? )?(?:du soir|de l['’]après-midi)/i;
const MORNING = /^ ?(?:heures? )?(?:du matin)/i;

/** "8h du soir": the half of the day in French, which stands behind the hour. */
function halfBehind(behind: string): 'a' | 'p' | undefined {
  if (AFTERNOON.test(behind)) return 'p';
  return MORNING.test(behind) ? 'a' : undefined;
}

function defined(groups: Readonly<Record<string, string | undefined>> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

type Clock = Pick<ClockTime, 'hour' | 'minute' | 'second' | 'toTheSecond' | 'half'>;

function clockOf(groups: Readonly<Record<string, string | undefined>>): Clock | undefined {
  const word = groups['word']?.toLowerCase();
  if (word !== undefined) {
    return { hour: word === 'noon' || word === 'midi' ? 12 : 0, minute: 0, second: 0, toTheSecond: false, half: null };
  }
  const first = (...names: string[]): string | undefined =>
    names.map((name) => groups[name]).find((each) => each !== undefined);
  const half = (groups['half'] ?? groups['half3'])?.toLowerCase();
  const stated = Number(first('h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'h7'));
  const second = first('s1', 's2', 's4');
  if (half !== undefined && (stated > 12 || stated === 0)) return undefined;
  const hour = half === undefined ? stated % 24 : (stated % 12) + (half === 'p' ? 12 : 0);
  const minute = Number(first('m1', 'm2', 'm4', 'm5') ?? 0);
  return {
    hour,
    minute,
    second: Number(second ?? 0),
    toTheSecond: second !== undefined,
    half: half === undefined ? null : (half as 'a' | 'p'),
  };
}

/** What may stand between the two ends of a range. */
export const RANGE_MIDDLE =
  /^\s*(?:[-–—→]|->|to|until|till|and|à|et|jusqu['’]à|a|au)\s*(?:about|around|environ|vers|~)?\s*$/i;

/** "2:02–2:35 pm UTC": the first time of a range is in the zone and the half of the day of the second. */
function shareEnds(text: string, times: readonly ClockTime[]): ClockTime[] {
  return times.map((time, index) => {
    const next = times[index + 1];
    if (next === undefined || !RANGE_MIDDLE.test(text.slice(time.end, next.index))) return time;
    const zone = time.zone ?? next.zone;
    return time.half === null && next.half !== null
      ? { ...time, zone, hour: borrowedHour(time, next) }
      : { ...time, zone };
  });
}

/** Between a time and the same one in another zone: "20:05 PST (04:05 UTC)". */
const REPEATS = /^\s*(?:\(|\/|,?\s*(?:soit|i\.e\.|or|=))\s*$/i;

/** The times without those that only say the one before in another zone; such a one may be of another day. */
function withoutRepeats(text: string, times: readonly ClockTime[]): ClockTime[] {
  const repeats = new Set<ClockTime>();
  for (const [index, time] of times.entries()) {
    const before = times[index - 1];
    if (before === undefined || time.zone === null) continue;
    const between = text.slice(before.end, time.index);
    const isOther = before.zone !== null && before.zone !== time.zone && REPEATS.test(between);
    if (isOther || (repeats.has(before) && RANGE_MIDDLE.test(between))) repeats.add(time);
  }
  return times.filter((time) => !repeats.has(time));
}

/** The hour of a range's start that takes its half of the day from the end, unless that would put it behind the end. */
function borrowedHour({ hour, minute }: Pick<ClockTime, 'hour' | 'minute'>, end: ClockTime): number {
  if (end.hour < 12 || hour >= 12) return hour % 24;
  return (hour + 12) * 60 + minute <= end.hour * 60 + end.minute ? hour + 12 : hour;
}

const BARE_START =
  /\b(?:from|between|de|entre)\s+(?<hour>\d{1,2})(?<minutes>:[0-5]\d)?\s*(?:[-–—]|to|and|until|à|et)\s*$/i;

/** "between 9 and 10:30 am", "de 14 à 15h": a first number that borrows what makes the second one a time. */
function withBareStarts(text: string, times: readonly ClockTime[]): ClockTime[] {
  return times.flatMap((time, index) => {
    const from = times[index - 1]?.end ?? 0;
    const bare = BARE_START.exec(text.slice(from, time.index));
    const hour = Number(bare?.groups?.['hour'] ?? Number.NaN);
    if (bare === null || Number.isNaN(hour) || hour > 24) return [time];
    const minute = Number(bare.groups?.['minutes']?.slice(1) ?? 0);
    const start = from + bare.index + bare[0].search(/\d/);
    const own = time.half === null ? hour % 24 : borrowedHour({ hour, minute }, time);
    const end = start + String(bare.groups?.['hour']).length + (bare.groups?.['minutes']?.length ?? 0);
    return [{ ...time, index: start, end, hour: own, minute, second: 0, toTheSecond: false }, time];
  });
}
