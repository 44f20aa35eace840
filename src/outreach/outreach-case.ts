import { DomainError } from '../kernel/domain-error.js';
import type { OfferStatus } from '../offers/offer.js';
import type { Outcome } from '../offers/proposal.js';

export const CASE_STATUSES = ['to_contact', 'contacted', 'waiting', 'answered', 'resolved', 'not_reachable'] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];

/** What the customer is owed; `pending` until offers were computed. */
export type Owed = Outcome | 'pending';

const NEXT: Readonly<Record<CaseStatus, readonly CaseStatus[]>> = {
  to_contact: ['contacted', 'waiting', 'answered', 'not_reachable', 'resolved'],
  contacted: ['to_contact', 'waiting', 'answered', 'not_reachable', 'resolved'],
  waiting: ['to_contact', 'contacted', 'answered', 'not_reachable', 'resolved'],
  answered: ['contacted', 'waiting', 'resolved'],
  not_reachable: ['to_contact', 'contacted', 'waiting', 'answered', 'resolved'],
  resolved: ['to_contact', 'contacted', 'waiting'],
};

/** What people change of a case. `owner` is a text that says who. */
export type CaseFields = {
  readonly status: CaseStatus;
  readonly owner: string | null;
  readonly nextAction: string | null;
  readonly nextActionAt: Date | null;
};

/** Fields to write over; one that is undefined stays. */
export type CaseChange = Partial<CaseFields>;

/** What was changed, field by field: what stood before, and what stands now. */
export type FieldChanges = Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;

export type CaseBlocker = {
  readonly to: CaseStatus;
  readonly code: 'next_action_date_required';
  readonly message: string;
};

/** What keeps a case from a status that may follow: a case only waits for something that has a date. */
export function blockers(state: Pick<CaseFields, 'status' | 'nextActionAt'>): readonly CaseBlocker[] {
  if (state.nextActionAt !== null || !nextStatuses(state.status).includes('waiting')) return [];
  return [{ to: 'waiting', code: 'next_action_date_required', message: DATE_REQUIRED }];
}

const DATE_REQUIRED = 'A case that waits has a date for its next action.';

/** The statuses that can follow. */
export function nextStatuses(status: CaseStatus): readonly CaseStatus[] {
  return NEXT[status];
}

/**
 * A case with a change made, and what it changed; nothing when it changed nothing. Throws `case_transition_refused`
 * (conflict) for a status that does not follow, `next_action_date_required` (unprocessable) for a case that would wait
 * without a date.
 */
export function changeCase(state: CaseFields, change: CaseChange): { fields: CaseFields; changes: FieldChanges } {
  const fields: CaseFields = {
    status: change.status ?? state.status,
    owner: change.owner === undefined ? state.owner : change.owner,
    nextAction: change.nextAction === undefined ? state.nextAction : change.nextAction,
    nextActionAt: change.nextActionAt === undefined ? state.nextActionAt : change.nextActionAt,
  };
  const { status: to } = fields;
  if (to !== state.status && !NEXT[state.status].includes(to)) {
    const message = `A case that is ${state.status} cannot become ${to}.`;
    throw new DomainError('conflict', 'case_transition_refused', message, { details: { from: state.status, to } });
  }
  if (to === 'waiting' && fields.nextActionAt === null) {
    const reasons = [{ path: 'nextActionAt', code: 'next_action_date_required', message: DATE_REQUIRED }];
    throw new DomainError('unprocessable', 'next_action_date_required', DATE_REQUIRED, { reasons });
  }
  return { fields, changes: changesBetween(state, fields) };
}

/** True for a change that says that we have just spoken with the customer. */
export function tellsOfContact(changes: FieldChanges): boolean {
  const to = changes['status']?.to;
  return to === 'contacted' || to === 'answered';
}

/**
 * Where a case stands after its offer moved: a letter sent is a first contact, an answer is an answer, whatever the case
 * stood at before, unless it is resolved. Any other move leaves it.
 */
export function statusAfterOffer(status: CaseStatus, offerStatus: OfferStatus): CaseStatus {
  if (offerStatus === 'sent') return status === 'to_contact' ? 'contacted' : status;
  if (offerStatus === 'accepted' || offerStatus === 'declined') return status === 'resolved' ? status : 'answered';
  return status;
}

function changesBetween(before: CaseFields, after: CaseFields): FieldChanges {
  const names = ['status', 'owner', 'nextAction', 'nextActionAt'] as const;
  return Object.fromEntries(
    names
      .filter((name) => before[name]?.valueOf() !== after[name]?.valueOf())
      .map((name) => [name, { from: before[name], to: after[name] }]),
  );
}
