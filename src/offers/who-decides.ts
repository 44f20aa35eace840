import { DomainError } from '../kernel/domain-error.js';
import type { Actor, Role } from '../platform/access/actor.js';

const APPROVERS: readonly Role[] = ['manager', 'administrator'];

/**
 * An approval is a person's word, that of a manager or an administrator; Amends itself approves what a policy that people
 * approved says. Throws `person_required`, `role_required`.
 */
export function assertMayApprove(actor: Actor): void {
  if (actor.kind === 'system') return;
  if (actor.kind !== 'person') throw personRequired('approve an offer');
  if (APPROVERS.some((role) => actor.roles.includes(role))) return;
  throw new DomainError('forbidden', 'role_required', 'Only a manager or an administrator may approve an offer.');
}

/** An acceptance is the customer's own, or noted by a person who heard it. Throws `person_required`. */
export function assertMayAccept(actor: Actor): void {
  if (!['person', 'customer', 'system'].includes(actor.kind)) throw personRequired('accept an offer');
}

function personRequired(what: string): DomainError {
  const message = `Only a person who signed in may ${what}: no key and no command line, whatever the roles.`;
  return new DomainError('forbidden', 'person_required', message);
}
