import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ENGLISH_OFFER, FRENCH_OFFER } from '../../test/support/letter-sample.js';
import { LetterFontsService } from './letter-fonts.service.js';
import { LetterPool } from './letter-pool.js';
import { renderLetter } from './render-letter.js';

const loader = resolve('test/support/typescript.mjs');
const entry = pathToFileURL(resolve('src/letters/letter-worker.ts'));

describe('letters written by threads', () => {
  test('are those that this thread would write, and a refusal is the same refusal', async () => {
    const pool = new LetterPool({ threads: 2, entry, execArgv: ['--import', loader] });
    try {
      const contents = [FRENCH_OFFER, ENGLISH_OFFER, FRENCH_OFFER];
      const letters = await Promise.all(contents.map((content) => pool.render(content)));
      const fonts = new LetterFontsService().fonts();
      letters.forEach(({ pdf }, index) => {
        expect(pdf.equals(renderLetter(contents[index] ?? FRENCH_OFFER, fonts).pdf)).toBe(true);
      });
      await expect(pool.render({ ...FRENCH_OFFER, reference: '' })).rejects.toMatchObject({
        code: 'letter_content_refused',
        reasons: [expect.objectContaining({ path: 'reference' })],
      });
    } finally {
      await pool.close();
    }
  });
});
