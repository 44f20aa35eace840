import type { Temporal } from 'temporal-polyfill';
import type { EvidenceSource } from '../evidence.js';
import type { WindowState } from '../outage-window.js';
import type { Precision } from '../window-proposal.js';
import { type ClockTime, findClockTimes, RANGE_MIDDLE } from './clock-times.js';
import { type Cue, findCues, type FoundCue, isUntouched, leadOf, quotedSource, stateNear } from './cues.js';
import type { Sentence } from './sentences.js';

/** What a time is of: the start or end of a failure, something done about it (`fix`), its notice, or nothing of it. */
export type EventKind = 'start' | 'end' | 'fix' | 'alert' | 'action';

/** A time that a sentence names, not yet placed on a day. `range` tells the two times of one range together. */
export type TimeEvent = {
  readonly kind: EventKind;
  readonly state: WindowState | null;
  readonly sentence: Sentence;
  readonly time: ClockTime;
  readonly range: number | null;
  readonly precision: Precision;
  readonly source: EvidenceSource;
};

/** An event placed on a day, in the order of the text. */
export type PlacedEvent = TimeEvent & {
  readonly local: Temporal.PlainDateTime;
  readonly zone: string;
  readonly subject: string | null;
};

const RANGE_LEAD =
  /(?:\b(?:from|between|entre|de|du|lasted|window)|[:=([]|^)\s*(?:about|around|approximately|environ|vers|~|the|les)?\s*$/iu;
/** Where the words before a range are looked for, dates between included. */
const LEAD_LENGTH = 120;
/** A middle that makes a range by itself, whatever stands before. */
const RANGE_SIGN = /^\s*(?:[-–—→]|->|to|until|till|jusqu['’]à)\s*/i;

/** The times that a sentence names and what each is of. `context` is what was last said to fail, for "since 14:02". */
export function eventsOf(sentence: Sentence, context: WindowState | null): TimeEvent[] {
  const { text } = sentence;
  const times = findClockTimes(text);
  const events: TimeEvent[] = [];
  for (let index = 0; index < times.length; index += 1) {
    const time = times[index] as ClockTime;
    const next = times[index + 1];
    if (next !== undefined && isRange(text, time, next)) {
      const state = rangeState(sentence, time.index) ?? context;
      // A range of what was done (a reboot, an investigation) is no window.
      const kinds = isRangeOfWork(sentence) ? (['action', 'action'] as const) : (['start', 'end'] as const);
      for (const [place, each] of [time, next].entries()) {
        events.push(eventOf(sentence, each, kinds[place] ?? 'start', state, index));
      }
      index += 1;
      continue;
    }
    const left = text.slice(times[index - 1]?.end ?? 0, time.index);
    const right = text.slice(time.end, next?.index ?? text.length);
    const { kind, state } = meaningOf(left, right, sentence, context);
    events.push(eventOf(sentence, time, kind, state, null));
  }
  return events;
}

function isRange(text: string, time: ClockTime, next: ClockTime): boolean {
  const middle = text.slice(time.end, next.index).replace(/\s*\([^)]*\)\s*/g, ' ');
  if (!RANGE_MIDDLE.test(stripDates(middle))) return false;
  return (
    RANGE_SIGN.test(middle) ||
    RANGE_LEAD.test(stripDates(text.slice(Math.max(0, time.index - LEAD_LENGTH), time.index)))
  );
}

const DATE_WORDS =
  /\b(?:on|at|le|à|the)?\s*(?:\d{4}-\d\d-\d\d|(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)?,?\s*(?:\d{1,2}(?:st|nd|rd|th|er)?\s+\p{L}{3,9}\.?|\p{L}{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?)(?:,?\s+\d{4})?),?\s*(?:at|à|T)?\s*/giu;

function stripDates(text: string): string {
  return text.replaceAll(DATE_WORDS, ' ').replaceAll(/\s+/g, ' ');
}

function rangeState({ text, leadIn }: Sentence, at: number): WindowState | null {
  return stateNear(text, at) ?? stateNear(leadIn);
}

/** People at work on a failure, which names it without telling when it was. */
const AT_WORK =
  /\b(?:teams?|engineers?|we|équipes?|nous)\b[^.;]{0,25}\b(?:investigat|identif|analy[sz]|enquêt|cherch|travaill|work(?:ed|ing) on)/iu;

function isRangeOfWork({ text, leadIn }: Sentence): boolean {
  if (AT_WORK.test(text) || isUntouched(text)) return true;
  const cues = findCues(`${leadIn} ${text}`).map(({ cue }) => cue);
  return cues.includes('action') && !cues.some((cue) => cue === 'lost' || cue === 'degraded');
}

function eventOf(
  sentence: Sentence,
  time: ClockTime,
  kind: EventKind,
  state: WindowState | null,
  range: number | null,
): TimeEvent {
  const precision: Precision = time.isApproximate ? 'approximate' : time.toTheSecond ? 'second' : 'minute';
  const quoted = quotedSource(`${sentence.leadIn} ${sentence.text}`);
  const written = sentence.section ?? 'post_mortem';
  const source = quoted ?? (kind === 'alert' ? 'monitoring' : written);
  return { kind, state, sentence, time, range, precision, source };
}

type Meaning = { readonly kind: EventKind; readonly state: WindowState | null };

/** Where a clause ends and a new one goes on. */
const NEXT_CLAUSE = /[,;] (?:and|but|then|et|mais|puis) |; /i;

/** Words before a time say what it is of, the nearest first; where they say nothing, the words behind it do. */
function meaningOf(left: string, right: string, sentence: Sentence, context: WindowState | null): Meaning {
  const lead = leadOf(left);
  const around = stateNear(`${left} ${right}`, left.length);
  if (lead === 'start') return { kind: 'start', state: around ?? stateNear(sentence.leadIn) ?? context };
  if (lead === 'end') return { kind: 'end', state: around };
  const behind = findCues(right);
  const strong = strongCue(behind);
  // "… with slow pages, and by 15:00 it was well again": what stands in the clause before is not of this time.
  const clause = left.split(NEXT_CLAUSE).at(-1) ?? left;
  const before = findCues(strong === undefined ? left : clause).at(-1)?.cue;
  // After something done, only what came of it counts: "restarted at 15:05, and all was back up".
  const follows = before === 'action' && strong !== 'end' ? before : (strong ?? behind[0]?.cue ?? before);
  const cue = before !== undefined && before !== 'action' ? before : follows;
  switch (cue) {
    case 'lost':
    case 'degraded':
      return { kind: 'start', state: cue };
    case 'start':
      return { kind: 'start', state: around ?? stateNear(sentence.leadIn) ?? context };
    case 'end':
    case 'fix':
      return { kind: cue, state: around };
    case 'alert':
      return { kind: 'alert', state: around };
    case 'action':
    case undefined:
      return { kind: 'action', state: null };
    default:
      return cue satisfies never;
  }
}

/** The cue that counts behind a time: the first, but what a deed led to rather than what it was done against. */
function strongCue(cues: readonly FoundCue[]): Cue | undefined {
  const telling = cues.filter(({ cue }) => cue !== 'action' && cue !== 'start' && cue !== 'fix').map(({ cue }) => cue);
  const isDeed = cues[0]?.cue === 'action' || cues[0]?.cue === 'fix';
  return isDeed && telling.includes('end') ? 'end' : telling[0];
}
