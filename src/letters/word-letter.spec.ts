import { describe, expect, test } from '@jest/globals';
import { ENGLISH_OFFER, FRENCH_APOLOGY, FRENCH_OFFER } from '../../test/support/letter-sample.js';
import type { LetterContent, LetterOffer } from './letter-content.js';
import { wordLetter } from './word-letter.js';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
/** Every string of a letter, however deep. */
const strings = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (value instanceof Date || value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(strings);
};
const ENGLISH_APOLOGY: LetterContent = { ...ENGLISH_OFFER, kind: 'apology', offer: undefined };
const serviceCredit = (content: typeof FRENCH_OFFER | typeof ENGLISH_OFFER): LetterContent => ({
  ...content,
  offer: { ...content.offer, lines: content.offer.lines.map((line) => ({ ...line, kind: 'sla' as const })) },
});
const FRENCH = [FRENCH_OFFER, FRENCH_APOLOGY, serviceCredit(FRENCH_OFFER), { ...FRENCH_OFFER, isDraft: true }];
const ENGLISH = [ENGLISH_OFFER, ENGLISH_APOLOGY, serviceCredit(ENGLISH_OFFER), { ...ENGLISH_OFFER, isDraft: true }];

test('the column of what is given is named for what stands in it: amounts, units, or both', () => {
  const [first, ...others] = FRENCH_OFFER.offer.lines;
  const nothing = { amountMinor: 0, currency: 'EUR' };
  const units = { ...first, amount: nothing, inKind: { unit: 'days_of_service' as const, quantity: 2 } };
  const column = (lines: LetterOffer['lines'], amount = nothing) =>
    wordLetter({ ...FRENCH_OFFER, offer: { ...FRENCH_OFFER.offer, amount, lines } }).offerRows[0]?.cells[1];
  expect(column(FRENCH_OFFER.offer.lines, FRENCH_OFFER.offer.amount)).toBe('Montant');
  expect(column([units])).toBe('Quantité');
  const taken = others.map((line) => ({ ...line, amount: { ...nothing, amountMinor: -line.amount.amountMinor } }));
  expect(column([units, ...others, ...taken])).toBe('Montant ou quantité');
});

