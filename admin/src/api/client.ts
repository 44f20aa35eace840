import createClient, { type Middleware } from 'openapi-fetch';
import { ApiProblem, problemOf } from './problem.js';
import { inReadersWords } from './refusal-words.js';
import type { components, paths } from './schema.js';

export type { paths };
/** The shapes of the OpenAPI document by name, such as `Schemas['OfferDetail']`. */
export type Schemas = components['schemas'];

/** A page that waits longer for an answer says so instead. */
const ANSWER_LIMIT_MS = 30_000;

type Listener = () => void;
const expiryListeners = new Set<Listener>();

/** Calls back when the service no longer knows the session. Gives the way to stop. */
export function onSessionExpired(listener: Listener): Listener {
  expiryListeners.add(listener);
  return () => expiryListeners.delete(listener);
}

const tellExpiry: Middleware = {
  onResponse({ response }) {
    if (response.status === 401) for (const listener of expiryListeners) listener();
  },
};

async function fetchWithLimit(request: Request): Promise<Response> {
  try {
    return await fetch(
      new Request(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]) }),
    );
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new ApiProblem(0, 'no_answer', 'The service does not answer.');
  }
}

/** The service's API, typed by its OpenAPI document. The session's cookie goes with every call. */
export const client = createClient<paths>({ baseUrl: '', credentials: 'same-origin', fetch: fetchWithLimit });
client.use(tellExpiry);

type JsonOf<Operation> = Operation extends { responses: infer R }
  ? R extends { 200: { content: { 'application/json': infer Body } } }
    ? Body
    : R extends { 201: { content: { 'application/json': infer Body } } }
      ? Body
      : R extends { 202: { content: { 'application/json': infer Body } } }
        ? Body
        : undefined
  : never;

/** The paths that can be read. */
export type GetPath = { [P in keyof paths]: paths[P] extends { get: { responses: unknown } } ? P : never }[keyof paths];
/** What a GET of a path answers with. */
export type Answer<P extends GetPath> = JsonOf<NonNullable<paths[P]['get']>>;
/** The parameters of a GET. */
export type GetParameters<P extends GetPath> =
  NonNullable<paths[P]['get']> extends { parameters: infer Parameters }
    ? { [K in keyof Parameters as K extends 'query' | 'path' ? K : never]: Parameters[K] }
    : never;

/** Reads a path. Throws `ApiProblem`. */
export async function get<P extends GetPath>(
  path: P,
  params: GetParameters<P>,
  signal?: AbortSignal,
): Promise<Answer<P>> {
  const send = client.GET as unknown as (path: string, init: object) => Promise<Result<Answer<P>>>;
  return unwrap(await send(path, { params, signal }));
}

type Result<T> = { readonly data?: T; readonly error?: unknown; readonly response: Response };

/** The answer of a call of `client`, or its refusal thrown as `ApiProblem`; what it says, in the reader's language. */
export function unwrap<T>({ data, error, response }: Result<T>): T {
  if (!response.ok) throw problemOf(response.status, error);
  return inReadersWords(data as T);
}

/** A key under which a POST that moves money or sends something happens once, however often it is repeated. */
export function idempotencyKey(): { 'Idempotency-Key': string } {
  return { 'Idempotency-Key': crypto.randomUUID() };
}

/** The header that refuses to write over what somebody else has changed since. */
export function ifMatch(version: number): { 'If-Match': string } {
  return { 'If-Match': `"${version}"` };
}
