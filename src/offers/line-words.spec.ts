import { expect, test } from '@jest/globals';
import { wordLine } from './line-words.js';
import type { LineCode, LineInputs } from './proposal.js';

const said = (code: LineCode, inputs: LineInputs) => {
  const line = {
    code,
    inputs,
    amountMinor: 0,
    kind: 'sla',
    nature: 'credit',
    taxTreatment: 'price_reduction',
  } as const;
  const { fr, en } = wordLine(line);
  return [fr, en].map((text) => text.replaceAll(/[\u00a0\u202f]/g, ' '));
};

test.each<[LineCode, LineInputs, readonly string[]]>([
  [
    'fixed_amount',
    { class: 'unable_to_join', per: 'person', count: 14, eachMinor: 5000, currency: 'EUR' },
    ['Accès impossible, 14 personnes : 50,00 € par personne', 'Unable to join, 14 people: €50.00 per person'],
  ],
  [
    'provisional',
    { periodEndAt: '2020-09-30T22:00:00.000Z', zone: 'Europe/Paris' },
    [
      'Provisoire jusqu’à la fin de la période, le 30 septembre 2020',
      'Provisional until the period ends on 30 September 2020',
    ],
  ],
  [
    'tier',
    {
      availability: '98.97',
      minutes: '1364.5',
      periodMinutes: '132480',
      period: 'quarter',
      periodStartAt: '2020-06-30T22:00:00.000Z',
      periodEndAt: '2020-09-30T22:00:00.000Z',
      zone: 'Europe/Paris',
      percent: '25',
      feeMinor: '300000',
      feeBase: 'fees_of_period',
      currency: 'USD',
    },
    [
      'Disponibilité de 98,97 % du 1er juillet 2020 au 30 septembre 2020 (1 364,5 min sur 132 480 min) : ' +
        '25 % des abonnements de la période de 3 000,00 USD',
      'Availability of 98.97% from 1 July 2020 to 30 September 2020 (1,364.5 min of 132,480 min): ' +
        '25% of the fees of the period of $3,000.00',
    ],
  ],
  [
    'step',
    {
      availability: '99.86',
      minutes: '60',
      periodMinutes: '43200',
      period: 'calendar_month',
      periodStartAt: '2020-08-31T22:00:00.000Z',
      zone: 'Europe/Paris',
      steps: 1,
      per: '0.1',
      percent: '1',
      // Three months of the largest fee.
      feeMinor: '27021597764222973',
      feeBase: 'fees_of_period',
      currency: 'EUR',
    },
    [
      'Disponibilité de 99,86 % en septembre 2020 (60 min sur 43 200 min) : 0,1 % manquant, ' +
        '1 % des abonnements de la période de 270 215 977 642 229,73 €',
      'Availability of 99.86% in September 2020 (60 min of 43,200 min): 0.1% missing, ' +
        '1% of the fees of the period of €270,215,977,642,229.73',
    ],
  ],
])('%s in words', (code, inputs, words) => {
  expect(said(code, inputs)).toEqual(words);
});
