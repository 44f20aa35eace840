import { Temporal } from 'temporal-polyfill';
import type { WindowState } from '../outage-window.js';
import { findCues, stateNear } from './cues.js';
import type { Sentence } from './sentences.js';
import type { PlacedEvent } from './time-events.js';

/** What a text tells of one failure of one component in one state. `isImplied`: its start is named elsewhere. */
export type Failure = {
  readonly state: WindowState;
  subject: string | null;
  readonly starts: PlacedEvent[];
  readonly ends: PlacedEvent[];
  readonly alerts: PlacedEvent[];
  readonly isImplied: boolean;
};

const HALF_DAY_MS = 12 * 3_600_000;

/** The instant of a placed event, to the second. */
export function instantOf({ local, zone }: PlacedEvent): Date {
  return new Date(local.toZonedDateTime(zone).epochMilliseconds);
}

/** When a failure is told to have begun, or been noticed, in milliseconds. */
export function startsOf({ starts, alerts }: Failure): number[] {
  return (starts.length > 0 ? starts : alerts).map((event) => instantOf(event).getTime());
}

/** Sorts the times of a text into the failures that they speak of. */
export function groupFailures(
  sentences: readonly Sentence[],
  events: readonly PlacedEvent[],
  topicOf: (text: string) => string | null,
): Failure[] {
  const textState = heaviestState(sentences);
  const failures: Failure[] = [];
  for (const [start, end] of ranges(events)) addRange(failures, start, end, textState);
  const starts = events.filter(({ kind, range }) => kind === 'start' && range === null);
  const ends = events.filter(({ kind }) => kind === 'end').map((event) => instantOf(event).getTime());
  for (const start of starts.toSorted((a, b) => instantOf(a).getTime() - instantOf(b).getTime())) {
    addStart(failures, start, ends, textState);
  }
  const topics = impliedFailures(sentences, events, failures, topicOf);
  failures.push(...topics, ...lingeringFailures(failures, events));
  addAlerts(failures, events, textState);
  return failures;
}

function heaviestState(sentences: readonly Sentence[]): WindowState {
  const cues = sentences.flatMap(({ text }) => findCues(text).map(({ cue }) => cue));
  return cues.includes('lost') ? 'lost' : 'degraded';
}

function* ranges(events: readonly PlacedEvent[]): Generator<[PlacedEvent, PlacedEvent]> {
  for (const [index, start] of events.entries()) {
    const end = events[index + 1];
    const isPair = start.kind === 'start' && end?.kind === 'end' && start.range !== null && end.range === start.range;
    if (end === undefined || !isPair || end.sentence !== start.sentence) continue;
    const isOverMidnight =
      start.zone === end.zone
        ? Temporal.PlainDateTime.compare(end.local, start.local) <= 0
        : instantOf(end) <= instantOf(start);
    yield [start, isOverMidnight ? { ...end, local: end.local.add({ days: 1 }) } : end];
  }
}

function suits(one: string | null, other: string | null): boolean {
  return one === null || other === null || one === other;
}

function addRange(failures: Failure[], start: PlacedEvent, end: PlacedEvent, textState: WindowState): void {
  const state = start.state ?? textState;
  const known = failures.find(
    (failure) =>
      failure.state === state &&
      suits(failure.subject, start.subject) &&
      failure.starts.some((each) => instantOf(each) < instantOf(end)) &&
      failure.ends.some((each) => instantOf(each) > instantOf(start)),
  );
  if (known === undefined) {
    failures.push({ state, subject: start.subject, starts: [start], ends: [end], alerts: [], isImplied: false });
    return;
  }
  known.starts.push(start);
  known.ends.push(end);
  known.subject ??= start.subject;
}

/** A start joins a failure of its state when nothing ended in between: then they tell of the same one. */
function addStart(failures: Failure[], start: PlacedEvent, ends: readonly number[], textState: WindowState): void {
  const state = start.state ?? textState;
  const ms = instantOf(start).getTime();
  const known = failures.find((failure) => {
    if (failure.state !== state || !suits(failure.subject, start.subject)) return false;
    const nearest = startsOf(failure).toSorted((a, b) => Math.abs(a - ms) - Math.abs(b - ms))[0] ?? ms;
    const [from, to] = ms < nearest ? [ms, nearest] : [nearest, ms];
    const isOver = failure.ends.length > 0 && failure.ends.every((end) => instantOf(end).getTime() <= ms);
    return !isOver && to - from < HALF_DAY_MS && !ends.some((end) => end > from && end <= to);
  });
  if (known === undefined) {
    failures.push({ state, subject: start.subject, starts: [start], ends: [], alerts: [], isImplied: false });
    return;
  }
  known.starts.push(start);
  known.subject ??= start.subject;
}

