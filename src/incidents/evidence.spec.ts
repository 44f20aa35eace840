import { expect, test } from '@jest/globals';
import { type Evidence, evidenceReasons } from './evidence.js';

const probe: Evidence = {
  source: 'probe',
  componentKey: 'app',
  claimedStartAt: new Date('2020-09-16T10:43:00Z'),
  claimedEndAt: null,
  confidence: 'high',
  quote: 'à partir de 12h43',
  sourceUrl: null,
};

test.each<[string, Partial<Evidence>, string[]]>([
  ['a start alone', {}, []],
  ['an end alone', { claimedStartAt: null, claimedEndAt: new Date(0) }, []],
  ['a moment', { claimedEndAt: probe.claimedStartAt }, []],
  ['an end before the start', { claimedEndAt: new Date(0) }, ['evidence.3.claimedEndAt claim_ends_before_it_starts']],
  ['no component', { componentKey: null }, []],
  ['a component nobody made', { componentKey: 'ghost' }, ['evidence.3.componentKey unknown_component']],
])('%s', (_name, change, expected) => {
  const reasons = evidenceReasons({ ...probe, ...change }, new Set(['app']), 'evidence.3.');
  expect(reasons.map(({ path, code }) => `${path} ${code}`)).toEqual(expected);
});
