/** What kind of refusal this is; the HTTP layer maps each kind to one status. */
export type DomainErrorKind =
  | 'invalid' // 400: the input itself is wrong
  | 'unauthenticated' // 401
  | 'forbidden' // 403
  | 'not_found' // 404
  | 'method_not_allowed' // 405: the path is right, the method is not
  | 'conflict' // 409: right input, wrong moment
  | 'stale' // 412: If-Match names another version
  | 'too_large' // 413
  | 'unsupported' // 415
  | 'unprocessable' // 422: understood, against a rule
  | 'precondition_required' // 428
  | 'too_many' // 429
  | 'unavailable'; // 503

/** One reason of a refusal. `path` points into the input with dots, e.g. `windows.0.endsAt`. */
export type Reason = { readonly path?: string; readonly code: string; readonly message: string };

/**
 * A refusal that the caller can act on. `code` is stable and snake_case, `message` is for people, `reasons` lists every
 * fault found and never only the first, `details` carries what a client needs to explain it.
 */
export class DomainError extends Error {
  constructor(
    readonly kind: DomainErrorKind,
    readonly code: string,
    message: string,
    readonly options: {
      readonly reasons?: readonly Reason[];
      readonly details?: Readonly<Record<string, unknown>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DomainError';
  }

  get reasons(): readonly Reason[] {
    return this.options.reasons ?? [];
  }

  get details(): Readonly<Record<string, unknown>> {
    return this.options.details ?? {};
  }
}

/** The refusal for an object that is not there, or that the caller may not know of. */
export function notFound(what: string, id: string): DomainError {
  return new DomainError('not_found', `${what}_not_found`, `There is no ${what.replaceAll('_', ' ')} ${id}.`);
}
