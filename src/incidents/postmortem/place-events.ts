import { Temporal } from 'temporal-polyfill';
import type { Reason } from '../../kernel/domain-error.js';
import type { WindowState } from '../outage-window.js';
import { dayOf, type DateMention, findDates, findRelativeDays, isFrenchText } from './dates.js';
import { stateNear } from './cues.js';
import type { Sentence } from './sentences.js';
import { eventsOf, type PlacedEvent, type TimeEvent } from './time-events.js';
import { statedZone, zonesNamed } from './zones.js';

/** What a person gives where the text does not say it. */
export type Answers = { readonly date?: string; readonly timeZone?: string };

export type Placed = {
  readonly events: readonly PlacedEvent[];
  /** What has to be given before the times are times of a day: `date`, `timeZone`, or both. */
  readonly questions: readonly Reason[];
};

/** No post-mortem has more; each is compared with the others. */
const MAX_TIMES = 500;
const TOO_MANY_TIMES: Reason = {
  path: 'text',
  code: 'too_many_times',
  message: `The text has over ${MAX_TIMES} times; send the part of it that tells of the failure.`,
};

const HALF_DAY_MINUTES = 12 * 60;

/**
 * The times of a text on their days and in their zones, as the text states them and, where it does not, as the answers
 * say. A time without a date is of the day spoken of last; one that jumps back by more than half a day is of the next.
 */
export function placeEvents(
  sentences: readonly Sentence[],
  subjectOf: (text: string) => string | null,
  answers: Answers,
): Placed {
  const calendar = new Calendar(sentences, answers);
  const raw: { event: TimeEvent; date: Temporal.PlainDate | null }[] = [];
  let context: WindowState | null = null;
  for (const [index, sentence] of sentences.entries()) {
    if (sentence.isPublication) continue;
    if (raw.length > MAX_TIMES) return { events: [], questions: [TOO_MANY_TIMES] };
    calendar.enter(index);
    for (const event of eventsOf(sentence, context)) raw.push({ event, date: calendar.dateOf(event) });
    context = stateNear(sentence.text) ?? context;
  }
  const zoneOf = zoneChoice(raw, sentences, answers);
  const questions: Reason[] = [];
  const relevant = raw.filter(({ event }) => event.kind !== 'action');
  if (relevant.some(({ date }) => date === null)) questions.push(question('date', 'day', 'date 2020-09-16'));
  if (relevant.some((each) => zoneOf(each) === null)) questions.push(question('timeZone', 'zone', 'Europe/Paris'));
  if (questions.length === 0) questions.push(...unclearTimes(relevant, zoneOf));
  if (questions.length > 0) return { events: [], questions };
  const events = raw.flatMap((each): PlacedEvent[] => {
    const zone = zoneOf(each);
    if (each.date === null || zone === null) return [];
    const { hour, minute, second } = each.event.time;
    const local = each.date.toPlainDateTime({ hour, minute, second });
    return [
      {
        ...each.event,
        local,
        zone,
        subject: subjectOf(each.event.sentence.text) ?? subjectOf(each.event.sentence.leadIn),
      },
    ];
  });
  return { events, questions };
}

function question(path: 'date' | 'timeZone', what: string, example: string): Reason {
  const code = path === 'date' ? 'date_needed' : 'time_zone_needed';
  return { path, code, message: `The text does not say of which ${what} its times are; give it, such as ${example}.` };
}

/** Times that the night of a clock change has twice, or never: only an offset in the text tells which is meant. */
function unclearTimes(raw: readonly Raw[], zoneOf: (each: Raw) => string | null): Reason[] {
  const reasons = raw.flatMap(({ event, date }): Reason[] => {
    const zone = zoneOf({ event, date });
    if (date === null || zone === null) return [];
    const { hour, minute, second } = event.time;
    const local = date.toPlainDateTime({ hour, minute, second });
    const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
      local.toZonedDateTime(zone, { disambiguation }),
    );
    if (earlier === undefined || later === undefined || earlier.equals(later)) return [];
    const isTwice = earlier.toPlainDateTime().equals(local);
    const code = isTwice ? 'ambiguous_local_time' : 'no_such_local_time';
    const told = `${local.toString({ smallestUnit: 'minute' }).replace('T', ' ')} in ${zone}`;
    const message = `${told} comes ${isTwice ? 'twice' : 'never'}: put the offset behind the time in the text, such as UTC+2.`;
    return [{ path: 'text', code, message }];
  });
  return [...new Map(reasons.map((reason) => [reason.message, reason])).values()];
}

/** Keeps the day that the text speaks of while it is read from its beginning. */
class Calendar {
  private readonly isFrench: boolean;
  private readonly mentions: readonly (readonly DateMention[])[];
  private readonly years: readonly number[];
  private readonly asked: Temporal.PlainDate | null;
  private readonly fallback: Temporal.PlainDate | null;
  private context: Temporal.PlainDate | null = null;
  private lastMinutes: number | null = null;
  private index = 0;
  /** The day spoken of before the sentence at hand, from which "the next day" counts. */
  private before: Temporal.PlainDate | null = null;