/**
 * Failures that a sentence tells without a time of its own, of another component than those with times: they began at
 * the time named last before it in its paragraph, and end with what is said to end, or was done, after it there.
 */
function impliedFailures(
  sentences: readonly Sentence[],
  events: readonly PlacedEvent[],
  failures: readonly Failure[],
  topicOf: (text: string) => string | null,
): Failure[] {
  const known = failures.map(({ subject }) => subject);
  return sentences.flatMap((sentence, index) => {
    const topic = topicOf(sentence.text);
    const state = stateNear(sentence.text);
    const hasTimes = events.some((event) => event.sentence === sentence);
    if (topic === null || state === null || hasTimes || known.includes(topic)) return [];
    const near = events.filter((event) => event.sentence.paragraph === sentence.paragraph);
    const anchor = near.findLast((event) => sentences.indexOf(event.sentence) < index);
    const later = near.filter((event) => sentences.indexOf(event.sentence) > index);
    const ends = later.filter(({ kind, subject }) => (kind === 'end' || kind === 'fix') && suits(subject, topic));
    if (anchor === undefined || ends.length === 0) return [];
    known.push(topic);
    const words = { ...sentence, text: `${anchor.sentence.text} ${sentence.text}` };
    const start: PlacedEvent = { ...anchor, kind: 'start', state, subject: topic, sentence: words };
    return [{ state, subject: topic, starts: [start], ends, alerts: [], isImplied: true }];
  });
}

const LINGERS = /\b(?:persist|remain|continu|linger|still|rest(?:é|aient|ait)|subsist|demeur|toujours|encore)\p{L}*/iu;

/** "Slowness remained until 11:30": what an outage left behind, from where it ended. */
function lingeringFailures(failures: readonly Failure[], events: readonly PlacedEvent[]): Failure[] {
  const outages = failures.filter(({ state, ends }) => state === 'lost' && ends.length > 0);
  return events.flatMap((end): Failure[] => {
    const isLeft =
      end.kind === 'end' && end.range === null && end.state === 'degraded' && LINGERS.test(end.sentence.text);
    const ms = instantOf(end).getTime();
    const before = outages.findLast(({ ends }) => ends.every((each) => instantOf(each).getTime() < ms));
    const last = before?.ends.at(-1);
    const isKnown = failures.some((each) => each.state === 'degraded' && startsOf(each).some((start) => start < ms));
    if (!isLeft || last === undefined || isKnown) return [];
    const subject = end.subject ?? before?.subject ?? null;
    const start: PlacedEvent = { ...last, kind: 'start', state: 'degraded', subject };
    return [{ state: 'degraded', subject, starts: [start], ends: [end], alerts: [], isImplied: true }];
  });
}

/** Notices before the first failure are the latest that it can have begun; without any start they are all there is. */
function addAlerts(failures: Failure[], events: readonly PlacedEvent[], textState: WindowState): void {
  const alerts = events.filter(({ kind }) => kind === 'alert');
  const [first] = failures
    .filter(({ isImplied }) => !isImplied)
    .toSorted((a, b) => Math.min(...startsOf(a)) - Math.min(...startsOf(b)));
  if (first === undefined) {
    const [alert] = alerts;
    if (alert === undefined || failures.length > 0) return;
    const state = alert.state ?? textState;
    failures.push({ state, subject: alert.subject, starts: [], ends: [], alerts: [alert], isImplied: false });
    return;
  }
  const beginMs = Math.min(...startsOf(first));
  const before = alerts.filter((alert) => {
    const ms = instantOf(alert).getTime();
    return ms < beginMs && beginMs - ms < HALF_DAY_MS && suits(alert.subject, first.subject);
  });
  first.alerts.push(...before);
}
