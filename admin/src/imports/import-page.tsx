import { Box, Button, Link, Paper, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { ListBase } from 'react-admin';
import { Link as RouterLink, useParams } from 'react-router-dom';
import { client, type Schemas, unwrap } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { useActor } from '../format/use-actor.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { ListFoot } from '../list/list-foot.js';
import { type Column, ListTable } from '../list/list-table.js';
import { FormDialog } from '../shell/form-dialog.js';
import { Page } from '../shell/page.js';
import { Figure, Panel } from '../shell/panel.js';
import { Empty, Loaded } from '../shell/states.js';
import { useForm } from '../shell/use-form.js';
import { kindWord } from './kind-word.js';

type Receipt = Schemas['ImportReceipt'];
type Reject = Schemas['ImportReject'] & { readonly id: string };

/** Of these the service knows what only one import brought. */
const REVERTIBLE: readonly string[] = ['attendance', 'meetings', 'sessions', 'join-attempts'];

/** One import: what became of its lines, which were refused and why, and the way to take it back. */
export default function ImportPage() {
  const t = useText();
  const { id = '' } = useParams();
  const [isAsking, setAsking] = useState(false);
  const receipt = useGet('/api/v1/imports/{id}', { path: { id } });
  const found = receipt.data;
  return (
    <Page
      title={found?.sourceName ?? t('imports.title')}
      above={
        <Link component={RouterLink} to="/settings/imports" variant="body2">
          {t('imports.title')}
        </Link>
      }
      actions={
        found?.status === 'done' && REVERTIBLE.includes(found.kind) ? (
          <Button variant="outlined" color="error" onClick={() => setAsking(true)}>
            {t('imports.revert')}
          </Button>
        ) : null
      }
    >
      <Loaded query={receipt}>
        {(shown) => (
          <Stack spacing={2}>
            <Summary receipt={shown} />
            <Rejects id={id} />
            {isAsking ? <RevertDialog receipt={shown} close={() => setAsking(false)} /> : null}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function Summary({ receipt }: { readonly receipt: Receipt }) {
  const t = useText();
  const format = useFormat();
  const actor = useActor();
  const { kind, status, read, accepted, rejected, createdBy, createdAt, warnings, errorMessage } = receipt;
  return (
    <Panel title={kindWord(kind, t)}>
      <Stack spacing={1.5}>
        <Stack direction="row" useFlexGap sx={{ gap: 4, flexWrap: 'wrap' }}>
          <Figure value={t(`imports.status.${status}`)} label={t('imports.stands')} />
          <Figure value={format.number(read)} label={t('imports.read')} />
          <Figure value={format.number(accepted)} label={t('imports.accepted')} />
          <Figure value={format.number(rejected)} label={t('imports.rejected')} />
        </Stack>
        <Typography color="textSecondary">{`${actor(createdBy)}, ${format.instant(createdAt, VIEWER_ZONE)}`}</Typography>
        {errorMessage === null ? null : <Typography>{errorMessage}</Typography>}
        {receipt.revertedAt === null ? null : (
          <Typography>
            {t('imports.reverted', {
              who: actor(receipt.revertedBy ?? ''),
              at: format.instant(receipt.revertedAt, VIEWER_ZONE),
            })}
            {receipt.revertReason === null ? '' : ` ${receipt.revertReason}`}
          </Typography>
        )}
        {warnings.length === 0 ? null : (
          <Box>
            <Typography sx={{ fontWeight: 600 }}>{t('imports.warnings')}</Typography>
            <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
              {warnings.map(({ code, message, count }) => (
                <li key={code}>{`${message} (${format.number(count)})`}</li>
              ))}
            </Box>
          </Box>
        )}
      </Stack>
    </Panel>
  );
}

function Rejects({ id }: { readonly id: string }) {
  const t = useText();
  const columns: readonly Column<Reject>[] = [
    { key: 'line', label: t('imports.line'), isNumber: true, cell: ({ line }) => line },
    { key: 'field', label: t('imports.field'), cell: ({ field }) => field },
    { key: 'why', label: t('imports.why'), cell: ({ message }) => message },
    { key: 'code', label: 'Code', cell: ({ code }) => <code>{code}</code> },
  ];
  return (
    <Paper variant="outlined" component="section" aria-label={t('imports.rejects')}>
      <Typography variant="h2" sx={{ px: 2, pt: 1.5, pb: 1 }}>
        {t('imports.rejects')}
      </Typography>
      <ListBase
        resource="import-rejects"
        queryOptions={{ meta: { importId: id } }}
        perPage={100}
        storeKey={false}
        disableAuthentication
      >
        <ListTable<Reject>
          label={t('imports.rejects')}
          columns={columns}
          empty={<Empty title={t('imports.noRejects')} />}
        />
        <ListFoot />
      </ListBase>
    </Paper>
  );
}

function RevertDialog({ receipt, close }: { readonly receipt: Receipt; readonly close: () => void }) {
  const t = useText();
  const form = useForm({ reason: '' });
  const send = async (): Promise<void> => {
    const reason = form.fields.reason.trim() === '' ? null : form.fields.reason;
    unwrap(
      await client.POST('/api/v1/imports/{id}/revert', { params: { path: { id: receipt.id } }, body: { reason } }),
    );
    close();
  };
  return (
    <FormDialog
      title={t('imports.revertTitle')}
      advice={t('imports.revertAdvice')}
      action={t('imports.revert')}
      form={form}
      send={send}
      close={close}
      isDanger
    >
      <TextField autoFocus multiline label={t('imports.reason')} {...form.text('reason')} />
    </FormDialog>
  );
}
