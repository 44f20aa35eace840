import { expect, test } from '@jest/globals';
import { letterFaults } from './letter-content.js';
import { placeholderSender } from './compose-letter.js';
import { sampleLetter } from './sample-letter.js';

test.each(['fr', 'en'] as const)('the sample in %s is a letter that could be written, and a draft', (locale) => {
  const letter = sampleLetter(locale, placeholderSender(locale), 'net');
  expect(letterFaults(letter)).toEqual([]);
  expect(letter.isDraft).toBe(true);
});
