import { expect, test } from '@jest/globals';
import { frenchSpaces } from './french-spaces.js';

test.each([
  ['Accès impossible : 14 personnes', 'Accès impossible\u00a0: 14 personnes'],
  ['répondre ; les autres', 'répondre\u202f; les autres'],
  ['Vraiment ? Oui !', 'Vraiment\u202f? Oui\u202f!'],
  ['40 % de 50,00 €', '40\u00a0% de 50,00\u00a0€'],
  ['la politique « Gold » du groupe', 'la politique «\u00a0Gold\u00a0» du groupe'],
  ['https://exemple.fr:8080/a;b', 'https://exemple.fr:8080/a;b'],
])('%s', (typed, set) => expect(frenchSpaces(typed)).toBe(set));

test('doing it twice changes nothing', () => {
  const once = frenchSpaces('Quoi ? « Rien » : 12 € ; soit 10 % !');
  expect(frenchSpaces(once)).toBe(once);
});
