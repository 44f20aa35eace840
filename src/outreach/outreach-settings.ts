import { DomainError } from '../kernel/domain-error.js';
import type { LineObject } from '../platform/ingest/import-line.js';
import { LineFaults } from '../platform/ingest/line-faults.js';
import {
  ID_LENGTH,
  optionalObject,
  optionalObjects,
  optionalWord,
  refuseUnknownFields,
  requiredEmail,
  requiredText,
} from '../platform/ingest/read-fields.js';
import { ASSIGNMENT_MODES, type Assignment } from './assign-cases.js';
import type { WorkCalendar } from './working-hours.js';

/** Somebody of the company: `id` as it stands as the owner of a case, and where their digest goes. */
export type Colleague = { readonly id: string; readonly email: string; readonly locale: 'fr' | 'en' };

/** How the company follows its cases up. */
export type OutreachSettings = {
  readonly assignment: Assignment;
  readonly people: readonly Colleague[];
  readonly calendar: WorkCalendar;
  /** A case that nobody touched for so many working hours is escalated; 0 is never. */
  readonly escalateAfterHours: number;
  /** So many days before an offer expires its customer is reminded; 0 is never. */
  readonly reminderDaysBefore: number;
  /** The time of a working day, as HH:MM in the calendar's zone, at which each owner gets a digest; null is never. */
  readonly digestAt: string | null;
};

export const DEFAULT_OUTREACH_SETTINGS: OutreachSettings = {
  assignment: { mode: 'account_owner', team: [] },
  people: [],
  calendar: { zone: 'Europe/Paris', days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', holidays: [] },
  escalateAfterHours: 9,
  reminderDaysBefore: 3,
  digestAt: '08:30',
};

const FIELDS = new Set(Object.keys(DEFAULT_OUTREACH_SETTINGS));
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const DAY = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const MAX_HOURS = 2000;
const MAX_DAYS = 60;
const MAX_TEAM = 200;
const MAX_HOLIDAYS = 400;

/**
 * The settings with what the input names written over; what is absent stays. Throws `invalid_input` with every fault and
 * its path.
 */
export function changedOutreachSettings(stored: OutreachSettings, input: unknown): OutreachSettings {
  const faults = new LineFaults();
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
  if (!isObject) faults.add('', 'not_an_object', 'Send the settings as one JSON object.');
  const changed = isObject ? { ...stored, ...readChange(input as LineObject, faults) } : stored;
  if (faults.found.length === 0) return changed;
  const reasons = faults.found.map(({ field, code, message }) => ({ path: field, code, message }));
  throw new DomainError('invalid', 'invalid_input', 'The input is not valid.', { reasons });
}

function readChange(input: LineObject, faults: LineFaults): Partial<OutreachSettings> {
  refuseUnknownFields(input, FIELDS, '', faults);
  const readers: { readonly [Name in keyof OutreachSettings]: (raw: unknown) => OutreachSettings[Name] } = {
    assignment: (raw) => readAssignment(raw, faults),
    people: (raw) => readPeople(raw, faults),
    calendar: (raw) => readCalendar(raw, faults),
    escalateAfterHours: (raw) => readWhole(raw, 'escalateAfterHours', MAX_HOURS, faults),
    reminderDaysBefore: (raw) => readWhole(raw, 'reminderDaysBefore', MAX_DAYS, faults),
    digestAt: (raw) =>
      raw === null ? null : readPattern(raw, 'digestAt', TIME, 'This must be a time, HH:MM.', faults),
  };
  return Object.fromEntries(
    Object.entries(readers)
      .filter(([name]) => input[name] !== undefined)
      .map(([name, read]) => [name, read(input[name])]),
  );
}

function readAssignment(raw: unknown, faults: LineFaults): Assignment {
  const object = optionalObject(raw, 'assignment', new Set(['mode', 'team']), faults) ?? {};
  const mode = optionalWord(object['mode'], 'assignment.mode', ASSIGNMENT_MODES, faults) ?? 'account_owner';
  return { mode, team: readTexts(object['team'], 'assignment.team', MAX_TEAM, faults) };
}

function readPeople(raw: unknown, faults: LineFaults): readonly Colleague[] {
  const known = new Set(['id', 'email', 'locale']);
  const people =
    optionalObjects(raw, 'people', known, faults, (item, path) => ({
      id: requiredText(item['id'], `${path}id`, ID_LENGTH, faults) ?? '',
      email: requiredEmail(item['email'], `${path}email`, faults) ?? '',
      locale: optionalWord(item['locale'], `${path}locale`, ['fr', 'en'] as const, faults) ?? 'en',
    })) ?? [];
  if (new Set(people.map(({ id }) => id)).size < people.length) {
    faults.add('people', 'named_twice', 'Each person is named once.');
  }
  return people;
}

function readCalendar(raw: unknown, faults: LineFaults): WorkCalendar {
  const known = new Set(['zone', 'days', 'from', 'to', 'holidays']);
  const object = optionalObject(raw, 'calendar', known, faults) ?? {};
  const fallback = DEFAULT_OUTREACH_SETTINGS.calendar;
  const time = (name: 'from' | 'to'): string =>
    object[name] === undefined
      ? fallback[name]
      : readPattern(object[name], `calendar.${name}`, TIME, 'This must be a time, HH:MM.', faults);
  const [from, to] = [time('from'), time('to')];
  if (from >= to) faults.add('calendar.to', 'not_after_from', 'A working day ends after it begins.');
  const zone = object['zone'] === undefined ? fallback.zone : readZone(object['zone'], faults);
  const days = object['days'] === undefined ? fallback.days : readDays(object['days'], faults);
  const holidays = readTexts(object['holidays'], 'calendar.holidays', MAX_HOLIDAYS, faults);
  for (const [index, day] of holidays.entries()) {
    readPattern(day, `calendar.holidays.${index}`, DAY, 'This must be a day, YYYY-MM-DD.', faults);
  }
  return { zone, days, from, to, holidays };
}

function readZone(raw: unknown, faults: LineFaults): string {
  const text = requiredText(raw, 'calendar.zone', ID_LENGTH, faults) ?? 'UTC';
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    faults.add('calendar.zone', 'unknown_zone', 'This is no time zone, such as Europe/Paris.');
    return 'UTC';
  }
}

