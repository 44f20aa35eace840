import { describe, expect, test } from '@jest/globals';
import { CAPABILITIES, type Capability, type WantedWindow } from './outage-window.js';
import { type KnownFacts, windowReasons } from './window-reasons.js';

const known: KnownFacts = {
  components: new Map<string, readonly Capability[]>([
    ['app', CAPABILITIES],
    ['zoom', ['join', 'view', 'media']],
  ]),
  evidenceIds: new Set(['e-1']),
  now: new Date('2020-09-16T16:00:00Z'),
};

const good: WantedWindow = {
  componentKey: 'app',
  startsAt: new Date('2020-09-16T12:49:00Z'),
  endsAt: new Date('2020-09-16T13:09:00Z'),
  capabilities: { join: 'lost', interact: 'lost' },
  reason: null,
  evidenceIds: ['e-1'],
};

const faults = (...windows: WantedWindow[]): string[] =>
  windowReasons(windows, known).map(({ path, code }) => `${path} ${code}`);

describe('reasons against windows', () => {
  test.each<[string, Partial<WantedWindow>, string[]]>([
    ['none', {}, []],
    ['none while it goes on', { endsAt: null }, []],
    ['a component nobody made', { componentKey: 'ghost' }, ['windows.0.componentKey unknown_component']],
    [
      'what the component cannot do',
      { componentKey: 'zoom', capabilities: { join: 'lost', interact: 'lost', moderate: 'degraded' } },
      [
        'windows.0.capabilities.interact capability_not_of_component',
        'windows.0.capabilities.moderate capability_not_of_component',
      ],
    ],
    ['no capability', { capabilities: {} }, ['windows.0.capabilities no_capability']],
    ['no time at all', { endsAt: good.startsAt }, ['windows.0.endsAt window_ends_before_it_starts']],
    ['an end before the start', { endsAt: new Date(0) }, ['windows.0.endsAt window_ends_before_it_starts']],
    ['a start in a day', { startsAt: new Date('2020-09-17T16:00:00Z'), endsAt: null }, []],
    [
      'a start in more than a day',
      { startsAt: new Date('2020-09-17T16:00:01Z'), endsAt: null },
      ['windows.0.startsAt starts_too_far_ahead'],
    ],
    ['evidence of elsewhere', { evidenceIds: ['e-1', 'e-2'] }, ['windows.0.evidenceIds.1 unknown_evidence']],
  ])('%s', (_name, change, expected) => expect(faults({ ...good, ...change })).toEqual(expected));

  test('all at once, in the order of the windows', () =>
    expect(
      faults({ ...good, componentKey: 'ghost', capabilities: {}, endsAt: good.startsAt, evidenceIds: ['x'] }, good, {
        ...good,
        startsAt: new Date('2020-09-16T13:08:59Z'),
        endsAt: null,
      }),
    ).toEqual([
      'windows.0.componentKey unknown_component',
      'windows.0.capabilities no_capability',
      'windows.0.endsAt window_ends_before_it_starts',
      'windows.0.evidenceIds.0 unknown_evidence',
      'windows.1 windows_overlap',
      'windows.2 windows_overlap',
    ]));

  test('windows that touch are fine', () =>
    expect(faults(good, { ...good, startsAt: good.endsAt as Date, endsAt: null })).toEqual([]));

  test('more than 5,000 are too many', () =>
    expect(faults(...Array.from({ length: 5001 }, () => good))).toEqual(['windows too_many_windows']));
});
