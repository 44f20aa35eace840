import * as chrono from 'chrono-node';
import { Temporal } from 'temporal-polyfill';
import { findClockTimes } from './clock-times.js';

/** A date that a sentence names: a day with or without its year, or a day counted from another one. */
export type DateMention = {
  readonly index: number;
  readonly year: number | null;
  readonly month: number;
  readonly day: number;
  /** 1 for Monday to 7 for Sunday; null when not said. */
  readonly weekday: number | null;
};

/** A day told from the day of publication (0, -1), or from the day spoken of before (`next`). */
export type RelativeDay = { readonly index: number; readonly from: 'publication' | 'context'; readonly days: number };

const REFERENCE = new Date(Date.UTC(2000, 0, 1, 12));
/** Chrono reads more into numbers than texts mean: a date has a month's name or a year of four digits. */
const IS_DATE =
  /(?<!\p{L})(?:jan|f[eé]v|feb|mar|a[pv]r|ma[iy]|jun|jui|jul|ao[uû]|aug|sep|o[ck]t|nov|d[eé]c)\p{L}*(?!\p{L})|\d{4}/iu;
const NUMBERS = /^(\d{1,2})([./-])(\d{1,2})\2(\d{2,4})/;
const MAX_SENTENCE = 4000;

/** The dates that a sentence names, in order. A date such as 04/05/2021 counts only where the language settles its order. */
export function findDates(text: string, isFrench: boolean): DateMention[] {
  const readers = isFrench ? [chrono.fr.casual, chrono.en.GB] : [chrono.en.casual, chrono.fr.casual];
  const found = new Map<number, DateMention & { readonly length: number }>();
  if (!IS_DATE.test(text)) return [];
  const days = withoutTimes(text.slice(0, MAX_SENTENCE));
  for (const result of readers.flatMap((reader) => reader.parse(days, REFERENCE))) {
    const { start, index, text: words } = result;
    if (!start.isCertain('day') || !start.isCertain('month') || !IS_DATE.test(words)) continue;
    if (isUnsettled(words, isFrench)) continue;
    const isOverlapped = [...found.values()].some(
      (each) => index < each.index + each.length && index + words.length > each.index,
    );
    if (isOverlapped) continue;
    const weekday = start.isCertain('weekday') ? start.get('weekday') : null;
    const written = dayFirst(words, isFrench);
    found.set(index, {
      index,
      length: words.length,
      year: start.isCertain('year') ? start.get('year') : null,
      month: written?.month ?? start.get('month') ?? 1,
      day: written?.day ?? start.get('day') ?? 1,
      weekday: weekday === 0 ? 7 : weekday,
    });
  }
  return [...found.values()].toSorted((a, b) => a.index - b.index);
}

/** Times struck out, in their places: chrono would take two of them and a date for one span, and lose the date. */
function withoutTimes(text: string): string {
  let days = text;
  for (const { index, end } of findClockTimes(text)) {
    const from = /[T ]$/.test(text.slice(0, index)) ? index - 1 : index;
    days = days.slice(0, from) + '¦'.repeat(end - from) + days.slice(end);
  }
  return days;
}

/** Dots always have the day first; slashes and hyphens only in French, or where the one number can be no month. */
function isUnsettled(words: string, isFrench: boolean): boolean {
  const [, first = '', mark, second = ''] = NUMBERS.exec(words) ?? [];
  if (first === '' || mark === '.' || isFrench) return false;
  return first !== second && Number(first) <= 12 && Number(second) <= 12;
}

function dayFirst(words: string, isFrench: boolean): { readonly day: number; readonly month: number } | undefined {
  const [, first, mark, second] = NUMBERS.exec(words) ?? [];
  if (first === undefined || second === undefined || (mark !== '.' && !isFrench)) return undefined;
  return Number(second) <= 12 ? { day: Number(first), month: Number(second) } : undefined;
}

const RELATIVE: readonly (readonly [RegExp, RelativeDay['from'], number])[] = [
  [
    /\b(?:today|this (?:morning|afternoon|evening)|earlier today|aujourd['’]hui|ce (?:jour|matin|soir)|cet après-midi)\b/iu,
    'publication',
    0,
  ],
  [/\b(?:yesterday|last night|hier)\b/iu, 'publication', -1],
  [/\b(?:(?:the )?(?:next|following) (?:day|morning)|le lendemain|au lendemain)\b/iu, 'context', 1],
];

/** The days that a sentence counts from another one. */
export function findRelativeDays(text: string): RelativeDay[] {
  return RELATIVE.flatMap(([pattern, from, days]) => {
    const found = pattern.exec(text);
    return found === null ? [] : [{ index: found.index, from, days }];
  });
}

const FRENCH = /\b(?:le|la|les|des|une|et|nous|est|été|avec|pour|sur|dans|heure|nos|a)\b/giu;
const ENGLISH = /\b(?:the|and|of|was|were|we|our|to|in|with|for|at|on|is|by)\b/giu;

/** True for a text with more of the little words of French than of English. */
export function isFrenchText(text: string): boolean {
  return (text.match(FRENCH)?.length ?? 0) > (text.match(ENGLISH)?.length ?? 0);
}

/**
 * The day of a mention. Without a year it takes the one among `years` that fits: whose weekday is the one said, and of
 * several the last that is not after `latest`. Null when none fits, or when it is no day of the calendar.
 */
export function dayOf(
  mention: DateMention,
  years: readonly number[],
  latest: Temporal.PlainDate | null,
): Temporal.PlainDate | null {
  const candidates = (mention.year === null ? years : [mention.year]).flatMap((year) => {
    try {
      const { month, day, weekday } = mention;
      const date = Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
      return mention.year === null && weekday !== null && date.dayOfWeek !== weekday ? [] : [date];
    } catch {
      return [];
    }
  });
  const fitting = candidates.filter((date) => latest === null || Temporal.PlainDate.compare(date, latest) <= 0);
  const pool = (fitting.length > 0 ? fitting : candidates).toSorted((a, b) => Temporal.PlainDate.compare(a, b));
  return pool.at(-1) ?? null;
}
