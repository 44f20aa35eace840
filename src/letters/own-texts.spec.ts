import { describe, expect, test } from '@jest/globals';
import { DomainError } from '../kernel/domain-error.js';
import { fieldsOf, fillText, NO_OWN_TEXTS, readOwnTexts } from './own-texts.js';

function faultsOf(input: unknown): string[] {
  try {
    readOwnTexts(input);
  } catch (error) {
    if (error instanceof DomainError) return error.reasons.map(({ path, code }) => `${path}: ${code}`);
    throw error;
  }
  return [];
}

test('what is absent, null or blank is as shipped', () => {
  expect(readOwnTexts({})).toEqual(NO_OWN_TEXTS);
  expect(readOwnTexts({ fr: { goodwill: { opening: '  ', closing: null }, apology: null } })).toEqual(NO_OWN_TEXTS);
});

test('a paragraph keeps its lines and loses the space around it', () => {
  const { fr } = readOwnTexts({ fr: { apology: { opening: ' Bonjour {contact},\nnous regrettons. ' } } });
  expect(fr.apology).toEqual({ opening: 'Bonjour {contact},\nnous regrettons.' });
});

describe('what is refused, with every reason at its field', () => {
  test.each([
    [[], ['texts: not_an_object']],
    [{ de: {} }, ['texts.de: unknown_field']],
    [{ en: { fine: {} } }, ['en.fine: unknown_field']],
    [{ en: { goodwill: { subject: 'x' } } }, ['en.goodwill.subject: unknown_field']],
    [{ en: { goodwill: { opening: 5 } } }, ['en.goodwill.opening: not_text']],
    [{ en: { goodwill: { opening: 'x'.repeat(1501) } } }, ['en.goodwill.opening: text_too_long']],
    [{ en: { goodwill: { closing: 'a\u0000b' } } }, ['en.goodwill.closing: text_not_clean']],
    [
      { en: { apology: { opening: '{amount} and {Customer} and {amount}' } } },
      ['en.apology.opening: unknown_letter_field', 'en.apology.opening: unknown_letter_field'],
    ],
    [
      { en: { goodwill: { opening: '{customer' } }, fr: { contractual: { closing: '{} }' } } },
      [
        'en.goodwill.opening: brace_alone',
        'fr.contractual.closing: unknown_letter_field',
        'fr.contractual.closing: brace_alone',
      ],
    ],
  ])('%#', (input, faults) => {
    expect(faultsOf(input)).toEqual(faults);
  });
});

test('every field that a letter knows is filled in; what a customer is called is never read as a field', () => {
  const names = fieldsOf('goodwill');
  const values = Object.fromEntries(names.map((name) => [name, `<${name}>`])) as Parameters<typeof fillText>[1];
  const all = names.map((name) => `{${name}}`).join(' ');
  expect(fillText(all, values)).toBe(names.map((name) => `<${name}>`).join(' '));
  expect(fillText('{customer}', { ...values, customer: '{amount} $& Ltd' })).toBe('{amount} $& Ltd');
});
