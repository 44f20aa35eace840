import { client, idempotencyKey, type Schemas, unwrap } from '../api/client.js';

/** What can be done with many offers at once. */
export type BulkAction = 'approve' | 'send' | 'withdraw';

/** The answer for each offer, whichever of the two calls gave it. */
export type BulkResult = {
  readonly okCount: number;
  readonly totals: readonly Schemas['Money'][];
  readonly inKind: readonly Schemas['InKind'][];
  readonly items: readonly (Schemas['ActionItem'] | Schemas['SendItem'])[];
};

/** Asks the service to do something to each of many offers; a dry run only says what would come of it. */
export async function runBulk(
  action: BulkAction,
  ids: readonly string[],
  {
    isDry,
    reason = null,
    key = idempotencyKey(),
  }: {
    readonly isDry: boolean;
    readonly reason?: string | null;
    readonly key?: { 'Idempotency-Key': string };
  },
): Promise<BulkResult> {
  const common = { ids: [...ids], dryRun: isDry };
  if (action === 'send') {
    const body = { action: 'send', ...common } as const;
    return unwrap(await client.POST('/api/v1/letters/actions', { headers: key, body: body }));
  }
  const body = { action, reason, ...common };
  return unwrap(await client.POST('/api/v1/offers/actions', { headers: key, body: body }));
}
