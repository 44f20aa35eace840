import { describe, expect, test } from '@jest/globals';
import { drawableText, letterFont, MISSING_CHARACTER_MARK, plainText } from './letter-fonts.js';
import { LetterFontsService } from './letter-fonts.service.js';

const { regular, strong } = new LetterFontsService().fonts();

describe('a drawable text', () => {
  test.each(['Éloïse Œuvrard', 'Łódź, Şişli, Győr', 'Ελλάς', 'Київ', '1\u202f234,56\u00a0€ − ½ ≤ → ✓ « … » ’'])(
    'keeps %s in both faces',
    (text) => {
      for (const face of [regular, strong]) expect(drawableText(text, face)).toEqual({ text, missing: [] });
    },
  );

  test('has a box for each character that the face lacks, and reports each once', () => {
    expect(drawableText('株式株 Kappa 😀', regular)).toEqual({
      text: `${MISSING_CHARACTER_MARK.repeat(3)} Kappa ${MISSING_CHARACTER_MARK}`,
      missing: ['株', '式', '😀'],
    });
  });

  test('is composed, so that a letter and its accent are one character', () =>
    expect(drawableText('E\u0301', regular).text).toBe('É'));

  test('has no control, bidirectional or zero-width character', () => {
    expect(plainText('a\u202egpj.\u202c\u0000b\u200b\u00ad\ufeffc\ufe0f')).toBe('agpj.bc');
    expect(plainText(' a\r\n\tb ')).toBe('a b');
  });

  test('has a box for half a character', () => expect(drawableText('a\ud83d', regular).missing).toEqual(['\ufffd']));
});

describe('a face', () => {
  test('measures a line as the sum of its words', () => {
    expect(regular.advanceOf('a ') - regular.advanceOf('a')).toBeCloseTo(regular.advanceOf(' '), 1);
    expect(strong.advanceOf('mm')).toBeGreaterThan(regular.advanceOf('mm'));
  });

  test('has figures of one width, so that amounts stand in columns', () => {
    expect(new Set('0123456789'.split('').map((digit) => regular.advanceOf(digit))).size).toBe(1);
  });

  test('is refused when its bytes are no font', () =>
    expect(() => letterFont(Buffer.from('not a font'))).toThrow('Unknown font format'));
});
