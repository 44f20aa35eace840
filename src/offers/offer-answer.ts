import { DomainError } from '../kernel/domain-error.js';

export const ANSWER_CHANNELS = ['phone', 'email', 'meeting', 'letter', 'page'] as const;
export type AnswerChannel = (typeof ANSWER_CHANNELS)[number];

/**
 * Who said yes or no for the customer, how, and when. A refusal may come without a word; what a policy grants without the
 * customer having to accept is `automatic`, and nobody said it.
 */
export type OfferAnswer = {
  readonly saidBy: string | null;
  readonly channel: AnswerChannel | 'automatic' | null;
  readonly saidAt: Date;
  readonly note: string | null;
};

/** The answer that sending an offer is, where its policies want none from the customer. */
export function automaticAnswer(sentAt: Date): OfferAnswer {
  return { saidBy: null, channel: 'automatic', saidAt: sentAt, note: null };
}

/** True of an answer that nobody gave, for the offer was granted by being sent. */
export function isAutomatic(answer: Pick<OfferAnswer, 'channel'> | null): boolean {
  return answer?.channel === 'automatic';
}

/** An answer as it is kept, in JSON: `saidAt` is RFC 3339 text. */
export type StoredAnswer = Omit<OfferAnswer, 'saidAt'> & { readonly saidAt: string };

/** The answer in the form in which it is kept. */
export function storedAnswer(answer: OfferAnswer): StoredAnswer {
  return { ...answer, saidAt: answer.saidAt.toISOString() };
}

/** Refuses (`invalid`, `said_in_future`) an answer that nobody can have given yet. */
export function assertSaid({ saidAt }: OfferAnswer, now: Date): void {
  if (saidAt <= now) return;
  throw new DomainError('invalid', 'said_in_future', 'An answer cannot be dated in the future.', {
    reasons: [{ path: 'saidAt', code: 'said_in_future', message: 'This is later than now.' }],
  });
}
