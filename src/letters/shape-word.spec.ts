import { describe, expect, test } from '@jest/globals';
import { ENGLISH_OFFER, FRENCH_APOLOGY, FRENCH_OFFER } from '../../test/support/letter-sample.js';
import { LetterFontsService } from './letter-fonts.service.js';
import { shape, WordShaper } from './shape-word.js';
import { wordLetter } from './word-letter.js';

const fonts = new LetterFontsService().fonts();

const WORDS = [
  'AVATAR ',
  'Tête-à-tête ',
  'office ',
  'affligé',
  'fjord ',
  'Łódź ',
  'L’incident ',
  'T.V.A. ',
  '1\u202f234,56\u00a0€ ',
  '1/2 ',
  '“Yo” ',
  'AM-2020-0042 ',
  'Ελλάς ',
  'Київ ',
  'Nguyễn ',
  'Hường ',
  'Q̃a ',
  'Şişli',
  '11:59 ',
  'WAVE',
  'P.A',
  '«\u00a0Ty\u00a0» ',
  'x²',
  'ﬁn',
];

function wordsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.split(/(?<= )/);
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(wordsOf) : [];
}

describe.each(['regular', 'strong'] as const)('a %s word', (face) => {
  test('put together from pairs is the word that the font shapes', () => {
    const font = fonts[face].source;
    const shaper = new WordShaper(font);
    const said = [FRENCH_OFFER, ENGLISH_OFFER, FRENCH_APOLOGY].flatMap((content) => wordsOf(wordLetter(content)));
    const words = new Set([...WORDS, ...said]);
    expect(words.size).toBeGreaterThan(150);
    for (const word of words) {
      const [ours, theirs] = [shaper.shape(word), shape(font, word)];
      expect({ word, glyphs: ours.glyphs.map(({ id }) => id) }).toEqual({
        word,
        glyphs: theirs.glyphs.map(({ id }) => id),
      });
      expect(ours.positions).toEqual(theirs.positions);
      expect(ours.advanceWidth).toBeCloseTo(theirs.advanceWidth, 6);
    }
  });
});
