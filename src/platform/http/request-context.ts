import { AsyncLocalStorage } from 'node:async_hooks';

/** The id of the request that the current work belongs to. */
const requestIds = new AsyncLocalStorage<string>();

/** Runs `work`, and all that it starts, as part of a request. */
export function inRequest<T>(requestId: string, work: () => T): T {
  return requestIds.run(requestId, work);
}

/** Null outside a request: the command line, a job, the outbox. */
export function currentRequestId(): string | null {
  return requestIds.getStore() ?? null;
}
