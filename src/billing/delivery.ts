import { DomainError } from '../kernel/domain-error.js';

export const DELIVERY_STATUSES = ['waiting', 'confirmed'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

const NEXT: Readonly<Record<DeliveryStatus, readonly DeliveryStatus[]>> = { waiting: ['confirmed'], confirmed: [] };

/** A delivery as far as its confirmation goes. */
export type Delivery = { readonly status: DeliveryStatus; readonly billingDocument: string | null };

/** The statuses that can follow. */
export function nextStatuses(status: DeliveryStatus): readonly DeliveryStatus[] {
  return NEXT[status];
}

/**
 * What to do when somebody says that a credit stands in a billing document: `confirm`, or `nothing` when it was said
 * before. Throws `credit_confirmed_otherwise` (conflict) when another document carries it: that would be money twice.
 */
export function confirmation({ status, billingDocument }: Delivery, document: string): 'confirm' | 'nothing' {
  if (status === 'waiting') return 'confirm';
  if (billingDocument === document) return 'nothing';
  const message = `This credit stands in the document ${billingDocument} already.`;
  throw new DomainError('conflict', 'credit_confirmed_otherwise', message, { details: { billingDocument } });
}
