/** Where a delivery can stand, in the order of its way. */
export const DELIVERY_STATUSES = [
  'waiting',
  'in_flight',
  'submitted',
  'confirmed',
  'applied',
  'unknown',
  'parked',
  'failed',
  'reversed',
] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];