describe('a French letter', () => {
  const words = wordLetter(FRENCH_OFFER);

  test('says what happened in the customer’s zone', () => {
    expect(plain(words.opening)).toBe(
      'Le mercredi 16 septembre 2020, de 13 h 53 à 15 h 27 (heure de Paris), notre service vous a fait défaut. ' +
        'Vos réunions en ont souffert, et nous vous présentons nos excuses.',
    );
    expect(plain(words.subject)).toBe('Objet : geste commercial à la suite de l’incident du 16 septembre 2020');
    expect(words.originLines.map(plain)).toEqual(['Référence : AM-2020-0042', 'Paris, le 17 septembre 2020']);
  });

  test('counts what was lived through, heaviest first, with its total and its estimated part', () => {
    expect(words.lived?.rows.map(({ cells }) => cells.map(plain))).toEqual([
      ['Effet', 'Personnes', 'Réunions', 'Temps cumulé des personnes'],
      ['Accès impossible', '14', '3', '3 h 41 min'],
      ['Perte d’interactivité', '22', '2', '5 h 20 min'],
      ['Service dégradé', '5', '1', '1 h 7 min'],
      ['Total', '41', '6', '10 h 8 min'],
    ]);
    expect(plain(words.lived?.note ?? '')).toContain('une part estimée (20 min)');
    expect(wordLetter(FRENCH_APOLOGY).lived?.note).not.toContain('estimée');
    expect(wordLetter(FRENCH_APOLOGY).lived?.rows[0]?.cells.at(-1)).toBe('Temps à l’horloge');
  });

  test('offers, says until when, and how to answer', () => {
    expect(plain(words.proposal)).toContain('à titre de geste commercial, un crédit de 1 240,00 € hors taxes,');
    expect(plain(words.answer)).toBe(
      'Ce geste commercial vous est proposé jusqu’au 16 octobre 2020 inclus. Pour l’accepter, ou pour toute question, ' +
        'écrivez à success@reunions.example ou appelez le 01 84 17 00 00, en rappelant la référence AM-2020-0042. ' +
        'Si ces chiffres diffèrent de ce que vous avez constaté, dites-le-nous, nous les reprendrons avec vous.',
    );
  });

  test('calls goodwill a geste commercial, never an indemnité nor an avoir, and is no avoir itself', () => {
    for (const content of FRENCH) {
      const all = strings(wordLetter(content)).join('\n');
      expect(all).not.toMatch(/indemni|dédommage|compensation|rembours/i);
      const isOwed = content.kind === 'offer' && content.offer.lines.some(({ kind }) => kind === 'sla');
      expect((all.match(/avoir\b/g) ?? []).length > 1).toBe(isOwed);
      expect(wordLetter(content).legal).toContain('n’est ni une facture ni un avoir');
      expect(plain(wordLetter(content).legal)).toContain('ne vaut pas reconnaissance de responsabilité');
    }
    expect(strings(wordLetter(serviceCredit(FRENCH_OFFER))).join()).not.toContain('geste commercial');
  });

  test('has a no-break space before each double sign and an apostrophe that is one', () => {
    const { customer, sender, incident, offer } = FRENCH_OFFER;
    const typed = new Set(strings([customer, sender, incident, offer]));
    for (const text of FRENCH.flatMap((content) => strings(wordLetter(content))).filter((each) => !typed.has(each))) {
      expect(text).not.toMatch(/[^\u202f][;!?]|[^\u00a0]:|'|"/);
    }
  });
});

describe('an English letter', () => {
  const words = wordLetter(ENGLISH_OFFER);

  test('says the same in English', () => {
    expect(plain(words.opening)).toBe(
      'On Wednesday 16 September 2020, from 12:53 to 14:27 (London time), our service let you down. ' +
        'Your meetings suffered for it, and we are sorry.',
    );
    expect(words.salutation).toBe('Dear Ms Harriet O’Neill,');
    expect(words.proposal).toContain('As a gesture of goodwill, we would like to offer you a credit of £1,240.00');
    expect(plain(words.answer)).toContain('This gesture is open to you until 15 October 2020 inclusive.');
  });

  test('is neither an invoice nor a credit note, admits no liability, and has no French space', () => {
    for (const content of ENGLISH) {
      expect(wordLetter(content).legal).toContain('neither an invoice nor a credit note');
      expect(wordLetter(content).legal).toContain('not an admission of liability');
      const ours = strings(wordLetter(content)).filter((text) => !text.includes('Réunions'));
      for (const text of ours) expect(text).not.toMatch(/[\s][:;!?]|'|"/);
    }
    expect(strings(wordLetter(serviceCredit(ENGLISH_OFFER))).join()).not.toMatch(/goodwill/i);
  });

  test('closes as it opens', () => {
    const unnamed = { ...ENGLISH_OFFER, customer: { name: 'Kappa' } };
    expect([words.closing, wordLetter(unnamed).salutation, wordLetter(unnamed).closing]).toEqual([
      'Yours sincerely,',
      'Dear Sir or Madam,',
      'Yours faithfully,',
    ]);
  });
});

describe('an incident', () => {
  const opening = (content: LetterContent, startAt: string, endAt: string | null) =>
    plain(
      wordLetter({
        ...content,
        incident: { ...content.incident, startAt: new Date(startAt), endAt: endAt === null ? null : new Date(endAt) },
      }).opening,
    );

  test('over midnight names both days, and both offsets when the clocks change', () => {
    expect(opening(FRENCH_OFFER, '2020-10-24T20:10:00Z', '2020-10-25T05:20:00Z')).toContain(
      'Du samedi 24 octobre 2020 à 22 h 10 au dimanche 25 octobre 2020 à 6 h 20 (heure de Paris, UTC+2 puis UTC+1), notre',
    );
    expect(opening(ENGLISH_OFFER, '2020-09-16T22:50:00Z', '2020-09-17T00:20:00Z')).toContain(
      'From Wednesday 16 September 2020 at 23:50 to Thursday 17 September 2020 at 01:20 (London time), our',
    );
  });

  test('that goes on is told as one', () => {
    expect(opening(FRENCH_OFFER, '2020-09-16T12:49:00Z', null)).toBe(
      'Depuis le mercredi 16 septembre 2020 à 14 h 49 (heure de Paris), notre service vous fait défaut. ' +
        'Vos réunions en souffrent, et nous vous présentons nos excuses.',
    );
    expect(opening(ENGLISH_OFFER, '2020-09-16T12:49:00Z', null)).toContain('our service has been letting you down');
  });

  test('that hit nobody we know of is told without figures', () => {
    const nobody: LetterContent = { ...FRENCH_APOLOGY, lived: { measure: 'clock_seconds', rows: [] }, affected: {} };
    expect(wordLetter(nobody).lived).toBeNull();
    expect(wordLetter(nobody).opening).toMatch(/défaut\. Nous vous présentons nos excuses\.$/);
    expect(wordLetter(nobody).answer).not.toContain('chiffres');
  });
});
