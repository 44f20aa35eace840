import { Button } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useListContext } from 'react-admin';
import type { ApiProblem } from '../api/problem.js';
import { useText } from '../i18n/use-text.js';
import type { IncidentCustomer } from '../incidents/customers-tab.js';
import { SelectionFrame } from '../list/selection-frame.js';
import { useSelectedRows } from '../list/use-selected-rows.js';
import { BulkDialog } from './bulk-dialog.js';
import { type BulkAction, type BulkResult, runBulk } from './run-bulk.js';
import { useGiven } from './use-given.js';

const ACTIONS = ['withdraw', 'send', 'approve'] as const satisfies readonly BulkAction[];

/** The total of the selected offers by currency, how many of them the service would refuse, and the bulk actions. */
export function OfferSelection() {
  const t = useText();
  const given = useGiven();
  const { selectedIds } = useListContext<IncidentCustomer>();
  const rows = useSelectedRows<IncidentCustomer>();
  const [action, setAction] = useState<BulkAction | null>(null);
  const offers = rows.flatMap(({ name, offer }) => (offer === null ? [] : [{ ...offer, name }]));
  const ids = offers.map(({ id }) => id);
  // What comes next for most of what is selected: approval while there is a draft, else the letter.
  const next: BulkAction = offers.some(({ status }) => status === 'draft') ? 'approve' : 'send';
  const dry = useQuery<BulkResult, ApiProblem>({
    queryKey: ['offers in bulk', next, ids],
    queryFn: () => runBulk(next, ids, { isDry: true }),
    retry: false,
    gcTime: 0,
    enabled: ids.length > 0,
  });
  if (selectedIds.length === 0) return null;
  const withoutCount = rows.length - offers.length;
  const refusedCount = dry.data?.items.filter(({ ok }) => !ok).length;
  const summary = [
    '',
    given.ofAll(offers),
    ...(withoutCount === 0 ? [] : [t('offers.without', { smart_count: withoutCount })]),
    ...(ids.length === 0
      ? []
      : [
          t('offers.next', {
            action: t(`offers.action.${next}`),
            outcome:
              dry.error !== null
                ? dry.error.message
                : refusedCount === undefined
                  ? t('offers.checking')
                  : t('offers.refusedCount', { smart_count: refusedCount }),
          }),
        ]),
  ].join(' · ');
  return (
    <SelectionFrame summary={summary}>
      {ACTIONS.map((name) => (
        <Button
          key={name}
          variant={name === next ? 'contained' : 'outlined'}
          disabled={ids.length === 0}
          onClick={() => setAction(name)}
        >
          {`${t(`offers.action.${name}`)}…`}
        </Button>
      ))}
      {action === null ? null : (
        <BulkDialog
          action={action}
          names={new Map(offers.map(({ id, name }) => [id, name]))}
          close={() => setAction(null)}
        />
      )}
    </SelectionFrame>
  );
}
