import { describe, expect, test } from '@jest/globals';
import type { LetterOffer, LetterOfferLine } from './letter-content.js';
import { wordActs } from './word-acts.js';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

const line = (said: Partial<LetterOfferLine> = {}): LetterOfferLine => ({
  text: 'x',
  amount: { amountMinor: said.inKind === undefined ? 10_000 : 0, currency: 'EUR' },
  kind: 'sla',
  nature: 'credit',
  taxTreatment: 'price_reduction',
  ...said,
});
const offer = (lines: readonly LetterOfferLine[], taxBasis?: 'net' | 'gross') => ({
  lines,
  amount: { amountMinor: lines.reduce((sum, { amount }) => sum + amount.amountMinor, 0), currency: 'EUR' },
  ...(taxBasis === undefined ? {} : { taxBasis }),
});
const said = (of: Pick<LetterOffer, 'lines' | 'amount' | 'taxBasis'>, locale: 'fr' | 'en') => {
  const { name, proposal, tax, settled } = wordActs(of, locale);
  return [name, proposal, tax, settled].map(plain);
};
const DAYS = line({ nature: 'extension', inKind: { unit: 'days_of_service', quantity: 3 } });
const VOUCHERS = line({ kind: 'goodwill', inKind: { unit: 'meeting_vouchers', quantity: 2 } });

describe('in French', () => {
  test.each([
    [
      'what a contract provides for is an avoir',
      offer([line()], 'net'),
      [
        'avoir',
        'Votre contrat prévoit un avoir. Il s’élève à 100,00 € hors taxes, à valoir sur vos prochaines factures.',
        'Cet avoir réduit le prix de notre service ; la TVA sera régularisée en conséquence.',
        'L’avoir vous parviendra avec une prochaine facture.',
      ],
    ],
    [
      'and net of tax when finance says so, whatever the company’s other amounts are',
      offer([line({ taxTreatment: 'price_reduction_net_of_tax' })], 'gross'),
      [
        'avoir',
        'Votre contrat prévoit un avoir. Il s’élève à 100,00 € net de taxe, à valoir sur vos prochaines factures.',
        'Cet avoir s’entend net de taxe : il ne donne pas lieu à régularisation de la TVA.',
        'L’avoir vous parviendra avec une prochaine facture.',
      ],
    ],
    [
      'an indemnité has no tax and is no avoir',
      offer([line({ taxTreatment: 'indemnity' })], 'net'),
      [
        'indemnité',
        'Votre contrat prévoit une indemnité. Elle s’élève à 100,00 € et viendra en déduction de vos prochains règlements.',
        'Cette indemnité est hors du champ de la TVA et ne modifie pas les factures déjà émises.',
        'L’indemnité viendra en déduction d’un prochain règlement.',
      ],
    ],
    [
      'an indemnité that is paid',
      offer([line({ taxTreatment: 'indemnity', nature: 'refund' })]),
      [
        'indemnité',
        'Votre contrat prévoit une indemnité. Elle s’élève à 100,00 € et vous sera versée.',
        'Cette indemnité est hors du champ de la TVA et ne modifie pas les factures déjà émises.',
        'L’indemnité vous sera versée.',
      ],
    ],
    [
      'money back',
      offer([line({ nature: 'refund' })]),
      [
        'remboursement',
        'Votre contrat prévoit un remboursement. Il s’élève à 100,00 €.',
        '',
        'Le remboursement vous sera versé.',
      ],
    ],
    [
      'days of service, less what a cap took',
      offer([DAYS, line({ ...DAYS, inKind: { unit: 'days_of_service', quantity: -2 } })], 'net'),
      [
        'prolongation de service',
        'Votre contrat prévoit une prolongation de service. Elle est de 1 jour, sans frais.',
        '',
        'Votre service sera prolongé d’autant.',
      ],
    ],
    [
      'a gesture in kind',
      offer([VOUCHERS]),
      [
        'geste commercial',
        'Pour vous marquer nos regrets, nous vous proposons, à titre de geste commercial, 2 bons de réunion.',
        '',
        'Vous recevrez 2 bons de réunion.',
      ],
    ],
    [
      'a gesture that is treated as an indemnity is still called a gesture',
      offer([line({ kind: 'goodwill', taxTreatment: 'indemnity' })], 'net'),
      [
        'geste commercial',
        'Pour vous marquer nos regrets, nous vous proposons, à titre de geste commercial, un crédit de 100,00 €, ' +
          'à déduire de vos prochains règlements.',
        'Ce geste commercial est hors du champ de la TVA et ne modifie pas les factures déjà émises.',
        'Le crédit viendra en déduction d’un prochain règlement.',
      ],
    ],
    [
      'what is owed and a gesture beside it are two acts',
      offer([line({ kind: 'goodwill', amount: { amountMinor: 2000, currency: 'EUR' } }), line()]),
      [
        'avoir et geste commercial',
        'Votre contrat prévoit un avoir. Il s’élève à 100,00 €, à valoir sur vos prochaines factures. Nous y ajoutons, ' +
          'à titre de geste commercial, un crédit de 20,00 €, à valoir sur vos prochaines factures.',
        '',
        'L’avoir vous parviendra avec une prochaine facture. Le crédit figurera sur une prochaine facture.',
      ],
    ],
  ])('%s', (_, of, words) => {
    expect(said(of, 'fr')).toEqual(words);
  });
});

