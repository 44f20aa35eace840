import { DomainError, type DomainErrorKind, type Reason } from '../../kernel/domain-error.js';

/** Why an outgoing request has no answer; each code is stable. */
export type OutgoingFailureCode =
  | 'outgoing_request_not_allowed' // the URL, method or headers break a rule
  | 'outgoing_name_unknown' // the name has no address
  | 'outgoing_address_refused' // an address of the name is not public
  | 'outgoing_connect_failed' // refused, unreachable, or its certificate is not good
  | 'outgoing_timeout'
  | 'outgoing_answer_too_large'
  | 'outgoing_broken'; // the exchange broke off, or the answer is not HTTP

const KIND: Readonly<Record<OutgoingFailureCode, DomainErrorKind>> = {
  outgoing_request_not_allowed: 'invalid',
  outgoing_name_unknown: 'unavailable',
  outgoing_address_refused: 'unprocessable',
  outgoing_connect_failed: 'unavailable',
  outgoing_timeout: 'unavailable',
  outgoing_answer_too_large: 'unprocessable',
  outgoing_broken: 'unavailable',
};

/**
 * An outgoing request without a usable answer. `mayHaveArrived` is false only when the request certainly never reached
 * the peer; when it is true the outcome is unknown, and what moves money asks before it sends again.
 */
export class OutgoingFailure extends DomainError {
  constructor(
    override readonly code: OutgoingFailureCode,
    message: string,
    readonly mayHaveArrived: boolean,
    options: { readonly reasons?: readonly Reason[]; readonly cause?: unknown } = {},
  ) {
    super(KIND[code], code, message, { ...options, details: { mayHaveArrived } });
    this.name = 'OutgoingFailure';
  }
}
