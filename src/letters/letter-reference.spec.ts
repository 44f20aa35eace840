import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { letterFileName, letterReference } from './letter-reference.js';

const START = new Date('2020-09-16T12:49:00Z');
const SUBJECT = '01990000-0000-7000-8000-000000000001';

describe('a reference', () => {
  test('is the day of the incident in its zone and a code of the subject, always the same', () => {
    const reference = letterReference(START, 'Europe/Paris', SUBJECT);
    expect(reference).toMatch(/^AM-2020-0916-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(letterReference(START, 'Europe/Paris', SUBJECT)).toBe(reference);
  });

  test('has the day before midnight in one zone and the day after in another', () => {
    const late = new Date('2020-09-16T22:30:00Z');
    expect(letterReference(late, 'Europe/Paris', SUBJECT)).toContain('-0917-');
    expect(letterReference(late, 'Europe/London', SUBJECT)).toContain('-0916-');
  });

  test('differs from subject to subject', () => {
    const references = Array.from({ length: 5000 }, (_, index) => letterReference(START, 'UTC', `offer ${index}`));
    expect(new Set(references).size).toBe(5000);
  });
});

describe('a file name', () => {
  test.each([
    ['ACME-1', 'ACME-1-AM-1.pdf'],
    ['Société Générale/Été', 'Societe_Generale_Ete-AM-1.pdf'],
    ['../../etc/passwd', '__._etc_passwd-AM-1.pdf'],
    ['-rf', '_rf-AM-1.pdf'],
    ['a"; filename=x\r\n', 'a_filename_x_-AM-1.pdf'],
    ['客户', '_-AM-1.pdf'],
    ['', '_-AM-1.pdf'],
  ])('%j', (externalId, name) => {
    expect(letterFileName(externalId, 'AM-1', false)).toBe(name);
  });

  test('of a draft says so', () => {
    expect(letterFileName('ACME', 'AM-1', true)).toBe('ACME-AM-1-draft.pdf');
  });

  test('is safe whatever the id', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (externalId) => {
        const name = letterFileName(externalId, 'AM-2020-0916-K7Q3-XM4R', true);
        expect(name).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]*\.pdf$/);
        expect(name).not.toContain('..');
        expect(name.length).toBeLessThan(140);
      }),
    );
  });
});
