import { DomainError } from '../kernel/domain-error.js';
import type { Actor, Role } from '../platform/access/actor.js';
import { APPROVER_ROLES } from '../policies/policy.js';

/**
 * An approval is a person's word, within what the policy lets their roles approve; Amends itself approves what a policy
 * that people approved says. Throws `person_required`, and `role_required` for roles that no policy can name.
 */
export function assertMayApprove(actor: Actor): void {
  if (actor.kind === 'system') return;
  if (actor.kind !== 'person') throw personRequired('approve an offer');
  if (APPROVER_ROLES.some((role) => actor.roles.includes(role))) return;
  throw new DomainError('forbidden', 'role_required', `Only these may approve an offer: ${APPROVER_ROLES.join(', ')}.`);
}

const DESK: readonly Role[] = ['agent', 'manager', 'administrator'];

/** Finance approves within its limits; taking back and noting a no is for those who talk with customers. Throws `role_required`. */
export function assertMayEnd(actor: Actor): void {
  if (actor.kind === 'system' || DESK.some((role) => actor.roles.includes(role))) return;
  throw new DomainError(
    'forbidden',
    'role_required',
    `Only these may withdraw or decline an offer: ${DESK.join(', ')}.`,
  );
}

/** An acceptance is the customer's own, or noted by a person who heard it. Throws `person_required`. */
export function assertMayAccept(actor: Actor): void {
  if (!['person', 'customer', 'system'].includes(actor.kind)) throw personRequired('accept an offer');
}

/** What only a person who signed in may do. Throws `person_required`. */
export function assertIsPerson(actor: Actor, what: string): void {
  if (actor.kind !== 'person') throw personRequired(what);
}

function personRequired(what: string): DomainError {
  const message = `Only a person who signed in may ${what}: no key and no command line, whatever the roles.`;
  return new DomainError('forbidden', 'person_required', message);
}
