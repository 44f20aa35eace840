import { get } from '../api/client.js';
import type { Text } from '../i18n/use-text.js';
import type { Given } from '../offers/use-given.js';
import type { IncidentCustomer } from './customers-tab.js';

const PAGE = 500;

/** Saves the customers that the filters leave, in their order, as CSV (UTF-8 with BOM, amounts as whole minor units). */
export async function exportCustomers(
  incidentId: string,
  filter: Readonly<Record<string, unknown>>,
  sort: { readonly field: string; readonly order: string },
  t: Text,
  given: Given,
): Promise<void> {
  const rows: IncidentCustomer[] = [];
  let cursor: string | undefined;
  do {
    const query = {
      ...filter,
      sort: `${sort.field}:${sort.order.toLowerCase()}`,
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    };
    const page = await get('/api/v1/console/incidents/{id}/customers', {
      path: { id: incidentId },
      query: query as never,
    });
    rows.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  const head = [
    'customerId',
    'name',
    'class',
    'people',
    'personSeconds',
    'clockSeconds',
    'meetings',
    'plan',
    'monthlyFeeMinor',
    'offerMinor',
    'currency',
    'offerInKind',
    'offerStatus',
    'caseStatus',
    'owner',
    t('customers.owed'),
  ];
  const lines = rows.map((row) => [
    row.externalId,
    row.name,
    row.class,
    row.peopleHit,
    row.personSeconds,
    row.clockSeconds,
    row.meetingsHit,
    row.plan,
    row.monthlyFee?.amountMinor,
    row.offer?.amount.amountMinor,
    row.offer?.amount.currency ?? row.monthlyFee?.currency,
    row.offer?.inKind.map(({ unit, quantity }) => `${quantity} ${unit}`).join(' + '),
    row.offer?.status,
    row.case?.status,
    row.case?.owner,
    row.offer === null ? '' : given.ofOffer(row.offer),
  ]);
  const text = [head, ...lines].map((line) => line.map(csvField).join(',')).join('\r\n');
  save(`\uFEFF${text}\r\n`, 'customers.csv');
}

/** A field that a spreadsheet would take for a formula is led by an apostrophe. */
function csvField(value: string | number | null | undefined): string {
  const text = String(value ?? '');
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function save(text: string, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
