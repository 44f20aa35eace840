export type ParticipantRole = 'participant' | 'facilitator';

export const PARTICIPANT_ROLES: readonly ParticipantRole[] = ['participant', 'facilitator'];

export type SessionKind = 'person' | 'room' | 'dial_in' | 'bot';

/** In the order in which one wins over the next when the same session is told in two ways. */
export const SESSION_KINDS: readonly SessionKind[] = ['person', 'room', 'dial_in', 'bot'];

export type AttemptOutcome = 'admitted' | 'refused' | 'error' | 'timeout';

export const ATTEMPT_OUTCOMES: readonly AttemptOutcome[] = ['admitted', 'refused', 'error', 'timeout'];
