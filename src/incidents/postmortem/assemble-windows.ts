import { agreedTime, type Claim, type ClaimAbout, type Precision, type ProposedWindow } from '../window-proposal.js';
import { failureSeconds } from './durations.js';
import { type Failure, groupFailures, instantOf, startsOf } from './group-failures.js';
import type { Sentence } from './sentences.js';
import type { PlacedEvent } from './time-events.js';

const MINUTE_MS = 60_000;
/** Ends that are told this near to the end of a range speak of the same one. */
const SAME_END_MS = 5 * MINUTE_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
const HALF_DAY_MS = DAY_MS / 2;

/**
 * The windows that the placed times of a text tell, each with every claim about its start and end. Times that compete
 * stay side by side: then the window has none of its own until a person chooses.
 */
export function assembleWindows(
  sentences: readonly Sentence[],
  events: readonly PlacedEvent[],
  topicOf: (text: string) => string | null,
): ProposedWindow[] {
  const failures = groupFailures(sentences, events, topicOf);
  const windows = failures.map((failure): ProposedWindow => {
    const starts = failure.starts.map((event) =>
      claimOf(event, 'start', failure.isImplied ? 'implied' : event.precision),
    );
    const ends = endClaims(failure, failures, events, sentences);
    const alerts = failure.alerts.map((event) => claimOf(event, 'alert', event.precision));
    const claims = distinct([...starts, ...alerts, ...ends]);
    return {
      subject: failure.subject,
      pageComponentId: null,
      componentKey: failure.subject,
      state: failure.state,
      capabilities: null,
      startsAt: agreedTime(claims, 'start'),
      endsAt: agreedTime(claims, 'end'),
      claims,
    };
  });
  return windows
    .filter(({ startsAt, endsAt }) => startsAt === null || endsAt === null || startsAt < endsAt)
    .toSorted((a, b) => firstMs(a) - firstMs(b));
}

function firstMs({ claims }: ProposedWindow): number {
  return Math.min(...claims.map(({ at }) => at.getTime()));
}

/** The claims about a failure's end: its ranges', recoveries told, what was done, what took over, or how long it lasted. */
function endClaims(
  failure: Failure,
  failures: readonly Failure[],
  events: readonly PlacedEvent[],
  sentences: readonly Sentence[],
): Claim[] {
  const begins = startsOf(failure);
  const firstMs = Math.min(...begins);
  const lastMs = Math.max(...begins);
  const ranges = failure.ends.filter(({ range }) => range !== null);
  const others = failure.isImplied ? [] : recoveries(failure, failures, events);
  const told = [...failure.ends.filter(({ range }) => range === null), ...others];
  if (ranges.length > 0) {
    const near = told.filter((event) =>
      ranges.some((range) => Math.abs(endMs(range, firstMs) - endMs(event, firstMs)) <= SAME_END_MS),
    );
    return [...ranges, ...near].map((event) => endClaim(event, firstMs));
  }
  const ends = told.filter((event) => event.kind === 'end').map((event) => endClaim(event, firstMs));
  const successor = nextState(failure, failures, lastMs);
  const beforeEnds = successor !== null && ends.every(({ at }) => at.getTime() > successor.ms);
  if (successor !== null && beforeEnds) {
    return successor.events.map((event) => claimOf(event, 'end', event.precision));
  }
  if (ends.length > 0) return ends;
  const fixes = told.filter((event) => event.kind === 'fix').map((event) => endClaim(event, firstMs));
  return fixes.length > 0 ? fixes : lasting(failure, failures, sentences);
}

/** Ends and repairs after a failure began and before the next one of its kind does; those of another component aside. */
function recoveries(failure: Failure, failures: readonly Failure[], events: readonly PlacedEvent[]): PlacedEvent[] {
  const firstMs = Math.min(...startsOf(failure));
  const lastMs = Math.max(...startsOf(failure));
  const taken = new Set(failures.flatMap(({ ends }) => ends));
  const later = failures
    .filter((other) => other !== failure && other.state === failure.state && suits(other.subject, failure.subject))
    .map((other) => Math.min(...startsOf(other)))
    .filter((ms) => ms > lastMs);
  const until = Math.min(...later, lastMs + DAY_MS);
  const found = events.filter((event) => {
    if ((event.kind !== 'end' && event.kind !== 'fix') || event.range !== null || taken.has(event)) return false;
    const ms = endMs(event, firstMs);
    return ms > firstMs && ms <= until;
  });
  const own = found.filter((event) => suits(event.subject, failure.subject));
  // Texts call one thing by several names: where nothing ends under its own, any end is better than none.
  return own.length > 0 ? own : found;
}

function suits(one: string | null, other: string | null): boolean {
  return one === null || other === null || one === other;
}

/** An end that lies most of a day before the start is of the day after: 23:50 to 00:20. */
function endMs(event: PlacedEvent, startMs: number): number {
  const ms = instantOf(event).getTime();
  return startMs - ms > HALF_DAY_MS && startMs - ms < DAY_MS ? ms + DAY_MS : ms;
}

function endClaim(event: PlacedEvent, startMs: number): Claim {
  return { ...claimOf(event, 'end', event.precision), at: new Date(endMs(event, startMs)) };
}

type Successor = { readonly ms: number; readonly events: readonly PlacedEvent[] };

/** Where the same component's failure takes the other state: there this one ends. */
function nextState(failure: Failure, failures: readonly Failure[], lastMs: number): Successor | null {
  const others = failures.filter(
    (other) =>
      other.state !== failure.state &&
      !other.isImplied &&
      suits(other.subject, failure.subject) &&
      other.starts.length > 0,
  );
  const next = others
    .map((other) => ({ ms: Math.min(...startsOf(other)), events: other.starts }))
    .filter(({ ms }) => ms > lastMs && ms - lastMs < DAY_MS)
    .toSorted((a, b) => a.ms - b.ms)[0];
  return next ?? null;
}

/** How long the text says that it lasted, counted from the only start it gives. */
function lasting(failure: Failure, failures: readonly Failure[], sentences: readonly Sentence[]): Claim[] {
  const [start] = failure.starts;
  const times = new Set(failure.starts.map((event) => instantOf(event).getTime()));
  if (start === undefined || times.size !== 1) return [];
  const own = failure.starts.map(({ sentence }) => sentence);
  const candidates = failures.length === 1 ? [...own, ...sentences] : own;
  for (const sentence of candidates) {
    const seconds = sentence.isPublication ? null : failureSeconds(sentence.text);
    if (seconds === null) continue;
    const at = new Date(instantOf(start).getTime() + seconds * 1000);
    return [{ ...claimOf(start, 'end', 'implied'), at, sentence: quoteOf(sentence) }];
  }
  return [];
}

function claimOf(event: PlacedEvent, about: ClaimAbout, precision: Precision): Claim {
  const confidence =
    precision === 'implied' || about === 'alert' || event.kind === 'fix'
      ? 'low'
      : precision === 'approximate'
        ? 'medium'
        : 'high';
  return {
    about,
    at: instantOf(event),
    precision,
    source: event.source,
    confidence,
    sentence: quoteOf(event.sentence),
  };
}

function quoteOf({ leadIn, text }: Sentence): string {
  return leadIn === '' ? text : `${leadIn} ${text}`;
}

function distinct(claims: readonly Claim[]): Claim[] {
  const seen = new Map(
    claims.map((claim) => [JSON.stringify([claim.about, claim.at, claim.source, claim.sentence]), claim]),
  );
  return [...seen.values()];
}
