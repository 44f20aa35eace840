import { Temporal } from 'temporal-polyfill';
import { unionRanges } from '../kernel/time-range.js';
import { formatShortDate, formatTime, isOneDay, zoned } from './format-instant.js';
import { LETTER_IMPACT_CLASSES, type LetterContent, type LetterImpactClass } from './letter-content.js';
import type { LetterTexts, TimelineAltRow } from './letter-texts.js';

/** How a bar looks: the two states of a window, or an impact class. */
export type BarLook = 'lost' | 'window_degraded' | LetterImpactClass;

/** A span of time on the axis; without an end it runs off the axis. */
export type TimelineBar = { readonly startAt: Date; readonly endAt: Date | null };
export type TimelineRow = { readonly label: string; readonly look: BarLook; readonly bars: readonly TimelineBar[] };
export type TimelineGroup = { readonly label: string; readonly rows: readonly TimelineRow[] };
export type TimelineTick = { readonly at: Date; readonly label: string };

/** What the timeline shows, in time and words; how it is drawn is another matter. */
export type Timeline = {
  readonly fromAt: Date;
  readonly untilAt: Date;
  readonly groups: readonly TimelineGroup[];
  readonly ticks: readonly TimelineTick[];
};

const MAX_WINDOW_ROWS = 6;
const MAX_TICKS = 8;
/** Spans of a row that the alternative text names one by one. */
const ALT_SPANS = 6;
const MINIMUM_SPAN_MINUTES = 10;
const MARGIN_SHARE = 0.04;
const STEP_MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720];
const DAY_MINUTES = 1440;

/**
 * The timeline of a letter: one row for each component and state of the outage, one for each class this customer
 * suffered, on one axis in the customer's zone. Null when there is nothing to show. Past six rows of windows the rest
 * share one row for each state.
 */
export function timelineOf(content: LetterContent, texts: LetterTexts): Timeline | null {
  const groups = [
    { label: texts.timelineWindows, rows: windowRows(content, texts) },
    { label: texts.timelineMeetings, rows: affectedRows(content, texts) },
  ].filter((group) => group.rows.length > 0);
  if (groups.length === 0) return null;
  const bars = groups.flatMap((group) => group.rows.flatMap((row) => row.bars));
  const instants = bars.flatMap((bar) => [bar.startAt.getTime(), (bar.endAt ?? bar.startAt).getTime()]);
  const isOpen = bars.some((bar) => bar.endAt === null);
  const first = Math.min(...instants);
  const last = Math.max(...instants, isOpen ? content.issuedOn.getTime() : first);
  const span = Math.max(last - first, MINIMUM_SPAN_MINUTES * 60_000);
  const fromAt = new Date(first - span * MARGIN_SHARE);
  const untilAt = new Date(first + span * (1 + (isOpen ? 0 : MARGIN_SHARE)));
  return { fromAt, untilAt, groups, ticks: ticksBetween(fromAt, untilAt, content) };
}

/** The rows in words, each with its first spans and the count of the others. */
export function altRows({ groups }: Timeline): readonly TimelineAltRow[] {
  return groups.flatMap(({ label, rows }) =>
    rows.map((row) => ({
      label: `${label}, ${row.label}`,
      spans: row.bars.slice(0, ALT_SPANS),
      moreSpans: Math.max(0, row.bars.length - ALT_SPANS),
    })),
  );
}

function windowRows({ incident }: LetterContent, texts: LetterTexts): readonly TimelineRow[] {
  const rows = new Map<string, { label: string; look: BarLook; bars: TimelineBar[] }>();
  for (const { label, state, startAt, endAt } of incident.windows) {
    const known = rows.has(`${state} ${label}`) || rows.size < MAX_WINDOW_ROWS;
    const key = known ? `${state} ${label}` : state;
    const look = state === 'lost' ? 'lost' : 'window_degraded';
    const row = rows.get(key) ?? {
      label: texts.windowState(known ? label : texts.otherComponents, state),
      look,
      bars: [],
    };
    row.bars.push({ startAt, endAt });
    rows.set(key, row);
  }
  return [...rows.values()].map((row) => ({ ...row, bars: joinBars(row.bars) }));
}

function affectedRows({ affected }: LetterContent, texts: LetterTexts): readonly TimelineRow[] {
  return LETTER_IMPACT_CLASSES.map((look) => ({
    label: texts.impactClass[look],
    look,
    bars: unionRanges(affected[look] ?? []),
  })).filter((row) => row.bars.length > 0);
}

/** Bars that touch become one; the first without an end swallows all that starts after it. */
function joinBars(bars: readonly TimelineBar[]): readonly TimelineBar[] {
  const openStarts = bars.filter((bar) => bar.endAt === null).map((bar) => bar.startAt.getTime());
  const openAt = Math.min(...openStarts);
  const closed = unionRanges(
    bars.flatMap(({ startAt, endAt }) => (endAt === null || startAt.getTime() >= openAt ? [] : [{ startAt, endAt }])),
  );
  if (openStarts.length === 0) return closed;
  const swallowed = closed.at(-1);
  if (swallowed === undefined || swallowed.endAt.getTime() < openAt) {
    return [...closed, { startAt: new Date(openAt), endAt: null }];
  }
  return [...closed.slice(0, -1), { startAt: swallowed.startAt, endAt: null }];
}

/** At most eight round times of the zone's clock, or dates when the axis is long; midnight shows its date. */
function ticksBetween(fromAt: Date, untilAt: Date, { timeZone, locale }: LetterContent): readonly TimelineTick[] {
  const spanMinutes = (untilAt.getTime() - fromAt.getTime()) / 60_000;
  const step = STEP_MINUTES.find((minutes) => spanMinutes / minutes <= MAX_TICKS);
  const instants =
    step === undefined
      ? daysBetween(fromAt, untilAt, timeZone, Math.ceil(spanMinutes / DAY_MINUTES / MAX_TICKS))
      : timesBetween(fromAt, untilAt, timeZone, step);
  const isLong = !isOneDay(fromAt, untilAt, timeZone);
  return instants.map((at) => {
    const { hour, minute } = zoned(at, timeZone);
    const isDate = step === undefined || (isLong && hour === 0 && minute === 0);
    return { at, label: isDate ? formatShortDate(at, timeZone, locale) : formatTime(at, timeZone, locale) };
  });
}

function timesBetween(fromAt: Date, untilAt: Date, timeZone: string, stepMinutes: number): readonly Date[] {
  const step = stepMinutes * 60_000;
  const offset = zoned(fromAt, timeZone).offsetNanoseconds / 1e6;
  const times: Date[] = [];
  for (let at = Math.ceil((fromAt.getTime() + offset) / step) * step - offset; at <= untilAt.getTime(); at += step) {
    times.push(new Date(at));
  }
  return times;
}

function daysBetween(fromAt: Date, untilAt: Date, timeZone: string, stepDays: number): readonly Date[] {
  const days: Date[] = [];
  let day: Temporal.ZonedDateTime = zoned(fromAt, timeZone).startOfDay().add({ days: 1 });
  while (day.epochMilliseconds <= untilAt.getTime()) {
    days.push(new Date(day.epochMilliseconds));
    day = day.add({ days: stepDays }).startOfDay();
  }
  return days;
}
