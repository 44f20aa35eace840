import { Box, Button, Link, Stack, TextField, Typography } from '@mui/material';
import { useDeferredValue, useState } from 'react';
import { ListBase, useNotify } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { type Answer, client, type Schemas, unwrap } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { type Choice, Chooser } from '../list/chooser.js';
import { ListFoot } from '../list/list-foot.js';
import { type Column, ListTable } from '../list/list-table.js';
import { FormDialog } from '../shell/form-dialog.js';
import { Page } from '../shell/page.js';
import { Panel } from '../shell/panel.js';
import { Empty } from '../shell/states.js';
import { useForm } from '../shell/use-form.js';

type Inbound = Schemas['ShownInbound'];
type Block = Answer<'/api/v1/outreach/mail-blocks'>['items'][number] & { readonly id: string };

const PER_PAGE = 25;
const MOST_FOUND = 20;

/** What came back by mail and waits for a person: replies that are in no case, and addresses that are written to no more. */
export default function RepliesPage() {
  const t = useText();
  return (
    <Page
      title={t('replies.title')}
      above={
        <Link component={RouterLink} to="/outreach" variant="body2">
          {t('desk.title')}
        </Link>
      }
    >
      <Stack spacing={2}>
        <Unmatched />
        <Blocked />
      </Stack>
    </Page>
  );
}

function Unmatched() {
  const t = useText();
  const format = useFormat();
  const [chosen, setChosen] = useState<Inbound | null>(null);
  const columns: readonly Column<Inbound>[] = [
    {
      key: 'said',
      label: t('replies.said'),
      isWrapped: 'anywhere',
      cell: ({ type, subject, textBody }) => (
        <Box sx={{ maxWidth: 900 }}>
          {`${t(`replies.type.${type}`)}${t('shell.colon')}`}
          <Box component="span" sx={{ fontWeight: 600 }}>
            {subject ?? t('replies.noSubject')}
          </Box>
          <Typography color="textSecondary" sx={{ whiteSpace: 'pre-line', maxHeight: 120, overflowY: 'auto' }}>
            {textBody}
          </Typography>
        </Box>
      ),
    },
    { key: 'from', label: t('replies.from'), isWrapped: 'anywhere', cell: ({ fromAddress }) => fromAddress ?? '–' },
    {
      key: 'at',
      label: t('replies.received'),
      isForWide: true,
      cell: ({ receivedAt }) => format.instant(receivedAt, VIEWER_ZONE),
    },
    {
      key: 'do',
      label: t('settings.actions'),
      isWrapped: true,
      cell: (event) =>
        event.actions.includes('attach') ? (
          <Button
            onClick={() => setChosen(event)}
            aria-label={t('replies.attachOf', { subject: event.subject ?? t('replies.noSubject') })}
          >
            {t('replies.attach')}
          </Button>
        ) : null,
    },
  ];
  return (
    <Panel title={t('replies.unmatched')}>
      <Typography color="textSecondary">{t('replies.unmatchedAdvice')}</Typography>
      {chosen === null ? null : <AttachDialog event={chosen} close={() => setChosen(null)} />}
      <ListBase
        resource="inbound"
        perPage={PER_PAGE}
        filter={{ outcome: 'unmatched' }}
        storeKey={false}
        disableSyncWithLocation
        disableAuthentication
      >
        <ListTable<Inbound>
          label={t('replies.unmatched')}
          columns={columns}
          empty={<Empty title={t('replies.noUnmatched')} advice={t('replies.noUnmatchedAdvice')} />}
        />
        <ListFoot />
      </ListBase>
    </Panel>
  );
}

