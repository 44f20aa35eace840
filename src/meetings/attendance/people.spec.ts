import { describe, expect, test } from '@jest/globals';
import { kindOf, participantId } from './people.js';

describe('people', () => {
  const id = (name: string, email = ''): string | null => participantId('acme', { name, email, account: '' });

  test('the same person has the same id, another customer another, and it shows no name', () => {
    expect(id('Ana Host', 'Ana@Acme.example ')).toBe(id('Ana H.', 'ana@acme.example'));
    expect(id('Jo (Jo Martin)')).toBe(id('Jo Martin (Guest)'));
    expect(id('Jo Martin (External)')).toBe(id('jo  martin'));
    expect(id('JM (Jo Martin)')).toBe(id('Jo Martin'));
    expect(id('Jo Martin')).not.toBe(id('Jo Marten'));
    expect(participantId('zeta', { name: 'Jo Martin', email: '', account: '' })).not.toBe(id('Jo Martin'));
    expect(id('Jo Martin')).toMatch(/^p-[\w-]{24}$/);
    expect(id(' ')).toBeNull();
  });

  test.each([['(she/her)'], ['(Acme Ltd)'], ['(Paris)'], ['(Room 2)']])(
    '%s behind two names does not make them one',
    (note) => {
      expect(id(`Jo Martin ${note}`)).not.toBe(id(`Ann Roe ${note}`));
    },
  );

  test.each([
    ['read.ai meeting notes', 'bot'],
    ['Jo’s Fireflies Notetaker', 'bot'],
    ['Abbot Martin', 'person'],
    ['Gong Li', 'person'],
    ['+33*****1234', 'dial_in'],
    ['Zoom Rooms', 'room'],
  ])('%s is a %s', (name, kind) => expect(kindOf(name)).toBe(kind));
});
