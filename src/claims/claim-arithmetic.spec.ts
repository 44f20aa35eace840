import { expect, test } from '@jest/globals';
import { assert, constantFrom, nat, option, property, record } from 'fast-check';
import { ARITHMETIC_NOTES, compareArithmetic, minutesOfMonth } from './claim-arithmetic.js';
import { refusalText } from './refusal-words.js';

const NOTHING = { claimedMinutes: null, claimedPercent: null, claimedAmount: null };
const euros = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

test.each([
  ['2020-07-15T00:00:00Z', 44_640],
  ['2020-10-15T00:00:00Z', 44_700],
  ['2020-03-31T21:59:59Z', 44_580],
])('the month of %s in Paris', (at, minutes) => expect(minutesOfMonth(new Date(at), 'Europe/Paris')).toBe(minutes));

test('a claim that says 4,656 minutes are 1.04 % of July is wrong by ten', () => {
  const said = { ...NOTHING, claimedMinutes: 4656, claimedPercent: '1.04' };
  const found = compareArithmetic(said, { seconds: 1020, amount: null }, 44_640);
  expect(found.theirs.percentOfMinutes).toBe('10.4301');
  expect(found.ours).toEqual({ minutes: 17, percentOfMonth: '0.0381', amount: null });
  expect(found.notes).toEqual(['percent_not_of_minutes', 'more_minutes_than_ours']);
});

test.each([
  ['695 minutes as they are', { ...NOTHING, claimedMinutes: 695, claimedPercent: '1.56' }, 41_700, null, []],
  ['fewer minutes', { ...NOTHING, claimedMinutes: 5 }, 1020, null, ['fewer_minutes_than_ours']],
  ['seconds that a minute hides', { ...NOTHING, claimedMinutes: 17 }, 1079, null, []],
  ['more money', { ...NOTHING, claimedAmount: euros(9000) }, 1020, euros(5000), ['more_money_than_ours']],
  ['less money', { ...NOTHING, claimedAmount: euros(10) }, 1020, euros(5000), ['less_money_than_ours']],
  ['other money', { ...NOTHING, claimedAmount: { amountMinor: 1, currency: 'USD' } }, 0, euros(1), ['other_currency']],
  ['nothing said', NOTHING, 1020, euros(5000), []],
])('%s', (_name, said, seconds, amount, notes) =>
  expect(compareArithmetic(said, { seconds, amount }, 44_640).notes).toEqual(notes),
);

test('never more and fewer at once, and what is said is shown as it was said', () => {
  const said = record({
    claimedMinutes: option(nat(44_640)),
    claimedPercent: option(constantFrom('0.1', '12.5', '100')),
    claimedAmount: option(nat(100_000).map(euros)),
  });
  assert(
    property(said, nat(100_000), (claimed, seconds) => {
      const { theirs, notes } = compareArithmetic(claimed, { seconds, amount: euros(5000) }, 44_640);
      expect([theirs.minutes, theirs.percent, theirs.amount]).toEqual(Object.values(claimed));
      expect(ARITHMETIC_NOTES).toEqual(expect.arrayContaining([...notes]));
      expect(notes.filter((note) => note.endsWith('minutes_than_ours')).length).toBeLessThan(2);
    }),
    { numRuns: 100 },
  );
});

test('a refusal says all its reasons in the customer’s language, and what is added', () => {
  const french = refusalText('fr-FR', ['outside_deadline', 'nothing_owed'], 'Bien à vous.');
  expect(french).toContain(
    '– votre demande nous est parvenue après le délai prévu par votre contrat ;\n– les conditions',
  );
  expect(french).toMatch(/interruption\.\n\nBien à vous\.\n\nSi vous avez/);
  expect(refusalText('en-GB', ['no_trace'], null)).toMatch(
    /^You sent us a claim[^]*touched by this incident\.\n\nIf you/,
  );
});