function readDays(raw: unknown, faults: LineFaults): number[] {
  const isDay = (day: unknown): day is number => Number.isInteger(day) && Number(day) >= 1 && Number(day) <= 7;
  if (Array.isArray(raw) && raw.length > 0 && raw.every(isDay)) return [...new Set(raw)].toSorted((a, b) => a - b);
  faults.add('calendar.days', 'not_week_days', 'Name week days as numbers, Monday is 1 and Sunday 7.');
  return [];
}

function readTexts(raw: unknown, field: string, limit: number, faults: LineFaults): string[] {
  if (raw === undefined || raw === null) return [];
  if (!Array.isArray(raw)) faults.add(field, 'not_a_list', 'This must be a list.');
  else if (raw.length > limit) faults.add(field, 'too_many', `At most ${limit} can be named.`);
  else {
    const texts = raw.map((item: unknown, index) => requiredText(item, `${field}.${index}`, ID_LENGTH, faults) ?? '');
    return [...new Set(texts)];
  }
  return [];
}

function readWhole(raw: unknown, field: string, limit: number, faults: LineFaults): number {
  if (Number.isInteger(raw) && Number(raw) >= 0 && Number(raw) <= limit) return Number(raw);
  faults.add(field, 'not_in_range', `This must be a whole number from 0 to ${limit}.`);
  return 0;
}

function readPattern(raw: unknown, field: string, pattern: RegExp, message: string, faults: LineFaults): string {
  if (typeof raw === 'string' && pattern.test(raw)) return raw;
  faults.add(field, 'not_in_form', message);
  return '';
}
