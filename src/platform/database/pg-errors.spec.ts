import { describe, expect, test } from '@jest/globals';
import {
  checkViolation,
  exclusionViolation,
  foreignKeyViolation,
  isCancelled,
  isLostRace,
  uniqueViolation,
} from './pg-errors.js';

const error = (code: string, constraint?: string, message = 'no') =>
  Object.assign(new Error(message), { code, constraint });

describe('errors of PostgreSQL', () => {
  test.each([
    ['unique', uniqueViolation, '23505'],
    ['foreign key', foreignKeyViolation, '23503'],
    ['check', checkViolation, '23514'],
    ['exclusion', exclusionViolation, '23P01'],
  ] as const)('a broken %s gives its name, from the driver and from TypeORM', (_name, violation, code) => {
    expect(violation(error(code, 'offer_one_live'))).toBe('offer_one_live');
    expect(violation({ driverError: error(code, 'offer_one_live') })).toBe('offer_one_live');
    expect(violation(error('42601', 'offer_one_live'))).toBeUndefined();
  });

  test.each([
    ['a shard of Citus', error('23505', 'offer_one_live_102008'), 'offer_one_live'],
    ['named in the message only', error('23505', undefined, 'breaks constraint "offer_pkey_102011"'), 'offer_pkey'],
    ['a month of a partition', error('23505', 'session_2020_09_pkey'), 'session_2020_09_pkey'],
    ['no name at all', error('23505'), ''],
  ])('%s', (_name, broken, name) => {
    expect(uniqueViolation(broken)).toBe(name);
  });

  test.each([[undefined], [null], ['23505'], [new Error('23505')], [{ code: 23505 }], [error('EPIPE')]])(
    'anything else is no violation: %p',
    (other) => {
      expect(uniqueViolation(other)).toBeUndefined();
      expect(isLostRace(other)).toBe(false);
    },
  );

  test('a deadlock and a serialization failure are lost races', () => {
    expect(isLostRace(error('40P01'))).toBe(true);
    expect(isLostRace({ driverError: error('40001') })).toBe(true);
    expect(isLostRace(error('23505'))).toBe(false);
  });

  test('a statement that was stopped is cancelled', () => {
    expect(isCancelled(error('57014'))).toBe(true);
  });
});
