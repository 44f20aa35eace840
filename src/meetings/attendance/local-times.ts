import { Temporal } from 'temporal-polyfill';

/** A time as a file writes it, before zone, order of day and month, and perhaps date are known. */
export type WrittenTime = {
  readonly date: WrittenDate | null;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** The offset or Z that the text itself has. */
  readonly offset: string | null;
};

/** `order`: year first and dotted dates are settled; for slashes and hyphens day and month may be either. */
type WrittenDate = {
  readonly first: number;
  readonly second: number;
  readonly year: number;
  readonly order: 'day' | 'month' | 'open';
};

const DAY_MS = 86_400_000;

/** What a person, or the source's settings, say of the times of a file. */
export type TimeAnswers = { readonly timeZone?: string; readonly dayFirst?: boolean; readonly date?: string };

const CLOCK = String.raw`(?<hour>\d{1,2})[:.h](?<minute>\d{2})(?:[:.](?<second>\d{2})(?:[.,]\d+)?)?\s*(?<half>[AaPp]\.?\s?[Mm]\.?)?\s*(?<offset>Z|UTC|GMT|[+-]\d{2}:?\d{2})?`;
const YEAR_FIRST = String.raw`(?<y1>\d{4})[-/.](?<m1>\d{1,2})[-/.](?<d1>\d{1,2})`;
const YEAR_LAST = String.raw`(?<a>\d{1,2})(?<mark>[/.-])(?<b>\d{1,2})[/.-](?<y2>\d{4}|\d{2})`;
const TIME = new RegExp(
  String.raw`^(?:(?:${YEAR_FIRST}|${YEAR_LAST})(?:T|,?\s+(?:godz\.\s*|um\s+|à\s+)?))?${CLOCK}$`,
  'i',
);

/** Reads a time with or without its date; null for any other text. */
export function readWrittenTime(text: string): WrittenTime | null {
  const groups = TIME.exec(text.replaceAll(/\s+/g, ' ').trim())?.groups;
  if (groups === undefined) return null;
  const half = groups['half']?.[0]?.toLowerCase();
  const stated = Number(groups['hour']);
  if (half !== undefined && (stated > 12 || stated === 0)) return null;
  const hour = half === undefined ? stated : (stated % 12) + (half === 'p' ? 12 : 0);
  const minute = Number(groups['minute']);
  const second = Number(groups['second'] ?? 0);
  if (hour > 23 || minute > 59 || second > 59) return null;
  return { date: writtenDate(groups), hour, minute, second, offset: groups['offset'] ?? null };
}

function writtenDate(groups: Readonly<Record<string, string | undefined>>): WrittenDate | null {
  if (groups['y1'] !== undefined) {
    return { year: Number(groups['y1']), first: Number(groups['m1']), second: Number(groups['d1']), order: 'month' };
  }
  if (groups['y2'] === undefined) return null;
  const year = Number(groups['y2']) + (groups['y2'].length === 2 ? 2000 : 0);
  const [first, second] = [Number(groups['a']), Number(groups['b'])];
  return { year, first, second, order: groups['mark'] === '.' || first === second ? 'day' : 'open' };
}

/** What the dates of a file say of their order: proven, open, or at odds with each other. */
export function dayOrder(times: readonly WrittenTime[]): 'day' | 'month' | 'open' | 'none' | 'contradictory' {
  const open = times.flatMap(({ date }) => (date === null || date.order !== 'open' ? [] : [date]));
  if (open.length === 0) return 'none';
  const isDay = open.some(({ first }) => first > 12);
  const isMonth = open.some(({ second }) => second > 12);
  if (isDay && isMonth) return 'contradictory';
  return isDay ? 'day' : isMonth ? 'month' : 'open';
}

/** How many days may lie between two times, whichever comes first in their dates; without dates, none or one. */
export function daysBetween(from: WrittenTime, to: WrittenTime): readonly number[] {
  const [one, other] = [from.date, to.date];
  if (one === null || other === null) return [0, 1];
  const dayNo = ({ year }: WrittenDate, month: number, day: number): number => Date.UTC(year, month - 1, day) / DAY_MS;
  return [
    dayNo(other, other.first, other.second) - dayNo(one, one.first, one.second),
    dayNo(other, other.second, other.first) - dayNo(one, one.second, one.first),
  ];
}

export type LocalFault = 'no_such_date' | 'no_such_local_time' | 'ambiguous_local_time';

/**
 * The instants that a written time may be, or why it is none; the answers must hold what it lacks. One with a date is one
 * instant; without, it is of the day that is given or of the next, for a meeting may pass midnight.
 */
export function instantsOf(
  time: WrittenTime,
  order: 'day' | 'month',
  answers: TimeAnswers,
): readonly (Date | LocalFault)[] {
  const days = time.date === null ? [0, 1] : [0];
  return days.map((day) => instantOf(time, order, answers, day));
}

/** A time that the zone has twice or never is a fault. */
function instantOf(
  { date, hour, minute, second, offset }: WrittenTime,
  order: 'day' | 'month',
  { timeZone = 'UTC', date: given }: TimeAnswers,
  daysLater: number,
): Date | LocalFault {
  let day: Temporal.PlainDate;
  try {
    const isDayFirst = date?.order === 'open' ? order === 'day' : date?.order === 'day';
    day =
      date === null
        ? Temporal.PlainDate.from(given ?? '').add({ days: daysLater })
        : Temporal.PlainDate.from(
            {
              year: date.year,
              month: isDayFirst ? date.second : date.first,
              day: isDayFirst ? date.first : date.second,
            },
            { overflow: 'reject' },
          );
  } catch {
    return 'no_such_date';
  }
  const local = day.toPlainDateTime({ hour, minute, second });
  const zone = offset === null ? timeZone : zoneOfOffset(offset);
  const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
    local.toZonedDateTime(zone, { disambiguation }),
  );
  if (earlier === undefined || later === undefined) return 'no_such_date';
  if (earlier.epochMilliseconds === later.epochMilliseconds) return new Date(earlier.epochMilliseconds);
  return earlier.toPlainDateTime().equals(local) ? 'ambiguous_local_time' : 'no_such_local_time';
}

function zoneOfOffset(offset: string): string {
  if (/^(?:z|utc|gmt)$/i.test(offset)) return 'UTC';
  return offset.includes(':') ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`;
}
