import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { CAPABILITIES, hitCapabilities, type OutageWindow, type WindowCapabilities } from './outage-window.js';
import { overlappingWindows } from './overlapping-windows.js';

function window(
  startMinute: number,
  endMinute: number | null,
  capabilities: WindowCapabilities = { join: 'lost' },
  componentKey = 'app',
): OutageWindow {
  const instant = (minute: number): Date => new Date(minute * 60_000);
  return {
    componentKey,
    startsAt: instant(startMinute),
    endsAt: endMinute === null ? null : instant(endMinute),
    capabilities,
  };
}

test.each<[string, OutageWindow[], number[]]>([
  ['none', [], []],
  ['touching', [window(0, 10), window(10, 20)], []],
  ['a second too long', [window(0, 10), window(9, 20)], [0, 1]],
  ['the same twice', [window(0, 10), window(0, 10)], [0, 1]],
  ['one inside another', [window(0, 100), window(10, 20), window(30, 40)], [0, 1, 2]],
  ['going on', [window(0, null), window(500, 501)], [0, 1]],
  ['two going on', [window(0, null), window(5, null)], [0, 1]],
  ['out of order', [window(50, 60), window(0, 10), window(5, 51)], [0, 1, 2]],
  ['other capabilities', [window(0, 10), window(0, 10, { view: 'lost', media: 'degraded' })], []],
  [
    'one capability of several',
    [window(0, 10, { join: 'lost', view: 'lost' }), window(0, 10, { view: 'degraded' })],
    [0, 1],
  ],
  ['another component', [window(0, 10), window(0, 10, { join: 'lost' }, 'realtime')], []],
  ['empty', [window(5, 5), window(0, 10)], []],
  ['ending before it starts', [window(8, 2), window(0, 10)], []],
])('%s', (_name, windows, overlapping) =>
  expect([...overlappingWindows(windows).keys()].toSorted((a, b) => a - b)).toEqual(overlapping),
);

test('says with which other window and for which capability', () =>
  expect(overlappingWindows([window(0, 10), window(50, 60), window(9, 20)])).toEqual(
    new Map([
      [0, { otherIndex: 2, capability: 'join' }],
      [2, { otherIndex: 0, capability: 'join' }],
    ]),
  ));

test('finds what comparing each with each finds', () => {
  const minute = fc.integer({ min: 0, max: 12 });
  const capabilities = fc.dictionary(fc.constantFrom(...CAPABILITIES.slice(0, 3)), fc.constant('lost' as const), {
    minKeys: 1,
    noNullPrototype: true,
  });
  const windows = fc.array(
    fc
      .tuple(minute, fc.option(minute), capabilities, fc.constantFrom('a', 'b'))
      .map(([start, end, hit, key]) => window(start, end, hit, key)),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(windows, (list) => {
      const found = overlappingWindows(list);
      const expected = list.flatMap((one, index) =>
        list.some((other) => one !== other && meet(one, other)) ? [index] : [],
      );
      expect([...found.keys()].toSorted((a, b) => a - b)).toEqual(expected);
      for (const [index, { otherIndex, capability }] of found) {
        const [one, other] = [list[index] as OutageWindow, list[otherIndex] as OutageWindow];
        expect(index !== otherIndex && meet(one, other) && one.capabilities[capability] !== undefined).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

function meet(one: OutageWindow, other: OutageWindow): boolean {
  const end = ({ endsAt }: OutageWindow): number => endsAt?.getTime() ?? Infinity;
  const [oneStart, otherStart] = [one.startsAt.getTime(), other.startsAt.getTime()];
  return (
    one.componentKey === other.componentKey &&
    hitCapabilities(one.capabilities).some((capability) => other.capabilities[capability] !== undefined) &&
    Math.max(oneStart, otherStart) < Math.min(end(one), end(other)) &&
    oneStart < end(one) &&
    otherStart < end(other)
  );
}

test('5,000 windows at one moment are told apart in no time', () => {
  const windows = Array.from({ length: 5000 }, () => window(0, 10, { join: 'lost', view: 'lost', media: 'lost' }));
  const startedAt = performance.now();
  expect(overlappingWindows(windows).size).toBe(5000);
  expect(performance.now() - startedAt).toBeLessThan(1000);
});
