import { expect, test } from '@jest/globals';
import { assertFollows, versionDateFaults } from './version-dates.js';

test.each([
  ['2026-01-01', null, []],
  ['2026-01-01', '2026-01-02', []],
  ['2024-02-29', null, []],
  ['2026-01-01', '2026-01-01', ['to ends_before_start']],
  ['2026-02-29', '2026-13-01', ['from not_a_day', 'to not_a_day']],
  ['1999-12-31', '2100-01-02', ['from not_a_day', 'to not_a_day']],
  ['01/02/2026', null, ['from not_a_day']],
  ['2026-1-1', null, ['from not_a_day']],
])('from %p to %p', (from, to, expected) => {
  expect(versionDateFaults(from, to).map(({ path, code }) => `${path} ${code}`)).toEqual(expected);
});

const OPEN = { version: 1, from: '2026-01-01', to: null };

test.each([
  ['2026-01-02', OPEN],
  ['2026-01-01', undefined],
  ['2026-06-01', { ...OPEN, to: '2026-06-01' }],
])('a version from %s may follow', (from, previous) => {
  expect(() => assertFollows(from, previous)).not.toThrow();
});

test.each([
  ['2026-01-01', OPEN, 'policy_version_not_later'],
  ['2025-12-31', OPEN, 'policy_version_not_later'],
  ['2026-05-31', { ...OPEN, to: '2026-06-01' }, 'policy_versions_overlap'],
])('a version from %s may not follow %j', (from, previous, code) => {
  expect(() => assertFollows(from, previous)).toThrow(expect.objectContaining({ code, kind: 'conflict' }));
});
