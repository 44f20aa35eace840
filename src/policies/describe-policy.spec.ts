import { expect, test } from '@jest/globals';
import { describePolicy } from './describe-policy.js';
import type { PolicyRules } from './policy.js';

const RULES: PolicyRules = {
  kind: 'goodwill',
  zone: 'Europe/Paris',
  plans: ['pro', 'team'],
  amountByClass: {
    unable_to_join: { type: 'fixed', amounts: { GBP: 4500, EUR: 5000 } },
    degraded: { type: 'percent_of_monthly_fee', percent: '12.5' },
  },
  minimumSeconds: 90,
  cap: { amounts: { EUR: 30_000, GBP: 25_000 }, percentOfMonthlyFee: '50' },
  excludedPlans: ['free'],
  excludedStatuses: ['trial', 'suspended'],
  validityDays: 30,
};

const spoken = (language: 'fr' | 'en', rules: PolicyRules) =>
  describePolicy(rules).map((sentence) => sentence[language].replaceAll(/[\u00a0\u202f]/g, ' '));

test('in French', () => {
  expect(spoken('fr', RULES)).toEqual([
    'Pour les forfaits pro, team.',
    'Rien pour les forfaits : free.',
    'Rien pour les contrats à l’essai ou suspendus.',
    'Un geste commercial, pour l’effet le plus grave subi pendant au moins 1 min 30 s :',
    'Accès impossible : 50,00 € ou 45,00 £GB.',
    'Service dégradé : 12,5 % de l’abonnement mensuel.',
    'Au plus 300,00 € ou 250,00 £GB, ni plus de 50 % de l’abonnement mensuel par incident.',
    'L’offre tient 30 jours après le jour de son envoi.',
    'Les mois commencent à l’heure de Europe/Paris.',
  ]);
});

test('in English', () => {
  expect(spoken('en', RULES)).toEqual([
    'For the plans pro, team.',
    'Nothing for these plans: free.',
    'Nothing for contracts that are on trial or suspended.',
    'A gesture of goodwill, for the most serious effect suffered for at least 1 min 30 s:',
    'Unable to join: €50.00 or £45.00.',
    'Degraded service: 12.5% of the monthly fee.',
    'At most €300.00 or £250.00, and at most 50% of the monthly fee for an incident.',
    'An offer stands for 30 days after the day it is sent.',
    'Months begin by the time of Europe/Paris.',
  ]);
});

test('the shortest rules', () => {
  const { plans: _plans, cap: _cap, excludedPlans: _excluded, excludedStatuses: _statuses, ...rules } = RULES;
  expect(spoken('en', { ...rules, validityDays: 1 })).toEqual([
    'For every plan.',
    'A gesture of goodwill, for the most serious effect suffered for at least 1 min 30 s:',
    'Unable to join: €50.00 or £45.00.',
    'Degraded service: 12.5% of the monthly fee.',
    'An offer stands for 1 day after the day it is sent.',
    'Months begin by the time of Europe/Paris.',
  ]);
});
