import { refusalWords } from './refusal-words.js';

/** One reason of a refusal; `path` names the field or parameter at fault. */
export type Reason = { readonly path?: string; readonly code: string; readonly message: string };

/** A refusal of the service (RFC 9457), or that it did not answer at all (`no_answer`, status 0). */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly reasons: readonly Reason[] = [],
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }

  /** What react-admin shows under the fields of a form. */
  get body(): { errors: Record<string, string> } {
    const named = this.reasons.filter(({ path }) => path !== undefined);
    return { errors: Object.fromEntries(named.map(({ path, message }) => [path ?? '', message])) };
  }
}

type ProblemBody = {
  readonly code?: string;
  readonly title?: string;
  readonly errors?: readonly Reason[];
  readonly details?: Readonly<Record<string, unknown>>;
};

/** Reads a refusal's body, whatever it is: a proxy before the service may answer with a page of its own. */
export function problemOf(status: number, body: unknown): ApiProblem {
  const { code, title, errors, details } = (typeof body === 'object' && body !== null ? body : {}) as ProblemBody;
  const known = code ?? 'unexpected';
  const reasons = (errors ?? []).map((reason) => ({ ...reason, message: refusalWords(reason.code, reason.message) }));
  return new ApiProblem(status, known, refusalWords(known, title ?? `HTTP ${status}`), reasons, details ?? {});
}
