import { expect, test } from '@jest/globals';
import { DomainError } from '../kernel/domain-error.js';
import { changedRetentionDays, DEFAULT_RETENTION_DAYS } from './retention-days.js';

test('what is named is written over, the rest stays', () => {
  expect(changedRetentionDays(DEFAULT_RETENTION_DAYS, { names: 30 })).toEqual({
    sessions: 730,
    names: 30,
    impacts: 730,
    claims: 730,
  });
  expect(changedRetentionDays(DEFAULT_RETENTION_DAYS, {})).toEqual(DEFAULT_RETENTION_DAYS);
});

test.each([
  [null, [': not_an_object']],
  [{ mails: 3 }, ['mails: unknown_field']],
  [{ names: 6, sessions: 3651 }, ['names: days_out_of_range', 'sessions: days_out_of_range']],
  [{ names: 7.5, impacts: null }, ['names: days_out_of_range', 'impacts: days_out_of_range']],
  [{ names: '90' }, ['names: days_out_of_range']],
])('%j is refused with every fault', (input, faults) => {
  let found: unknown;
  try {
    changedRetentionDays(DEFAULT_RETENTION_DAYS, input);
  } catch (error) {
    found = error instanceof DomainError && error.reasons.map(({ path, code }) => `${path}: ${code}`);
  }
  expect(found).toEqual(faults);
});
