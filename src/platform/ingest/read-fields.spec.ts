import { describe, expect, test } from '@jest/globals';
import { LineFaults } from './line-faults.js';
import {
  optionalBoolean,
  optionalInstant,
  optionalObjects,
  optionalProse,
  optionalText,
  optionalTextSet,
  optionalWord,
  refuseUnknownFields,
  requiredAmount,
  requiredEmail,
  requiredInstant,
  requiredObject,
  requiredText,
  requiredWord,
} from './read-fields.js';

/** The value read, or the codes of its faults. */
function outcome(read: (faults: LineFaults) => unknown): unknown {
  const faults = new LineFaults();
  const value = read(faults);
  return faults.found.length === 0 ? value : faults.found.map(({ field, code }) => `${field} ${code}`);
}

describe('text', () => {
  test.each([
    ['abc', 'abc'],
    ['  é 😀', '  é 😀'],
    ['x'.repeat(10), 'x'.repeat(10)],
    ['x'.repeat(11), ['f text_too_long']],
    ['', ['f required']],
    ['  ', ['f required']],
    [null, ['f required']],
    [undefined, ['f required']],
    [12, ['f not_text']],
    [{}, ['f not_text']],
    [['a'], ['f not_text']],
    ['a\0b', ['f text_not_clean']],
    ['a\nb', ['f text_not_clean']],
    ['a\u{9F}b', ['f text_not_clean']],
    ['a\u{D800}b', ['f text_not_clean']],
  ])('%p', (raw, expected) => {
    expect(outcome((faults) => requiredText(raw, 'f', 10, faults))).toEqual(expected);
    const isAbsent = raw === null || raw === undefined || (typeof raw === 'string' && raw.trim() === '');
    expect(outcome((faults) => optionalText(raw, 'f', 10, faults))).toEqual(isAbsent ? null : expected);
  });

  test('prose may hold line breaks and tabs, and nothing worse', () => {
    expect(outcome((faults) => optionalProse('a\r\n\tb', 'f', 10, faults))).toBe('a\r\n\tb');
    expect(outcome((faults) => optionalProse('a\0', 'f', 10, faults))).toEqual(['f text_not_clean']);
    expect(outcome((faults) => optionalProse('a\u{1B}', 'f', 10, faults))).toEqual(['f text_not_clean']);
  });
});

