import { DomainError, type Reason } from '../kernel/domain-error.js';
import type { OfferStatus } from '../offers/offer.js';
import type { Outcome } from '../offers/proposal.js';

export const CASE_STATUSES = ['to_contact', 'contacted', 'waiting', 'answered', 'resolved', 'not_reachable'] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];

/** What the customer is owed; `pending` until offers were computed. */
export type Owed = Outcome | 'pending';
export const OWED = ['pending', 'offer', 'nothing_owed', 'refused'] as const satisfies readonly Owed[];

const NEXT: Readonly<Record<CaseStatus, readonly CaseStatus[]>> = {
  to_contact: ['contacted', 'waiting', 'answered', 'not_reachable', 'resolved'],
  contacted: ['to_contact', 'waiting', 'answered', 'not_reachable', 'resolved'],
  waiting: ['to_contact', 'contacted', 'answered', 'not_reachable', 'resolved'],
  answered: ['contacted', 'waiting', 'resolved'],
  not_reachable: ['to_contact', 'contacted', 'waiting', 'answered', 'resolved'],
  resolved: ['to_contact', 'contacted', 'waiting'],
};

/** What people change of a case. `owner` is a text that says who; a `holdReason` puts the case on hold. */
export type CaseFields = {
  readonly status: CaseStatus;
  readonly owner: string | null;
  readonly nextAction: string | null;
  readonly nextActionAt: Date | null;
  readonly snoozedUntil: Date | null;
  readonly holdReason: string | null;
  readonly tags: readonly string[];
};

/** Fields to write over; one that is undefined stays. Tags are written whole, or some are added and taken away. */
export type CaseChange = Partial<CaseFields> & {
  readonly addTags?: readonly string[];
  readonly removeTags?: readonly string[];
};

/** What was changed, field by field: what stood before, and what stands now. */
export type FieldChanges = Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;

export type CaseBlocker = {
  readonly to: CaseStatus;
  readonly code: 'next_action_date_required';
  readonly message: string;
};

export const MAX_TAGS = 20;

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

/** Tags as they are kept: trimmed, in lower case, each once, in order. */
export function normalTags(tags: readonly string[]): string[] {
  return [...new Set(tags.map((tag) => tag.trim().toLowerCase()).filter((tag) => tag !== ''))].toSorted();
}

/**
 * A case with a change made, and what it changed; nothing when it changed nothing. Throws with every reason:
 * `case_transition_refused` (conflict) for a status that does not follow, else (unprocessable)
 * `next_action_date_required`, `snooze_not_ahead`, `too_many_tags`.
 */
export function changeCase(
  state: CaseFields,
  change: CaseChange,
  now: Date,
): { fields: CaseFields; changes: FieldChanges } {
  const said = <K extends keyof CaseFields>(name: K): CaseFields[K] =>
    change[name] === undefined ? state[name] : (change[name] as CaseFields[K]);
  const removed = normalTags(change.removeTags ?? []);
  const fields: CaseFields = {
    status: said('status'),
    owner: said('owner'),
    nextAction: said('nextAction'),
    nextActionAt: said('nextActionAt'),
    snoozedUntil: said('snoozedUntil'),
    holdReason: said('holdReason'),
    tags: normalTags([...said('tags'), ...(change.addTags ?? [])]).filter((tag) => !removed.includes(tag)),
  };
  const reasons = refusals(state, fields, change, now);
  const [first] = reasons;
  if (first === undefined) return { fields, changes: changesBetween(state, fields) };
  const { status: from } = state;
  const kind = first.code === 'case_transition_refused' ? 'conflict' : 'unprocessable';
  throw new DomainError(kind, first.code, first.message, { reasons, details: { from, to: fields.status } });
}

function refusals(state: CaseFields, fields: CaseFields, change: CaseChange, now: Date): Reason[] {
  const reasons: Reason[] = [];
  const { status: to } = fields;
  if (to !== state.status && !NEXT[state.status].includes(to)) {
    const message = `A case that is ${state.status} cannot become ${to}.`;
    reasons.push({ path: 'status', code: 'case_transition_refused', message });
  }
  if (to === 'waiting' && fields.nextActionAt === null) {
    reasons.push({ path: 'nextActionAt', code: 'next_action_date_required', message: DATE_REQUIRED });
  }
  if (change.snoozedUntil instanceof Date && change.snoozedUntil <= now) {
    reasons.push({ path: 'snoozedUntil', code: 'snooze_not_ahead', message: 'A case sleeps until a later moment.' });
  }
  if (fields.tags.length > MAX_TAGS) {
    reasons.push({ path: 'tags', code: 'too_many_tags', message: `A case has at most ${MAX_TAGS} tags.` });
  }
  return reasons;
}

const FREE_TEXTS = ['nextAction', 'holdReason', 'tags'];

/** The changes as the audit trail keeps them for ever: of texts that people write, only that they were changed. */
export function changesToAudit(changes: FieldChanges): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(changes).map(([name, change]) => [name, FREE_TEXTS.includes(name) ? 'changed' : change]),
  );
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
  if (offerStatus === 'sent') return statusAfterMailSent(status);
  if (offerStatus === 'accepted' || offerStatus === 'declined') return statusAfterReply(status);
  return status;
}

/** Where a case stands after something of ours reached the customer. */
export function statusAfterMailSent(status: CaseStatus): CaseStatus {
  return status === 'to_contact' ? 'contacted' : status;
}

/** Where a case stands after the customer wrote, called or answered; a resolved one stays, and shows the entry. */
export function statusAfterReply(status: CaseStatus): CaseStatus {
  return status === 'resolved' ? status : 'answered';
}

function changesBetween(before: CaseFields, after: CaseFields): FieldChanges {
  const names = ['status', 'owner', 'nextAction', 'nextActionAt', 'snoozedUntil', 'holdReason', 'tags'] as const;
  return Object.fromEntries(
    names
      .filter((name) => comparable(before[name]) !== comparable(after[name]))
      .map((name) => [name, { from: before[name], to: after[name] }]),
  );
}

function comparable(value: CaseFields[keyof CaseFields]): unknown {
  return Array.isArray(value) ? value.join('\n') : value?.valueOf();
}
