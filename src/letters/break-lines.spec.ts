import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { breakLines, lineWidth, measureText } from './break-lines.js';
import { LetterFontsService } from './letter-fonts.service.js';

const { regular } = new LetterFontsService().fonts();
const lines = (text: string, width: number) => breakLines(measureText(text, regular), regular, 10, width);
const width = (text: string) => lineWidth(measureText(text, regular), 10);

describe('lines', () => {
  test('break at spaces, and an empty text has none', () => {
    expect(lines('', 100)).toEqual([]);
    expect(lines('un deux', 1_000)).toEqual(['un deux']);
    expect(lines('un deux', width('un deux') - 1)).toEqual(['un', 'deux']);
  });

  test('never break at a no-break space', () => {
    expect(lines('de 14\u00a0h\u00a049 à', width('14\u00a0h\u00a049') + 1)).toEqual(['de', '14\u00a0h\u00a049', 'à']);
  });

  test('cut a word that is wider than the line', () => {
    const address = 'direction-des-systemes-d-information@transports.example';
    const cut = lines(`à ${address}`, 100);
    expect(cut.length).toBeGreaterThan(2);
    expect(cut.join('')).toBe(`à${address}`);
  });

  test('are no wider than the room and lose no word', () => {
    const word = fc.stringMatching(/^[A-Za-zéàçœÉ’.,0-9-]{1,12}$/);
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), fc.integer({ min: 90, max: 500 }), (words, room) => {
        const broken = lines(words.join(' '), room);
        expect(broken.join(' ')).toBe(words.join(' '));
        for (const line of broken) expect(width(line)).toBeLessThanOrEqual(room + 0.5);
      }),
    );
  });
});