  constructor(
    private readonly sentences: readonly Sentence[],
    { date }: Answers,
  ) {
    this.isFrench = isFrenchText(sentences.map(({ text }) => text).join(' '));
    this.mentions = sentences.map(({ text }) => findDates(text, this.isFrench));
    this.asked = date === undefined ? null : Temporal.PlainDate.from(date);
    const stated = this.mentions.flat().flatMap(({ year }) => (year === null ? [] : [year]));
    this.years = [...new Set(stated.length > 0 ? stated : this.asked === null ? [] : [this.asked.year])];
    this.fallback = this.asked ?? this.onlyDate();
  }

  /** The day that every date of the text names; null when it names none, or several. */
  private onlyDate(): Temporal.PlainDate | null {
    const days = this.sentences.flatMap(({ isPublication }, index) =>
      isPublication
        ? []
        : (this.mentions[index] ?? []).map((mention) => dayOf(mention, this.years, this.published(index))),
    );
    const known = new Set(days.map(String));
    return known.size === 1 ? (days[0] ?? null) : null;
  }

  /** The day on which the part around a sentence was published: as the next line that says so tells, else the last. */
  private published(index: number): Temporal.PlainDate | null {
    const lines = this.sentences.flatMap(({ isPublication }, line) => (isPublication ? [line] : []));
    const line = lines.find((each) => each > index) ?? lines.at(-1);
    const [mention] = line === undefined ? [] : (this.mentions[line] ?? []);
    return mention?.year === undefined || mention.year === null ? null : dayOf(mention, [], null);
  }

  enter(index: number): void {
    this.index = index;
    this.before = this.context;
  }

  /** The day of a time: the one said nearest before it in its sentence, else behind it, else the one spoken of last. */
  dateOf({ time }: TimeEvent): Temporal.PlainDate | null {
    const published = this.published(this.index);
    const dates = (this.mentions[this.index] ?? []).map(({ index, ...rest }) => ({
      index,
      date: dayOf({ index, ...rest }, this.years, published),
    }));
    const relative = findRelativeDays(this.sentences[this.index]?.text ?? '').map(({ index, from, days }) => ({
      index,
      date: (from === 'publication' ? published : this.before)?.add({ days }) ?? null,
    }));
    // "Yesterday", in a text that does not say when it was written, is no day that it names elsewhere.
    const isAdrift = dates.length === 0 && relative.some(({ date }) => date === null);
    const all = [...dates, ...relative].filter(({ date }) => date !== null).toSorted((a, b) => a.index - b.index);
    const stated = all.findLast(({ index }) => index <= time.index) ?? all[0];
    const isNew = stated?.date != null && (this.context === null || !stated.date.equals(this.context));
    if (stated?.date != null) this.context = stated.date;
    if (isAdrift) this.context = this.asked;
    this.context ??= isAdrift ? null : this.fallback;
    const minutes = time.hour * 60 + time.minute;
    if (!isNew && stated === undefined && this.lastMinutes !== null && this.lastMinutes - minutes > HALF_DAY_MINUTES) {
      this.context = this.context?.add({ days: 1 }) ?? null;
    }
    this.lastMinutes = minutes;
    return this.context;
  }
}

type Raw = { readonly event: TimeEvent; readonly date: Temporal.PlainDate | null };

/** A time's own zone, else the one stated for all, else the only one the text names, else the answer; null for none. */
function zoneChoice(
  raw: readonly Raw[],
  sentences: readonly Sentence[],
  { timeZone }: Answers,
): (each: Raw) => string | null {
  const stated = sentences
    .filter(({ isPublication }) => !isPublication)
    .map(({ text }) =>
      /\d\s?[h:]\s?\d{2}/.test(text) && !/all times|toutes les heures/i.test(text) ? undefined : statedZone(text),
    )
    .find((zone) => zone !== undefined);
  const own = raw.flatMap(({ event }) => (event.time.zone === null ? [] : [event.time.zone]));
  const inWords = sentences.flatMap(({ text, isPublication }) => (isPublication ? [] : zonesNamed(text)));
  const named = [...new Set([...own, ...inWords])];
  return ({ event, date }) => {
    if (event.time.zone !== null) return event.time.zone;
    if (stated !== undefined) return stated;
    const [first] = named;
    if (first === undefined) return timeZone ?? null;
    const local = (date ?? Temporal.PlainDate.from('2020-01-01')).toPlainDateTime({ hour: event.time.hour });
    const instants = new Set(named.map((zone) => local.toZonedDateTime(zone).epochMilliseconds));
    return instants.size === 1 ? first : (timeZone ?? null);
  };
}
