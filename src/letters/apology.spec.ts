import { expect, test } from '@jest/globals';
import { apologyBlockers, type ApologyFacts, refuseApology } from './apology.js';

const DUE: ApologyFacts = { outcome: 'nothing_owed', class: 'degraded', standingOffer: null, isNewest: true };

test.each<[Partial<ApologyFacts>, string[]]>([
  [{}, []],
  [{ class: 'unable_to_join' }, []],
  [{ outcome: 'offer' }, ['not_nothing_owed']],
  [{ outcome: 'refused', class: 'unknown' }, ['not_nothing_owed', 'not_hit']],
  [{ class: 'unaffected' }, ['not_hit']],
  [{ standingOffer: 'approved', isNewest: false }, ['offer_stands', 'assessment_superseded']],
])('%j: %j', (change, codes) => {
  expect(apologyBlockers({ ...DUE, ...change }).map(({ code }) => code)).toEqual(codes);
});

test('a refusal names every reason', () => {
  expect(() => refuseApology({ ...DUE, outcome: 'offer', isNewest: false })).toThrow(
    expect.objectContaining({ code: 'apology_refused', reasons: [expect.anything(), expect.anything()] }),
  );
  expect(() => refuseApology(DUE)).not.toThrow();
});
