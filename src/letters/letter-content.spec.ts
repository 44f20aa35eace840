import { describe, expect, test } from '@jest/globals';
import { ENGLISH_OFFER, FRENCH_APOLOGY, FRENCH_OFFER } from '../../test/support/letter-sample.js';
import { letterFaults, letterLocale, refuseFaultyLetter, type LetterContent } from './letter-content.js';

test.each([
  ['fr', 'fr'],
  ['fr-FR', 'fr'],
  ['FR_be', 'fr'],
  ['en-GB', 'en'],
  ['de', 'en'],
  ['frr', 'en'],
  ['', 'en'],
])('a customer with the locale "%s" is written to in %s', (locale, language) =>
  expect(letterLocale(locale)).toBe(language),
);

describe('faults', () => {
  const codes = (content: LetterContent) => letterFaults(content).map(({ path, code }) => `${path} ${code}`);
  const { offer, incident, sender } = FRENCH_OFFER;

  test('of a sound letter are none', () => {
    for (const content of [FRENCH_OFFER, ENGLISH_OFFER, FRENCH_APOLOGY]) expect(letterFaults(content)).toEqual([]);
  });

  test('are all named at once', () => {
    const faulty: LetterContent = {
      ...FRENCH_OFFER,
      timeZone: 'Europe/Atlantis',
      reference: ' ',
      sender: { ...sender, email: '', phone: '' },
      incident: { ...incident, endAt: incident.startAt },
      offer: { ...offer, amount: { amountMinor: 124_001, currency: 'EUR' }, validUntil: FRENCH_OFFER.issuedOn },
    };
    expect(codes(faulty)).toEqual([
      'reference required',
      'sender no_way_to_answer',
      'timeZone unknown_time_zone',
      'incident/endAt ends_before_start',
      'offer/lines lines_do_not_add_up',
      'offer/validUntil already_over',
    ]);
    expect(() => refuseFaultyLetter(faulty)).toThrow(
      expect.objectContaining({ code: 'letter_content_refused', reasons: letterFaults(faulty) }),
    );
  });

  test('include a window that ends before it starts', () => {
    const windows = [{ label: 'App', startAt: incident.endAt, endAt: incident.startAt, state: 'lost' as const }];
    expect(codes({ ...FRENCH_OFFER, incident: { ...incident, windows } })).toEqual([
      'incident/windows/0/endAt ends_before_start',
    ]);
  });

  test('include an offer of nothing and a mixture of currencies', () => {
    const nothing = { ...offer, amount: { amountMinor: 0, currency: 'EUR' }, lines: [] };
    expect(codes({ ...FRENCH_OFFER, offer: nothing })).toEqual(['offer/amount amount_not_positive']);
    const mixed = { ...offer, lines: [{ ...offer.lines[0], amount: { amountMinor: 124_000, currency: 'USD' } }] };
    expect(codes({ ...FRENCH_OFFER, offer: mixed })).toEqual(['offer/lines currency_mismatch']);
  });
});
