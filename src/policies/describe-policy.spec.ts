import { expect, test } from '@jest/globals';
import { describePolicy } from './describe-policy.js';
import { rulesOf } from './validate-policy.js';

const GOODWILL = {
  kind: 'goodwill',
  zone: 'Europe/Paris',
  plans: ['pro', 'team'],
  measure: { minimumSeconds: 90, inferred: 'half' },
  remedy: {
    type: 'fixed',
    byClass: { unable_to_join: { amounts: { GBP: 4500, EUR: 5000 } }, degraded: { percent: '12.5' } },
  },
  caps: { incident: { amounts: { EUR: 30_000, GBP: 25_000 }, percent: '50' } },
  exclusions: { plans: ['free'], statuses: ['trial', 'suspended'] },
  taxTreatment: 'indemnity',
  fourEyesAbove: { EUR: 100_000, GBP: 90_000 },
  validityDays: 30,
};

const SLA = {
  kind: 'sla',
  zone: 'UTC',
  period: 'quarter',
  measure: { weights: { degraded: '0.3' }, minConsecutiveMinutes: 5, partialMinutes: 'drop' },
  remedy: {
    type: 'in_kind',
    unit: 'days_of_service',
    tiers: [
      { gte: '99', lt: '99.9', quantity: 3 },
      { lt: '99', quantity: 7 },
    ],
  },
  caps: { period: { quantity: 15 } },
  claim: { required: true, deadline: { days: 30, from: 'period_end' }, needs: ['ticket'] },
  nature: 'extension',
  soleRemedy: true,
  taxTreatment: 'price_reduction',
  acceptance: 'automatic',
  validityDays: 1,
};

const spoken = (language: 'fr' | 'en', json: unknown) =>
  describePolicy(rulesOf(json)).map((sentence) => sentence[language].replaceAll(/[\u00a0\u202f]/g, ' '));

test('goodwill in French', () => {
  expect(spoken('fr', GOODWILL)).toEqual([
    'Un geste commercial, dû par aucun contrat.',
    'Pour les forfaits pro, team.',
    'Rien pour les forfaits : free.',
    'Rien pour les contrats à l’essai ou suspendus.',
    'Mesuré sur chaque mois civil, à l’heure de Europe/Paris : le temps où l’un des siens a été touché.',
    'Une minute perdue compte pour 100 %, une minute dégradée pour 0 %.',
    'Ce qui est déduit compte à moitié.',
    'Un effet compte à partir de 1 min 30 s, lui ou un plus grave.',
    'Accès impossible : 50,00 € ou 45,00 £ par incident.',
    'Service dégradé : 12,5 % de l’abonnement mensuel par incident.',
    'Au plus 300,00 € ou 250,00 £, ni plus de 50 % de l’abonnement mensuel par incident.',
    'À côté d’un engagement de service : le plus élevé des deux.',
    'Donné comme crédit sur les prochaines factures, traité comme indemnité.',
    'Au-dessus de 1 000,00 € ou 900,00 £, deux personnes.',
    'Le client doit accepter.',
    'L’offre tient 30 jours après le jour de son envoi.',
  ]);
});

test('an SLA in English', () => {
  expect(spoken('en', SLA)).toEqual([
    'A service level agreement, owed under the contract.',
    'For every plan.',
    'Measured over each calendar quarter, by the time of UTC: the time that its components were down, whoever was there.',
    'A minute that is lost counts for 100%, one that is degraded for 30%.',
    'Less than 5 min on end does not count.',
    'A minute that is down in part does not count.',
    'Availability from 99% to below 99.9%: 3 days of service.',
    'Availability below 99%: 7 days of service.',
    'At most 15 days of service in a period.',
    'The sole remedy of the customer.',
    'Given as an extension of the service, treated as a price reduction.',
    'On the customer’s request.',
    'To be claimed within 30 days of the end of the period.',
    'It takes a ticket.',
    'Granted without the customer having to accept.',
    'An offer stands for 1 day after the day it is sent.',
  ]);
});
