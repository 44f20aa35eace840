import { Temporal } from 'temporal-polyfill';
import type { LetterLocale } from './letter-content.js';
import { NBSP } from './french-spaces.js';
import { ZONE_CITIES_FR } from './zone-cities-fr.js';

const WEEKDAYS: Record<LetterLocale, readonly string[]> = {
  fr: ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
};
const MONTHS: Record<LetterLocale, readonly string[]> = {
  fr: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
};
const SHORT_MONTHS: Record<LetterLocale, readonly string[]> = {
  fr: 'janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.'.split(' '),
  en: 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' '),
};

/** The letters of one incident ask for the same few instants thousands of times. */
const ZONED_LIMIT = 1_000;
const knownZoned = new Map<string, Temporal.ZonedDateTime>();

/** A place on the clock and the calendar of a zone. Throws RangeError when there is no such zone. */
export function zoned(instant: Date, timeZone: string): Temporal.ZonedDateTime {
  const key = `${instant.getTime()} ${timeZone}`;
  const known = knownZoned.get(key);
  if (known !== undefined) return known;
  const made = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
  if (knownZoned.size >= ZONED_LIMIT) knownZoned.clear();
  knownZoned.set(key, made);
  return made;
}

/** `16 septembre 2020`, `1er octobre 2020`; `16 September 2020`. */
export function formatDate(instant: Date, timeZone: string, locale: LetterLocale): string {
  const { day, month, year } = zoned(instant, timeZone);
  return `${dayNumber(day, locale)}${NBSP}${MONTHS[locale][month - 1]} ${year}`;
}

/** `16 sept.` or `16 Sep`: for the axis of the timeline. */
export function formatShortDate(instant: Date, timeZone: string, locale: LetterLocale): string {
  const { day, month } = zoned(instant, timeZone);
  return `${dayNumber(day, locale)}${NBSP}${SHORT_MONTHS[locale][month - 1]}`;
}

/** `mercredi 16 septembre 2020`; `Wednesday 16 September 2020`. */
export function formatWeekday(instant: Date, timeZone: string, locale: LetterLocale): string {
  const weekday = WEEKDAYS[locale][zoned(instant, timeZone).dayOfWeek - 1];
  return `${weekday} ${formatDate(instant, timeZone, locale)}`;
}

/** `14 h 49`, `14 h`, `0 h 05`; `14:49`, `14:00`, `00:05`. Seconds are left out, not rounded. */
export function formatTime(instant: Date, timeZone: string, locale: LetterLocale): string {
  const { hour, minute } = zoned(instant, timeZone);
  const minutes = String(minute).padStart(2, '0');
  if (locale === 'en') return `${String(hour).padStart(2, '0')}:${minutes}`;
  return minute === 0 ? `${hour}${NBSP}h` : `${hour}${NBSP}h${NBSP}${minutes}`;
}

/** `UTC+2`, `UTC+5:30`, `UTC−3:30`, `UTC`: the zone's offset at an instant. */
export function formatOffset(instant: Date, timeZone: string): string {
  const minutes = Math.round(zoned(instant, timeZone).offsetNanoseconds / 60e9);
  if (minutes === 0) return 'UTC';
  const rest = Math.abs(minutes) % 60;
  const hours = Math.floor(Math.abs(minutes) / 60);
  return `UTC${minutes < 0 ? '\u2212' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}

/**
 * The zone as its people call it: `heure de Paris`, `heure d’Athènes`, `heure du Caire`; `Paris time`. Zones that name
 * no place (`UTC`, `Etc/GMT+5`) are `UTC` or their offset at the instant.
 */
export function formatZone(instant: Date, timeZone: string, locale: LetterLocale): string {
  if (!timeZone.includes('/') || timeZone.startsWith('Etc/')) return formatOffset(instant, timeZone);
  const city = timeZone.slice(timeZone.lastIndexOf('/') + 1);
  const plain = city.replaceAll('_', ' ');
  if (locale === 'en') return `${plain} time`;
  return `heure ${ofPlace(ZONE_CITIES_FR[city] ?? plain)}`;
}

/**
 * The zone of a span. When the clocks change within it, both offsets are named, because an hour then happens twice or
 * never: `heure de Paris, UTC+2 puis UTC+1`.
 */
export function formatSpanZone(startAt: Date, endAt: Date | null, timeZone: string, locale: LetterLocale): string {
  const zone = formatZone(startAt, timeZone, locale);
  const before = formatOffset(startAt, timeZone);
  const after = formatOffset(endAt ?? startAt, timeZone);
  return before === after ? zone : `${zone}, ${before} ${locale === 'fr' ? 'puis' : 'then'} ${after}`;
}

/** The zone over an axis: `heure de Paris (UTC+2)`, or both offsets when the clocks change on it. */
export function formatAxisZone(startAt: Date, endAt: Date | null, timeZone: string, locale: LetterLocale): string {
  const zone = formatSpanZone(startAt, endAt, timeZone, locale);
  const offset = formatOffset(startAt, timeZone);
  return zone.includes(offset) ? zone : `${zone} (${offset})`;
}

/** True when both instants fall on one date of the zone. */
export function isOneDay(a: Date, b: Date, timeZone: string): boolean {
  return zoned(a, timeZone).toPlainDate().equals(zoned(b, timeZone).toPlainDate());
}

/**
 * The last local day that lies wholly before `until`, as a date; null when that day is over at `from`, so that only a
 * time of day tells the truth. A letter thus never promises a day that the offer does not last.
 */
export function lastWholeDay(from: Date, until: Date, timeZone: string): Date | null {
  const midnight = zoned(until, timeZone).startOfDay();
  const lastMoment = new Date(midnight.epochMilliseconds - 1);
  return lastMoment < from ? null : lastMoment;
}

/** The last day on which an offer can be accepted, as a date: its last whole one, else the one in which it ends. */
export function lastDayToAccept(from: Date, until: Date, timeZone: string): Date {
  return lastWholeDay(from, until, timeZone) ?? until;
}

function dayNumber(day: number, locale: LetterLocale): string {
  return locale === 'fr' && day === 1 ? '1er' : String(day);
}

function ofPlace(place: string): string {
  if (place.startsWith('Le ')) return `du ${place.slice(3)}`;
  return /^(?:[AEIOUÉÈÎ]|Helsinki|Honolulu)/.test(place) ? `d’${place}` : `de ${place}`;
}
