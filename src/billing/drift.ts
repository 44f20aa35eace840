import { creditReference } from '../offers/credit.js';
import type { DeliveryAction } from './delivery.js';

export const DRIFT_KINDS = [
  'missing', // we say it is there, and it is not
  'twice',
  'other_amount',
  'other_currency',
  'other_customer',
  'reversed_elsewhere', // taken back over there, and not by us
  'not_ours', // it carries a reference of our kind that we never gave
] as const;
export type DriftKind = (typeof DRIFT_KINDS)[number];

/** What a person is advised to do about each kind of drift. */
export const SUGGESTED_ACTIONS: Readonly<Record<DriftKind, string>> = {
  missing: 'Look in the billing system; when it is really not there, enter it there by hand and confirm it here.',
  twice: 'Take the surplus entry back in the billing system.',
  other_amount: 'Correct the entry in the billing system to the expected amount.',
  other_currency: 'Take the entry back in the billing system and enter it in the expected currency.',
  other_customer: 'Take the entry back there and enter it for the expected customer.',
  reversed_elsewhere:
    'Ask who took it back and enter it again there. If it is to be taken back, reverse it here then: so it happens once.',
  not_ours: 'Find out who made the entry; take it back there when nobody owes it.',
};

/**
 * The action of ours that ends a drift, once its advice was followed; null where all of it happens in the billing system.
 * A person confirms credits alone: of a reversal that is not there the other side has to tell.
 */
export function driftAction(kind: DriftKind, reference: string, creditId: string | null): DeliveryAction | null {
  const isCredit = creditId !== null && reference === creditReference(creditId);
  return kind === 'missing' && isCredit ? 'confirm' : null;
}
