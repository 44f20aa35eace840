import { expect, test } from '@jest/globals';
import { ENGLISH_OFFER, FRENCH_OFFER } from '../../test/support/letter-sample.js';
import { readPdf, textsOf } from '../../test/support/read-pdf.js';
import { LetterFontsService } from './letter-fonts.service.js';
import { renderLetter } from './render-letter.js';

const fonts = new LetterFontsService().fonts();
const URL = `https://credits.reunions.example/o/${'aZ09-_'.repeat(10)}AbCd`;

test.each([FRENCH_OFFER, ENGLISH_OFFER])(
  'the customer’s copy says where to answer, and is else the same',
  (content) => {
    const plain = readPdf(renderLetter(content, fonts).pdf);
    const { pdf, missingCharacters } = renderLetter({ ...content, answerUrl: URL }, fonts);
    const own = readPdf(pdf);
    expect(missingCharacters).toEqual([]);
    expect(own.pages).toBe(1);
    const texts = textsOf(own, 'P').map((text) => text.replaceAll(/\s/g, ''));
    expect(texts).toContain(URL);
    expect(textsOf(plain, 'P').join(' ')).not.toContain('/o/');
    expect(textsOf(own, 'H1', 'H2', 'TH', 'TD')).toEqual(textsOf(plain, 'H1', 'H2', 'TH', 'TD'));
  },
);
