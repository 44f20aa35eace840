import { Alert, Button, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { client, unwrap } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { FormDialog } from '../shell/form-dialog.js';
import { useForm } from '../shell/use-form.js';

/** Whether sending is stopped, and the switch: it takes a reason, since everybody will ask for it. */
export function KillSwitch() {
  const t = useText();
  const format = useFormat();
  const [isAsking, setAsking] = useState(false);
  const { data } = useGet('/api/v1/billing/kill-switch', {});
  if (data === undefined) return null;
  const at = data.stoppedAt === null ? '' : format.instant(data.stoppedAt, VIEWER_ZONE);
  return (
    <Alert
      severity={data.stopped ? 'error' : 'success'}
      icon={false}
      action={
        <Button color={data.stopped ? 'primary' : 'error'} variant="outlined" onClick={() => setAsking(true)}>
          {data.stopped ? t('killSwitch.start') : t('killSwitch.stop')}
        </Button>
      }
      sx={{ alignItems: 'center', '& .MuiAlert-action': { pt: 0, alignItems: 'center' } }}
    >
      <Typography sx={{ fontWeight: 600 }}>{data.stopped ? t('killSwitch.stopped') : t('killSwitch.runs')}</Typography>
      {data.stopped ? (
        <Typography>
          {t('killSwitch.by', { who: data.stoppedBy ?? '', at })}
          {data.stoppedReason === null ? '' : ` ${data.stoppedReason}`}
        </Typography>
      ) : null}
      {isAsking ? <SwitchDialog stopped={data.stopped} close={() => setAsking(false)} /> : null}
    </Alert>
  );
}

function SwitchDialog({ stopped, close }: { readonly stopped: boolean; readonly close: () => void }) {
  const t = useText();
  const form = useForm({ reason: '' });
  const send = async (): Promise<void> => {
    const { reason } = form.fields;
    const body = { stopped: !stopped, ...(reason === '' ? {} : { reason }) };
    unwrap(await client.PUT('/api/v1/billing/kill-switch', { body }));
    close();
  };
  return (
    <FormDialog
      title={t(stopped ? 'killSwitch.startTitle' : 'killSwitch.stopTitle')}
      advice={t(stopped ? 'killSwitch.startAdvice' : 'killSwitch.stopAdvice')}
      action={t(stopped ? 'killSwitch.start' : 'killSwitch.stop')}
      form={form}
      send={send}
      close={close}
      isDanger={!stopped}
    >
      <TextField autoFocus required={!stopped} label={t('billing.reason')} {...form.text('reason')} />
    </FormDialog>
  );
}
