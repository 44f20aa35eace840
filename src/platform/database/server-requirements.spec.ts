import { describe, expect, test } from '@jest/globals';
import { DomainError } from '../../kernel/domain-error.js';
import { requireServer, type ServerFacts } from './server-requirements.js';

const GOOD: ServerFacts = { versionNumber: 180004, fsync: 'on', fullPageWrites: 'on', encoding: 'UTF8' };

function codesOf(facts: Partial<ServerFacts>): readonly string[] {
  try {
    requireServer({ ...GOOD, ...facts });
    return [];
  } catch (error) {
    return (error as DomainError).reasons.map(({ code }) => code);
  }
}

describe('a server that Amends runs on', () => {
  test.each([150000, 160010, 180004])('version %i will do', (versionNumber) => {
    expect(codesOf({ versionNumber })).toEqual([]);
  });

  test.each([149999, 140012, 90600, Number.NaN])('version %i is too old', (versionNumber) => {
    expect(codesOf({ versionNumber })).toEqual(['database_too_old']);
  });

  test('one that may lose what it committed is refused', () => {
    expect(codesOf({ fsync: 'off' })).toEqual(['database_unsafe']);
    expect(codesOf({ fullPageWrites: 'off' })).toEqual(['database_unsafe']);
  });

  test('every fault is named', () => {
    const codes = codesOf({ versionNumber: 140000, fsync: 'off', encoding: 'LATIN1' });
    expect(codes).toEqual(['database_too_old', 'database_unsafe', 'database_encoding']);
  });
});
