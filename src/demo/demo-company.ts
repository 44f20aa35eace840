import type { GoodwillRules } from '../policies/policy.js';
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
export const DEMO_POLICY: GoodwillRules = {
  kind: 'goodwill',
  zone: 'Europe/Paris',
  amountByClass: {
    unable_to_join: { type: 'percent_of_monthly_fee', percent: '20' },
    media_loss: { type: 'percent_of_monthly_fee', percent: '15' },
    interactivity_loss: { type: 'percent_of_monthly_fee', percent: '10' },
    degraded: {
      type: 'fixed',
      amounts: { EUR: 2000, GBP: 1800, USD: 2200, CHF: 2000, JPY: 3000 },
    },
  },
  minimumSeconds: 60,
  cap: { amounts: { EUR: 50_000, GBP: 45_000, USD: 55_000, CHF: 50_000, JPY: 80_000 } },
  excludedPlans: ['free'],
  excludedStatuses: ['trial', 'suspended'],
  validityDays: 30,
};

/** When the demo begins: the evening of the day, two hours and a half after the post-mortem. */
export const DEMO_NOW = new Date('2020-09-16T20:10:00+02:00');
