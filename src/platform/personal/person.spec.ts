import { expect, test } from '@jest/globals';
import { patternOf, searchableTexts } from './person.js';

test('what could mean something else is not looked for in free text', () => {
  const texts = ['12345678', 'u7', 'Ada Lovelace', 'ada@example.org', 'Ada', 'user-000042', 'user-000042'];
  expect(searchableTexts(texts)).toEqual(['Ada Lovelace', 'ada@example.org', 'user-000042']);
});

test('signs of a text are taken as they are, and JSON forms are found too', () => {
  expect(patternOf(['a.b+c@x.org'])).toContain(String.raw`a\.b\+c@x\.org`);
  expect(patternOf(['Ada "A" L'])).toContain(String.raw`Ada \\"A\\" L`);
});
