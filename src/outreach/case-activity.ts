import { DomainError } from '../kernel/domain-error.js';

/** What people write into the timeline of a case. A letter is one that went by post. */
export const WRITTEN_KINDS = ['note', 'call', 'email', 'meeting', 'letter'] as const;
export type WrittenKind = (typeof WRITTEN_KINDS)[number];

/**
 * What Amends writes into it: `assessed` (an assessment opened the case or changed what it says), `owed` (what is owed
 * was computed), `offer` (the offer moved, with the letter that carried it), `apology` (an apology was sent), `mail` (an
 * e-mail went out or came in), `question` (the customer asked on their page), `claim` (a claim came or was decided), `changed` (somebody changed the case),
 * `escalated` (nobody touched it for too long).
 */
export const OWN_KINDS = [
  'assessed',
  'owed',
  'offer',
  'apology',
  'mail',
  'question',
  'claim',
  'changed',
  'escalated',
] as const;
export type OwnKind = (typeof OWN_KINDS)[number];

export type ActivityKind = WrittenKind | OwnKind;

/** One entry of a timeline. What Amends writes has no words: its `details` say what happened. */
export type Activity = {
  readonly kind: ActivityKind;
  readonly body: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly author: string;
  readonly occurredAt: Date;
  /** Two with the same key in one case are the same. */
  readonly dedupKey: string | null;
};

/** True for what people write, and so may edit. */
export function isWritten(kind: ActivityKind): kind is WrittenKind {
  return WRITTEN_KINDS.some((written) => written === kind);
}

/** True for what reaches the customer; a note does not. */
export function isContact(kind: ActivityKind): boolean {
  return kind !== 'note' && isWritten(kind);
}

/** Refuses (`invalid`, `occurred_in_future`) what cannot have happened yet. */
export function assertOccurred(occurredAt: Date, now: Date): void {
  if (occurredAt <= now) return;
  throw new DomainError('invalid', 'occurred_in_future', 'What is kept here has happened already.', {
    reasons: [{ path: 'occurredAt', code: 'occurred_in_future', message: 'This is later than now.' }],
  });
}
