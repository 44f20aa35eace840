import { client, idempotencyKey, type Schemas, unwrap } from '../api/client.js';
import type { Format } from '../format/use-format.js';

/** What can be done with many offers at once. */
export type BulkAction = 'approve' | 'send' | 'withdraw';

/** The answer for each offer, whichever of the two calls gave it. */
export type BulkResult = {
  readonly okCount: number;
  readonly totals: readonly Schemas['Money'][];
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

/** Amounts of several currencies as one text. */
export function totalText(totals: readonly Schemas['Money'][], format: Format): string {
  return totals.map((total) => format.money(total)).join(' + ') || '0';
}

/** The sum of amounts, one for each currency. */
export function sumByCurrency(amounts: readonly Schemas['Money'][]): readonly Schemas['Money'][] {
  const sums = new Map<string, number>();
  for (const { currency, amountMinor } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + amountMinor);
  return [...sums].map(([currency, amountMinor]) => ({ currency, amountMinor }));
}
