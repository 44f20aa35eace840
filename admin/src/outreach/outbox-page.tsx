import { Button, Link, Paper, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ListBase, useListContext, useNotify } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { client, idempotencyKey, type Schemas, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { ListFoot } from '../list/list-foot.js';
import { ChoiceFilter, ListFilters } from '../list/list-filters.js';
import { type Column, ListTable } from '../list/list-table.js';
import { SelectionFrame } from '../list/selection-frame.js';
import { useSelectedRows } from '../list/use-selected-rows.js';
import { Page } from '../shell/page.js';
import { Empty, Refused } from '../shell/states.js';
import { MailNotReady } from './mail-not-ready.js';
import { MailRunsPanel } from './mail-runs-panel.js';
import { useMailReason } from './use-mail-reason.js';

type Mail = Schemas['ShownMail'];
type MailAction = Schemas['MailActionsDto']['action'];

const STATUSES = [
  'held',
  'queued',
  'sending',
  'transmitting',
  'sent',
  'unknown',
  'failed',
  'bounced',
  'cancelled',
  'received',
] as const;
const ACTIONS: readonly MailAction[] = ['release', 'retry', 'resend', 'cancel'];
const PER_PAGE = 50;

/** Every mail that went or is to go, and the bulk sends with how far they are. */
export default function OutboxPage() {
  const t = useText();
  const settings = useGet('/api/v1/settings', {});
  return (
    <Page
      title={t('outbox.title')}
      above={
        <Link component={RouterLink} to="/outreach" variant="body2">
          {t('desk.title')}
        </Link>
      }
    >
      {settings.data !== undefined && settings.data.mail === null ? <MailNotReady /> : null}
      <MailRunsPanel />
      <Paper variant="outlined" sx={{ minWidth: 0, mt: 2 }}>
        <ListBase resource="mails" perPage={PER_PAGE} sort={{ field: 'newest', order: 'ASC' }}>
          <ListFilters>
            <ChoiceFilter
              name="status"
              label={t('incident.statusLabel')}
              choices={STATUSES.map((value) => ({ value, label: t(`mail.status.${value}`) }))}
            />
            <ChoiceFilter
              name="direction"
              label={t('mail.direction')}
              choices={(['out', 'in'] as const).map((value) => ({ value, label: t(`mail.directions.${value}`) }))}
            />
          </ListFilters>
          <ListTable<Mail>
            label={t('outbox.mails')}
            columns={useMailColumns()}
            nameOf={({ customer }) => customer.name}
            empty={<Empty title={t('outbox.none')} advice={t('outbox.noneAdvice')} />}
          />
          <ListFoot />
          <MailSelection />
        </ListBase>
      </Paper>
    </Page>
  );
}

function useMailColumns(): readonly Column<Mail>[] {
  const t = useText();
  const format = useFormat();
  const mailReason = useMailReason();
  return [
    {
      key: 'customer',
      label: t('customers.customer'),
      cell: ({ customer, caseId }) => (
        <Link component={RouterLink} to={`/outreach/${caseId}`}>
          {customer.name}
        </Link>
      ),
    },
    { key: 'subject', label: t('mail.subject'), cell: ({ subject }) => subject },
    {
      key: 'address',
      label: t('mail.address'),
      cell: ({ direction, toAddress, fromAddress }) => (direction === 'in' ? fromAddress : toAddress),
    },
    {
      key: 'status',
      label: t('incident.statusLabel'),
      cell: ({ status, statusReason }) => (
        <>
          {t(`mail.status.${status}`)}
          {statusReason === null ? null : (
            <Typography variant="body2" color="textSecondary">
              {mailReason(statusReason)}
            </Typography>
          )}
        </>
      ),
    },
    {
      key: 'attempts',
      label: t('mail.attempts'),
      isNumber: true,
      cell: ({ attempts }) => format.number(attempts),
    },
    {
      key: 'at',
      label: t('mail.when'),
      cell: ({ sentAt, createdAt }) => format.instant(sentAt ?? createdAt, VIEWER_ZONE),
    },
  ];
}

/** What can be done with the chosen mails: the service says it of each. */
function MailSelection() {
  const t = useText();
  const notify = useNotify();
  const queries = useQueryClient();
  const { selectedIds, onUnselectItems } = useListContext<Mail>();
  const rows = useSelectedRows<Mail>();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  if (selectedIds.length === 0) return null;
  const act = async (action: MailAction): Promise<void> => {
    setProblem(null);
    try {
      const ids = rows.filter(({ actions }) => actions.includes(action)).map(({ id }) => id);
      const { items } = unwrap(
        await client.POST('/api/v1/outreach/mails/actions', { headers: idempotencyKey(), body: { action, ids } }),
      );
      const refused = items.flatMap((item) => (item.ok ? [] : [item.message]));
      notify([t('outbox.done', { smart_count: items.length - refused.length }), ...refused].join(' '), {
        type: refused.length === 0 ? 'success' : 'warning',
      });
      onUnselectItems();
    } catch (error) {
      setProblem(error as ApiProblem);
    } finally {
      await queries.invalidateQueries();
    }
  };
  return (
    <SelectionFrame summary="">
      {problem === null ? null : <Refused problem={problem} />}
      {ACTIONS.map((action) => {
        const count = rows.filter(({ actions }) => actions.includes(action)).length;
        return (
          <Button key={action} disabled={count === 0} onClick={() => void act(action)}>
            {t(`mail.action.${action}`, { smart_count: count })}
          </Button>
        );
      })}
    </SelectionFrame>
  );
}
