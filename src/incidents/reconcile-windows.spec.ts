import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { CAPABILITIES, type LiveWindow, type OutageWindow, WINDOW_STATES } from './outage-window.js';
import { reconcileWindows } from './reconcile-windows.js';

const at = (time: string): Date => new Date(`2020-09-16T${time}:00Z`);

const outage: OutageWindow = {
  componentKey: 'app',
  startsAt: at('12:49'),
  endsAt: at('13:09'),
  capabilities: { join: 'lost', interact: 'lost', moderate: 'lost' },
};
const slow: OutageWindow = {
  componentKey: 'app',
  startsAt: at('11:53'),
  endsAt: at('12:49'),
  capabilities: { join: 'degraded' },
};
const live = (window: OutageWindow, id: string): LiveWindow => ({ ...window, id });

describe('the founding case', () => {
  const stored = [live(slow, 's'), live(outage, 'o')];

  test.each<[string, OutageWindow[], { keep: string; retract: string; add: OutageWindow[] }]>([
    ['the same windows', [slow, outage], { keep: 'so', retract: '', add: [] }],
    ['the same windows in another order', [outage, slow], { keep: 'so', retract: '', add: [] }],
    ['nothing', [], { keep: '', retract: 'so', add: [] }],
    ['one less', [outage], { keep: 'o', retract: 's', add: [] }],
    [
      'an earlier start',
      [slow, { ...outage, startsAt: at('12:43') }],
      { keep: 's', retract: 'o', add: [{ ...outage, startsAt: at('12:43') }] },
    ],
    [
      'an end that is not known after all',
      [slow, { ...outage, endsAt: null }],
      { keep: 's', retract: 'o', add: [{ ...outage, endsAt: null }] },
    ],
    [
      'another component',
      [slow, { ...outage, componentKey: 'realtime' }],
      { keep: 's', retract: 'o', add: [{ ...outage, componentKey: 'realtime' }] },
    ],
    [
      'another state',
      [{ ...slow, capabilities: { join: 'lost' } }, outage],
      { keep: 'o', retract: 's', add: [{ ...slow, capabilities: { join: 'lost' } }] },
    ],
    [
      'the same capabilities, named in another order',
      [slow, { ...outage, capabilities: { moderate: 'lost', interact: 'lost', join: 'lost', view: undefined } }],
      { keep: 'so', retract: '', add: [] },
    ],
  ])('%s', (_name, wanted, expected) => {
    const { keep, retract, add } = reconcileWindows(stored, wanted);
    const ids = (windows: readonly LiveWindow[]): string => windows.map(({ id }) => id).join('');
    expect({ keep: ids(keep), retract: ids(retract), add }).toEqual(expected);
  });

  test('a window that is wanted twice stays once and is added once', () =>
    expect(reconcileWindows([live(slow, 's')], [slow, slow])).toEqual({
      keep: [live(slow, 's')],
      retract: [],
      add: [slow],
    }));
});

describe('whatever is live and wanted', () => {
  const instant = fc.integer({ min: 0, max: 4 }).map((minutes) => new Date(60_000 * minutes));
  const window: fc.Arbitrary<OutageWindow> = fc.record({
    componentKey: fc.constantFrom('app', 'realtime'),
    startsAt: instant,
    endsAt: fc.option(instant),
    capabilities: fc.dictionary(fc.constantFrom(...CAPABILITIES.slice(0, 2)), fc.constantFrom(...WINDOW_STATES), {
      minKeys: 1,
      noNullPrototype: true,
    }),
  });
  const windows = fc.array(window, { maxLength: 12 });
  const liveWindows = windows.map((list) => list.map((item, index) => live(item, String(index))));
  const facts = (list: readonly OutageWindow[]): string[] =>
    list
      .map(({ componentKey, startsAt, endsAt, capabilities }) => {
        const states = CAPABILITIES.map((capability) => capabilities[capability]);
        return JSON.stringify({ componentKey, startsAt, endsAt, states });
      })
      .toSorted();

  test('kept and added are the wanted ones, kept and retracted the live ones', () =>
    fc.assert(
      fc.property(liveWindows, windows, (stored, wanted) => {
        const { keep, retract, add } = reconcileWindows(stored, wanted);
        expect(facts([...keep, ...add])).toEqual(facts(wanted));
        expect([...keep, ...retract].toSorted((a, b) => Number(a.id) - Number(b.id))).toEqual(stored);
      }),
    ));

  test('nothing is retracted that is added again', () =>
    fc.assert(
      fc.property(liveWindows, windows, (stored, wanted) => {
        const { retract, add } = reconcileWindows(stored, wanted);
        const added = new Set(facts(add));
        expect(facts(retract).filter((window) => added.has(window))).toEqual([]);
      }),
    ));

  test('done once, there is nothing left to do', () =>
    fc.assert(
      fc.property(liveWindows, windows, (stored, wanted) => {
        const { keep, add } = reconcileWindows(stored, wanted);
        const after = [...keep, ...add.map((item, index) => live(item, `new ${index}`))];
        expect(reconcileWindows(after, wanted)).toEqual({ keep: after, retract: [], add: [] });
      }),
    ));
});
