import { DomainError } from '../kernel/domain-error.js';

export const DELIVERY_STATUSES = [
  'waiting', // to be sent, to be fetched, or to be put into a file
  'in_flight', // a worker holds it
  'submitted', // the billing system has it and has not said yet that it stands in its books
  'confirmed', // it stands in the books
  'applied', // an invoice has used it
  'failed', // given up by a person, for good
  'unknown', // it may be there or not: it is looked up before anything is sent again
  'parked', // waits for a person
  'reversed', // taken back, all of it
] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** What the journey carries: the credit itself, or the taking back of some of it. */
export type DeliveryKind = 'credit' | 'reversal';

const NEXT: Readonly<Record<DeliveryStatus, readonly DeliveryStatus[]>> = {
  waiting: ['in_flight', 'submitted', 'confirmed', 'parked', 'failed', 'reversed'],
  in_flight: ['waiting', 'submitted', 'confirmed', 'applied', 'unknown', 'parked'],
  submitted: ['waiting', 'confirmed', 'applied', 'parked', 'reversed'],
  confirmed: ['applied', 'reversed'],
  applied: ['confirmed', 'reversed'],
  failed: [],
  unknown: ['in_flight', 'waiting', 'submitted', 'confirmed', 'applied', 'parked'],
  parked: ['waiting', 'unknown', 'submitted', 'confirmed', 'applied', 'failed', 'reversed'],
  reversed: [],
};

/** The statuses that can follow. */
export function nextStatuses(status: DeliveryStatus): readonly DeliveryStatus[] {
  return NEXT[status];
}

/** The billing system has it: there is nothing more to send. */
export function isDelivered(status: DeliveryStatus): boolean {
  return status === 'submitted' || status === 'confirmed' || status === 'applied';
}

/** A delivery as far as a person's decisions about it go. */
export type Delivery = {
  readonly kind: DeliveryKind;
  readonly status: DeliveryStatus;
  readonly amountMinor: number;
  readonly reversedMinor: number;
  readonly billingDocument: string | null;
  readonly lookUpFirst: boolean;
  readonly connectionId: string | null;
};

export const DELIVERY_ACTIONS = ['confirm', 'retry', 'redirect', 'give_up', 'reverse'] as const;
export type DeliveryAction = (typeof DELIVERY_ACTIONS)[number];

/** Why a person cannot do something with a delivery now. */
export type DeliveryBlocker = { readonly action: DeliveryAction; readonly code: string; readonly message: string };

/** The statuses in which each action makes sense; other rules are in `actionBlockers`. */
const ALLOWED: Readonly<Record<DeliveryAction, readonly DeliveryStatus[]>> = {
  confirm: ['waiting', 'submitted', 'confirmed', 'applied', 'unknown', 'parked'],
  retry: ['waiting', 'unknown', 'parked'],
  redirect: ['waiting', 'parked'],
  give_up: ['waiting', 'parked'],
  reverse: ['waiting', 'submitted', 'confirmed', 'applied', 'in_flight', 'unknown', 'parked'],
};

/** Every reason that stands in the way of each action; an action without one can be done. */
export function actionBlockers(delivery: Delivery): readonly DeliveryBlocker[] {
  return DELIVERY_ACTIONS.flatMap((action) => blockersOf(delivery, action));
}

/** What stands in the way of one action. */
export function blockersOf(delivery: Delivery, action: DeliveryAction): readonly DeliveryBlocker[] {
  const { status, kind } = delivery;
  const blockers: DeliveryBlocker[] = [];
  const add = (code: string, message: string): void => void blockers.push({ action, code, message });
  if (!ALLOWED[action].includes(status)) add('wrong_status', `A delivery that is ${status} cannot be asked for this.`);
  const mayBeThere = delivery.lookUpFirst && (status === 'parked' || status === 'waiting');
  if (mayBeThere && (action === 'redirect' || action === 'give_up')) {
    add('outcome_unknown', 'The billing system may have it already: retry it, so that it is looked up first.');
  }
  if (action === 'redirect' && delivery.connectionId === null) add('no_connection', 'It goes nowhere yet.');
  if (action === 'retry' && delivery.connectionId === null) add('no_connection', 'Nothing is sent by itself here.');
  if (action === 'reverse') {
    if (kind === 'reversal') add('is_reversal', 'A reversal is not reversed; ask for another offer.');
    if (delivery.reversedMinor >= delivery.amountMinor) add('nothing_left', 'All of it was taken back already.');
  }
  return blockers;
}

/** Throws `delivery_action_refused` (conflict) with every reason when the action cannot be done now. */
export function assertAllowed(delivery: Delivery, action: DeliveryAction): void {
  const reasons = blockersOf(delivery, action).map(({ code, message }) => ({ code, message }));
  if (reasons.length === 0) return;
  const message = reasons.map((reason) => reason.message).join(' ');
  throw new DomainError('conflict', 'delivery_action_refused', message, { reasons, details: { action } });
}

/**
 * What to do when somebody says that a credit stands in a billing document: `confirm`, or `nothing` when it was said
 * before. Throws `credit_confirmed_otherwise` (conflict) when another document carries it: that would be money twice;
 * `delivery_action_refused` when it was given up, taken back, or is being sent this moment.
 */
export function confirmation(delivery: Delivery, document: string): 'confirm' | 'nothing' {
  const { billingDocument } = delivery;
  if (billingDocument === document) return 'nothing';
  if (billingDocument !== null) {
    const message = `This credit stands in the document ${billingDocument} already.`;
    throw new DomainError('conflict', 'credit_confirmed_otherwise', message, { details: { billingDocument } });
  }
  assertAllowed(delivery, 'confirm');
  return 'confirm';
}
