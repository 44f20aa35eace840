/** Instants where rules turn. */
import * as fc from 'fast-check';
import type { InstantDraft } from './scenario-draft.js';

export const DAY_SECONDS = 86_400;

/** Nights on which clocks change, ends of months, and an ordinary day: the instants that windows lie around. */
export const ANCHORS: readonly number[] = [
  '2020-09-16T12:49:00Z',
  '2020-10-25T00:50:00Z', // Europe/Paris goes back at 01:00Z
  '2020-03-29T00:50:00Z', // Europe/Paris goes forward at 01:00Z
  '2018-11-04T02:50:00Z', // America/Sao_Paulo has no midnight
  '2018-02-18T01:50:00Z', // America/Sao_Paulo has the hour before midnight twice
  '2011-12-30T09:50:00Z', // Pacific/Apia skips the 30th of December
  '2020-12-31T23:55:00Z',
  '2020-02-29T23:40:00Z',
].map((instant) => Date.parse(instant) / 1000);

/** The distances on which rules turn: 60 s of `borderline`, 2 min of leave, 5 min of retry, 15 min of return. */
const TURNING_SECONDS = [0, 60, 120, 300, 900].flatMap((seconds) => [seconds - 1, seconds, seconds + 1]);

/** From a second before to 15 min after the end of a stretch, mostly beside either bound of a return. */
export const returnSeconds: fc.Arbitrary<number> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(-1, 0, 0, 1, 60, 839, 840, 899, 900, 900, 901) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 960 }) },
);

/** From 2 min before the start of a stretch to 20 min after, mostly beside either bound of a leave. */
export const leaveSeconds: fc.Arbitrary<number> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(-181, -180, -121, -120, -119, -60, -1, 0, 1, 60) },
  { weight: 2, arbitrary: fc.integer({ min: -120, max: 1200 }) },
);

/** Nothing, a moment, or minutes. */
export const someSeconds: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, 0, 1, 59, 60, 61, 299, 300, 301),
  fc.integer({ min: 0, max: 1200 }),
);

/** Either side of an edge, mostly on a turn. */
export const eitherSideSeconds: fc.Arbitrary<number> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...TURNING_SECONDS.flatMap((seconds) => [seconds, -seconds])) },
  { weight: 2, arbitrary: fc.integer({ min: -1200, max: 1200 }) },
  { weight: 1, arbitrary: fc.integer({ min: -7200, max: 7200 }) },
);

/** Anywhere near any edge. */
export const instant: fc.Arbitrary<InstantDraft> = fc.record({
  edge: fc.nat({ max: 999 }),
  offsetSeconds: eitherSideSeconds,
});

/** So far after the start of window `index`. */
export function afterStart(index: number, offsetSeconds: number): InstantDraft {
  return { edge: 2 * index, offsetSeconds };
}

/** So far after the end of window `index`. */
export function afterEnd(index: number, offsetSeconds: number): InstantDraft {
  return { edge: 2 * index + 1, offsetSeconds };
}

/** Null one time in `oneIn`. */
export function known<Value>(arbitrary: fc.Arbitrary<Value>, oneIn: number): fc.Arbitrary<Value | null> {
  return fc.option(arbitrary, { freq: oneIn - 1, nil: null });
}

/** Not null one time in `oneIn`. */
export function rarely<Value>(arbitrary: fc.Arbitrary<Value>, oneIn: number): fc.Arbitrary<Value | null> {
  return fc.oneof({ weight: oneIn - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
}
