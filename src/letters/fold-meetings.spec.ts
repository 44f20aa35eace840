import { expect, test } from '@jest/globals';
import type { OfferLine } from '../offers/proposal.js';
import { foldMeetings } from './fold-meetings.js';

const meeting = (text: string, amountMinor: number, said: Partial<OfferLine> = {}): OfferLine => ({
  code: 'tier',
  text: { fr: text, en: text },
  inputs: { period: 'event' },
  amountMinor,
  kind: 'sla',
  nature: 'credit',
  taxTreatment: 'price_reduction',
  ...said,
});
const cap: OfferLine = { ...meeting('Cap', -50), code: 'cap_period', inputs: {} };
const sumOf = (lines: readonly OfferLine[]) => lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
const told = (lines: readonly OfferLine[]) => foldMeetings(lines).map((line) => [line.text.en, line.amountMinor]);

test('meetings that say the same are one line with their number, in the order of the first, and add up as before', () => {
  // 33, 34, 33: what they add to one rounding.
  const lines = [meeting('a', 33), meeting('b', 5), meeting('a', 34), meeting('a', 33), cap];
  expect(told(lines)).toEqual([
    ['3 meetings, each: a', 100],
    ['b', 5],
    ['Cap', -50],
  ]);
  expect(foldMeetings(lines)[0]?.text.fr).toBe('3 réunions, chacune\u00a0: a');
});

test('units are added up, and are no money', () => {
  const inKind = { unit: 'registrations', quantity: 2 } as const;
  const lines = [meeting('a', 0, { inKind }), meeting('a', 0, { inKind }), meeting('a', 7)];
  expect(foldMeetings(lines).map(({ inKind: units, amountMinor }) => [units?.quantity, amountMinor])).toEqual([
    [4, 0],
    [undefined, 7],
  ]);
});

test('beyond forty the others are one line, before what a cap takes', () => {
  const lines = [...Array.from({ length: 500 }, (_, index) => meeting(`m${index}`, index)), cap];
  const folded = foldMeetings(lines);
  expect(folded).toHaveLength(42);
  expect(folded.slice(-2).map(({ text, amountMinor }) => [text.fr, text.en, amountMinor])).toEqual([
    ['460 autres réunions', '460 other meetings', (459 * 460) / 2],
    ['Cap', 'Cap', -50],
  ]);
  expect(sumOf(folded)).toBe(sumOf(lines));
  expect(folded[0]?.text.en).toBe('m460');
});

test('other lines stay as they are, alike or not', () => {
  const same = { ...meeting('a', 1), inputs: { period: 'calendar_month' } };
  expect(foldMeetings([same, same])).toEqual([same, same]);
});