/** Asks for the case that a reply is about. */
function AttachDialog({ event, close }: { readonly event: Inbound; readonly close: () => void }) {
  const t = useText();
  const notify = useNotify();
  const [text, setText] = useState('');
  const q = useDeferredValue(text);
  const form = useForm<{ readonly caseId: Choice | null }>({ caseId: null });
  const { caseId: chosen } = form.fields;
  const found = useGet('/api/v1/outreach/cases', { query: { q, limit: MOST_FOUND } }, { keepPrevious: true });
  const choices = (found.data?.items ?? []).map(({ id, customer, incidentTitle, status }) => ({
    id,
    name: customer.name,
    about: `${incidentTitle} · ${t(`case.status.${status}`)}`,
    because: '',
  }));
  const send = async (): Promise<void> => {
    const params = { path: { id: event.id } };
    unwrap(await client.POST('/api/v1/outreach/inbound/{id}/attach', { params, body: { caseId: chosen?.id ?? '' } }));
    notify(t('replies.attached'), { type: 'success' });
    close();
  };
  return (
    <FormDialog
      title={t('replies.attachOf', { subject: event.subject ?? t('replies.noSubject') })}
      advice={t('replies.attachAdvice')}
      action={t('replies.attach')}
      form={form}
      send={send}
      close={close}
      isReady={chosen !== null}
    >
      <Chooser
        label={t('replies.case')}
        value={chosen}
        choose={(caseId) => form.set({ caseId })}
        error={form.faultOf('caseId')}
        likely={[]}
        others={choices}
        text={text}
        search={setText}
      />
    </FormDialog>
  );
}

function Blocked() {
  const t = useText();
  const format = useFormat();
  const [chosen, setChosen] = useState<Block | null>(null);
  const columns: readonly Column<Block>[] = [
    { key: 'address', label: t('replies.address'), isWrapped: 'anywhere', cell: ({ address }) => address },
    {
      key: 'customer',
      label: t('customers.customer'),
      isWrapped: true,
      cell: ({ customer }) => (
        <Link component={RouterLink} to={`/customers/${encodeURIComponent(customer.externalId)}`}>
          {customer.name}
        </Link>
      ),
    },
    { key: 'why', label: t('replies.why'), isWrapped: true, cell: ({ reason }) => t(`replies.reason.${reason}`) },
    {
      key: 'since',
      label: t('replies.since'),
      isForWide: true,
      cell: ({ createdAt }) => format.instant(createdAt, VIEWER_ZONE),
    },
    {
      key: 'do',
      label: t('settings.actions'),
      isWrapped: true,
      cell: (block) =>
        block.actions.includes('lift') ? (
          <Button onClick={() => setChosen(block)} aria-label={t('replies.liftOf', { address: block.address })}>
            {t('replies.lift')}
          </Button>
        ) : (
          t('replies.stays')
        ),
    },
  ];
  return (
    <Panel title={t('replies.blocked')}>
      <Typography color="textSecondary">{t('replies.blockedAdvice')}</Typography>
      {chosen === null ? null : <LiftDialog block={chosen} close={() => setChosen(null)} />}
      <ListBase
        resource="mail-blocks"
        perPage={PER_PAGE}
        storeKey={false}
        disableSyncWithLocation
        disableAuthentication
      >
        <ListTable<Block>
          label={t('replies.blocked')}
          columns={columns}
          empty={<Empty title={t('replies.noBlocked')} />}
        />
        <ListFoot />
      </ListBase>
    </Panel>
  );
}

function LiftDialog({ block, close }: { readonly block: Block; readonly close: () => void }) {
  const t = useText();
  const notify = useNotify();
  const form = useForm({ reason: '' });
  const send = async (): Promise<void> => {
    const { address, customer } = block;
    const body = { customerId: customer.externalId, address, reason: form.fields.reason };
    unwrap(await client.POST('/api/v1/outreach/mail-blocks/lift', { body }));
    notify(t('replies.lifted'), { type: 'success' });
    close();
  };
  return (
    <FormDialog
      title={t('replies.liftOf', { address: block.address })}
      advice={t('replies.liftAdvice', { name: block.customer.name })}
      action={t('replies.lift')}
      form={form}
      send={send}
      close={close}
      isReady={form.fields.reason.trim() !== ''}
    >
      <TextField
        autoFocus
        required
        label={t('replies.liftReason')}
        {...form.text('reason', t('replies.liftReasonAdvice'))}
      />
    </FormDialog>
  );
}
