import type { Sender } from '../platform/settings/company-settings.js';

/** The invented company that makes amends in the demo. */
export const DEMO_SENDER: Sender = {
  name: 'Salon Clair SAS',
  addressLines: ['12 quai des Tanneurs', '44000 Nantes', 'France'],
  city: 'Nantes',
  email: 'success@salon-clair.example',
  phone: '+33 2 99 00 12 34',
  signatoryName: 'Maud Trévarec',
  signatoryTitle: 'Success',
  legalLine: 'Salon Clair SAS, société inventée pour la démonstration d’Amends.',
};

export const DEMO_POLICY_CODE = 'goodwill';
export const DEMO_POLICY_FROM = '2020-01-01';

/** A gesture of goodwill: no SLA pays for 20 minutes of one month, and yet amends are due. */
export const DEMO_POLICY = {
  kind: 'goodwill',
  zone: 'Europe/Paris',
  measure: { minimumSeconds: 60 },
  remedy: {
    type: 'fixed',
    byClass: {
      unable_to_join: { percent: '20' },
      media_loss: { percent: '15' },
      interactivity_loss: { percent: '10' },
      degraded: { amounts: { EUR: 2000, GBP: 1800, USD: 2200, CHF: 2000, JPY: 3000 } },
    },
  },
  caps: { incident: { amounts: { EUR: 50_000, GBP: 45_000, USD: 55_000, CHF: 50_000, JPY: 80_000 } } },
  exclusions: { plans: ['free'], statuses: ['trial', 'suspended'] },
  taxTreatment: 'price_reduction',
  validityDays: 30,
} as const;

/** When the demo begins: the evening of the day, two hours and a half after the post-mortem. */
export const DEMO_NOW = new Date('2020-09-16T20:10:00+02:00');
