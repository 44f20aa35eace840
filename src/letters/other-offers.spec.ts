import { expect, test } from '@jest/globals';
import { wordLine } from '../offers/line-words.js';
import type { LineCode, LineInputs } from '../offers/proposal.js';
import { nameOtherOffers, type OtherOffer } from './other-offers.js';

const other = (offerId: string, said: Partial<OtherOffer> = {}): OtherOffer => ({
  offerId,
  incidentId: `incident of ${offerId}`,
  incidentTitle: 'Erreurs d’accès',
  // The 10th in Paris.
  incidentStartAt: new Date('2020-09-09T22:30:00Z'),
  reference: `AM-${offerId}`,
  ...said,
});
const HERE = { incidentId: 'here', timeZone: 'Europe/Paris' };
const said = (code: LineCode, inputs: LineInputs, others: readonly OtherOffer[]) => {
  const line = { code, inputs: { currency: 'EUR', ...inputs }, amountMinor: 0, kind: 'sla', nature: 'credit' } as const;
  const { fr, en } = wordLine({ ...line, taxTreatment: 'price_reduction' }, nameOtherOffers(others, HERE));
  return [fr, en].map((text) => text.replaceAll(/[\u00a0\u202f]/g, ' '));
};

test('a cap names the incident, day and letter of those that used it', () => {
  const inputs = { cap: 10_000, consumed: 6000, offerIds: 'a b' };
  expect(said('cap_rolling_year', inputs, [other('b', { reference: null }), other('a')])).toEqual([
    'Plafond sur douze mois : 100,00 €, dont 60,00 € déjà accordé (incident « Erreurs d’accès » du 10 septembre 2020, ' +
      'notre lettre AM-a et incident « Erreurs d’accès » du 10 septembre 2020)',
    'Cap over twelve months: €100.00, of which €60.00 is taken (incident “Erreurs d’accès” of 10 September 2020, ' +
      'our letter AM-a and incident “Erreurs d’accès” of 10 September 2020)',
  ]);
});

test('what adds to an offer for the same incident names its letter alone', () => {
  const same = { incidentId: HERE.incidentId };
  const inputs = { granted: 5000, supplements: 'a, b' };
  expect(said('already_granted', inputs, [other('a', same), other('b', { ...same, reference: null })])).toEqual([
    'Déjà accordé pour cet incident (notre lettre AM-a et notre proposition précédente)',
    'Granted for this incident already (our letter AM-a and our earlier offer)',
  ]);
});

test('time that was compensated, also more lightly, says by what; without a window it has no day', () => {
  const inputs = { seconds: 1200, offerIds: 'a' };
  const others = [other('a', { incidentStartAt: null })];
  expect(said('already_compensated', inputs, others)).toEqual([
    'Temps cumulé des personnes déjà compensé : 20 min (incident « Erreurs d’accès », notre lettre AM-a)',
    'People’s time compensated before: 20 min (incident “Erreurs d’accès”, our letter AM-a)',
  ]);
  expect(said('upgrade', inputs, others)[1]).toBe(
    'People’s time compensated before for a lesser effect: 20 min (incident “Erreurs d’accès”, our letter AM-a)',
  );
});

test('many are counted, and one that is not known is another offer, never an id', () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
  const all = ids.map((id) => other(id, { incidentTitle: id, incidentStartAt: null, reference: null }));
  const inputs = { offerIds: ids.join(' ') };
  expect(said('cap_one_per_period', inputs, all)).toEqual([
    'Une seule offre par période (incident « a » ; incident « b » ; incident « c » ; incident « d » et 2 autres propositions)',
    'One offer in a period (incident “a”; incident “b”; incident “c”; incident “d” and 2 other offers)',
  ]);
  expect(said('cap_one_per_period', { offerIds: 'x' }, [])).toEqual([
    'Une seule offre par période (une autre proposition)',
    'One offer in a period (another offer)',
  ]);
});