describe('in English', () => {
  test.each([
    [
      offer([line()], 'gross'),
      [
        'your service credit',
        'Your contract provides for a service credit. It comes to €100.00 including tax, to be set against your next invoices.',
        'This service credit reduces the price of our service; VAT will be adjusted accordingly.',
        'The credit will appear on one of your next invoices.',
      ],
    ],
    [
      offer([line({ taxTreatment: 'indemnity' })], 'gross'),
      [
        'your compensation',
        'Your contract provides for compensation. It comes to €100.00, to be set off against your next payments.',
        'This compensation is outside the scope of VAT and does not change invoices already issued.',
        'It will be set off against one of your next payments.',
      ],
    ],
    [
      offer([line({ kind: 'goodwill', nature: 'refund', taxTreatment: 'price_reduction_net_of_tax' })]),
      [
        'a goodwill gesture',
        'As a gesture of goodwill, we would like to offer you a refund of €100.00 net of tax.',
        'This goodwill gesture is net of tax: VAT will not be adjusted.',
        'The refund will be paid to you.',
      ],
    ],
    [
      offer([DAYS, VOUCHERS]),
      [
        'your service extension and a goodwill gesture',
        'Your contract provides for an extension of your service. It comes to 3 days, free of charge. ' +
          'As a gesture of goodwill, we add 2 meeting vouchers.',
        '',
        'Your service will be extended accordingly. You will receive 2 meeting vouchers.',
      ],
    ],
  ])('%#', (of, words) => {
    expect(said(of, 'en')).toEqual(words);
  });
});

test.each([
  [
    'price_reduction',
    'Ces montants réduisent le prix de notre service ; la TVA sera régularisée en conséquence.',
    'These amounts reduce the price of our service; VAT will be adjusted accordingly.',
  ],
  [
    'price_reduction_net_of_tax',
    'Ces montants s’entendent nets de taxe : ils ne donnent pas lieu à régularisation de la TVA.',
    'These amounts are net of tax: VAT will not be adjusted.',
  ],
  [
    'indemnity',
    'Ces montants sont hors du champ de la TVA et ne modifient pas les factures déjà émises.',
    'These amounts are outside the scope of VAT and do not change invoices already issued.',
  ],
] as const)('two acts of one treatment, %s, have one sentence on tax', (taxTreatment, french, english) => {
  const two = offer([line({ taxTreatment }), line({ kind: 'goodwill', taxTreatment }), DAYS], 'net');
  expect([said(two, 'fr')[2], said(two, 'en')[2]]).toEqual([french, english]);
});

test('two acts of two treatments have a sentence each, two of one name the one of that name', () => {
  const gesture = line({ kind: 'goodwill', taxTreatment: 'price_reduction_net_of_tax' });
  expect(said(offer([line(), gesture], 'net'), 'en')[2]).toBe(
    'This service credit reduces the price of our service; VAT will be adjusted accordingly. ' +
      'This goodwill gesture is net of tax: VAT will not be adjusted.',
  );
  expect(said(offer([gesture, { ...gesture, nature: 'refund' }]), 'fr')[2]).toBe(
    'Ce geste commercial s’entend net de taxe : il ne donne pas lieu à régularisation de la TVA.',
  );
});

test('a mail says what is given, and as what', () => {
  const mixed = wordActs(offer([DAYS, line({ kind: 'goodwill' })]), 'fr');
  expect([plain(mixed.given), plain(mixed.phrase), mixed.heading]).toEqual([
    '100,00 € et 3 jours de service',
    'une prolongation de votre service de 3 jours et un crédit de 100,00 € à titre de geste commercial',
    'Notre proposition',
  ]);
  expect(plain(wordActs(offer([DAYS]), 'en').given)).toBe('3 days of service');
});