test.each([
  [0, 0],
  [4200, 4200],
  [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  [-0.5, ['f amount_negative']],
  [-1, ['f amount_negative']],
  [0.5, ['f amount_not_whole']],
  [2 ** 53, ['f amount_too_large']],
  [1e300, ['f amount_too_large']],
  [Number.POSITIVE_INFINITY, ['f amount_too_large']],
  ['12', ['f not_a_number']],
  [null, ['f required']],
])('an amount of %p', (raw, expected) =>
  expect(outcome((faults) => requiredAmount(raw, 'f', faults))).toEqual(expected),
);

test.each([
  ['ann@example.com', true],
  ["o'neil+x.y_z-1@sub.example-site.co", true],
  ['ann@xn--bcher-kva.example', true],
  ['ann@example', false],
  ['ann', false],
  ['@example.com', false],
  ['ann@', false],
  ['Ann <ann@example.com>', false],
  ['ann@example.com,bob@example.com', false],
  ['ann@example.com bob@example.com', false],
  ['"ann@evil.com"@example.com', false],
  ['ann@example.com\nBcc: all@example.com', false],
  ['ann@example.com\r\n', false],
  ['a..b@example.com', false],
  ['.a@example.com', false],
  ['ann@-example.com', false],
  ['ann@example.c', false],
  ['ann@[127.0.0.1]', false],
  ['undisclosed: ann@example.com;', false],
  ['é@example.com', false],
  [`${'a'.repeat(65)}@example.com`, false],
  [`a@${'b'.repeat(64)}.com`, false],
])('%p is one address: %p', (raw, expected) => {
  expect(outcome((faults) => requiredEmail(raw, 'f', faults)) === raw).toBe(expected);
});

test('a hostile address is refused at once', () => {
  const startedAt = performance.now();
  outcome((faults) => requiredEmail(`${'a.'.repeat(120)}@${'a-'.repeat(6)}`, 'f', faults));
  expect(performance.now() - startedAt).toBeLessThan(100);
});

describe('instants', () => {
  const bounds = { earliest: Date.UTC(2020, 0, 1) / 1000, latest: Date.UTC(2020, 11, 31) / 1000 };
  test.each([
    ['2020-01-01T00:00:00Z', bounds.earliest],
    ['2020-12-31T00:00:00.9Z', bounds.latest],
    ['2019-12-31T23:59:59Z', ['f instant_too_old']],
    ['2020-12-31T00:00:01Z', ['f instant_in_future']],
    ['2020-06-01T00:00:00', ['f instant_without_offset']],
    ['yesterday', ['f invalid_instant']],
    [1_600_000_000, ['f not_text']],
    [null, ['f required']],
  ])('%p', (raw, expected) => {
    expect(outcome((faults) => requiredInstant(raw, 'f', bounds, faults))).toEqual(expected);
  });

  test('an optional one may be absent', () => {
    for (const raw of [undefined, null, '']) {
      expect(outcome((faults) => optionalInstant(raw, 'f', bounds, faults))).toBeNull();
    }
  });
});

describe('words, booleans, lists and objects', () => {
  const WORDS = ['a', 'b'] as const;
  test.each([
    ['a', 'a'],
    ['c', ['f not_allowed']],
    ['A', ['f not_allowed']],
    [1, ['f not_allowed']],
    ['toString', ['f not_allowed']],
    ['', ['f required']],
  ])('the word %p', (raw, expected) => {
    expect(outcome((faults) => requiredWord(raw, 'f', WORDS, faults))).toEqual(expected);
    expect(outcome((faults) => optionalWord(raw, 'f', WORDS, faults))).toEqual(raw === '' ? null : expected);
  });

  test.each([
    [true, true],
    [false, false],
    [null, null],
    ['true', ['f not_a_boolean']],
    [0, ['f not_a_boolean']],
  ])('the boolean %p', (raw, expected) =>
    expect(outcome((faults) => optionalBoolean(raw, 'f', faults))).toEqual(expected),
  );

  test.each([
    [
      ['b', 'a', 'b'],
      ['a', 'b'],
    ],
    [[], null],
    [null, null],
    ['a', ['f not_a_list']],
    [{ length: 1 }, ['f not_a_list']],
    [
      ['a', 1, ''],
      ['f.1 not_text', 'f.2 required'],
    ],
  ])('the set %p', (raw, expected) =>
    expect(outcome((faults) => optionalTextSet(raw, 'f', 10, faults))).toEqual(expected),
  );

  const known = new Set(['x']);
  test.each([
    [{ x: 1 }, { x: 1 }],
    [null, ['f required']],
    [[], ['f not_an_object']],
    ['x', ['f not_an_object']],
    [{ x: 1, y: 2 }, ['f.y unknown_field']],
    [JSON.parse('{"__proto__":1}'), ['f.__proto__ unknown_field']],
  ])('the object %p', (raw, expected) =>
    expect(outcome((faults) => requiredObject(raw, 'f', known, faults))).toEqual(expected),
  );

  test('objects of a list are read each by its path', () => {
    const read = (raw: unknown): unknown =>
      outcome((faults) =>
        optionalObjects(raw, 'f', known, faults, ({ x }, path) => requiredText(x, `${path}x`, 5, faults)),
      );
    expect(read([{ x: 'a' }, { x: 'b' }])).toEqual(['a', 'b']);
    expect(read([{ x: 'a' }, { y: 1 }, 'z'])).toEqual(['f.1.y unknown_field', 'f.1.x required', 'f.2 not_an_object']);
    expect(read('no')).toEqual(['f not_a_list']);
    expect(read(undefined)).toBeNull();
  });
});

test('a fault tells of a field as text that can be shown, and of 100 fields at most', () => {
  const faults = new LineFaults();
  refuseUnknownFields({ [`a\0\u{1B}[2J${'x'.repeat(500)}`]: 1 }, new Set(), '', faults);
  expect(faults.found[0]?.field).toHaveLength(200);
  expect(faults.found[0]?.field).toMatch(/^a\u{FFFD}\u{FFFD}\[2Jx+…$/u);
  for (let index = 0; index < 200; index += 1) faults.add(`f${index}`, 'unknown_field', '');
  expect(faults.found).toHaveLength(100);
});
