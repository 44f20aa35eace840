import { expect, test } from '@jest/globals';
import { validateSync } from 'class-validator';
import { IsOmittable, isPlainText, IsPlainText } from './fields.js';

test.each(['a', ' a ', 'Ligne 1\nLigne 2\r\n\tfin', 'Søn & Cie — 😀', '14:49'])('%j is plain text', (text) =>
  expect(isPlainText(text)).toBe(true),
);

test.each(['', '   ', '\n', 'a\0b', 'a\u0007', '\ud800', 'x\udc00y', null, undefined, 5, {}, ['a']])(
  '%j is not',
  (value) => expect(isPlainText(value)).toBe(false),
);

test('what may be left out may not be null', () => {
  class Sample {
    @IsOmittable() @IsPlainText() note?: unknown;
  }
  const faults = (note: unknown): number => {
    const sample = new Sample();
    sample.note = note;
    return validateSync(sample, { forbidUnknownValues: false }).length;
  };
  expect([undefined, 'a', null, ''].map(faults)).toEqual([0, 0, 1, 1]);
});
