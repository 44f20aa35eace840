import { Button, Link, Paper, Stack, Typography } from '@mui/material';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ListBase } from 'react-admin';
import { type Answer, client, idempotencyKey, type Schemas, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useGet } from '../api/use-get.js';
import { useActor } from '../format/use-actor.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { ListFoot } from '../list/list-foot.js';
import { type Column, ListTable } from '../list/list-table.js';
import { Panel } from '../shell/panel.js';
import { Empty, Refused } from '../shell/states.js';

type Batch = Answer<'/api/v1/billing/csv-batches'>['items'][number];

/** Files for accounting: what waits is closed into one for each currency, and each can be fetched again, byte for byte. */
export function FilesTab() {
  const t = useText();
  const connections = useGet('/api/v1/billing/connections', {});
  const csv = (connections.data?.items ?? []).filter(({ kind }) => kind === 'csv');
  return (
    <Stack spacing={2}>
      {csv.map(({ id, name }) => (
        <CloseBatch key={id} connectionId={id} name={name} />
      ))}
      <Paper variant="outlined">
        <ListBase resource="csv-batches" perPage={50} storeKey={false} disableAuthentication>
          <ListTable<Batch>
            label={t('billing.tab.files')}
            columns={useBatchColumns()}
            empty={<Empty title={t('billing.noFile')} advice={t('billing.noFileAdvice')} />}
          />
          <ListFoot />
        </ListBase>
      </Paper>
    </Stack>
  );
}

function CloseBatch({ connectionId, name }: { readonly connectionId: string; readonly name: string }) {
  const t = useText();
  const queries = useQueryClient();
  // One key for one intent: a second press after an answer that got lost closes nothing twice.
  const [key, setKey] = useState(idempotencyKey);
  const close = useMutation<{ readonly items: readonly Schemas['BatchRow'][] }, ApiProblem>({
    mutationFn: async () =>
      unwrap(await client.POST('/api/v1/billing/csv-batches', { headers: key, body: { connectionId } })),
    onSuccess: async () => {
      setKey(idempotencyKey());
      await queries.invalidateQueries();
    },
  });
  return (
    <Panel
      title={name}
      actions={
        <Button variant="contained" disabled={close.isPending} onClick={() => close.mutate()}>
          {t('billing.closeFile')}
        </Button>
      }
    >
      <Typography color="textSecondary">{t('billing.closeFileAdvice')}</Typography>
      <div role="status">
        {close.error === null ? null : <Refused problem={close.error} />}
        {close.data === undefined ? null : t('billing.filesClosed', { smart_count: close.data.items.length })}
      </div>
    </Panel>
  );
}

function useBatchColumns(): readonly Column<Batch>[] {
  const t = useText();
  const format = useFormat();
  const actor = useActor();
  const money = (amountMinor: number, currency: string): string => format.money({ amountMinor, currency });
  return [
    {
      key: 'number',
      label: t('billing.fileNumber'),
      cell: ({ id, number, currency }) => (
        <Link href={`/api/v1/billing/csv-batches/${id}/file.csv`} download>
          {`${String(number).padStart(5, '0')} ${currency}`}
        </Link>
      ),
    },
    { key: 'lines', label: t('billing.lines'), isNumber: true, cell: ({ lineCount }) => format.number(lineCount) },
    {
      key: 'credits',
      label: t('billing.tab.credits'),
      isNumber: true,
      cell: ({ creditMinor, currency }) => money(creditMinor, currency),
    },
    {
      key: 'reversals',
      label: t('billing.reversals'),
      isNumber: true,
      cell: ({ reversalMinor, currency }) => money(-reversalMinor, currency),
    },
    {
      key: 'closed',
      label: t('billing.closed'),
      cell: ({ closedAt, closedBy }) => `${format.instant(closedAt, VIEWER_ZONE)} · ${actor(closedBy)}`,
    },
    { key: 'hash', label: 'SHA-256', cell: ({ fileSha256 }) => <code>{fileSha256.slice(0, 16)}…</code> },
  ];
}
