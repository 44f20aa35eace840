import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Stack,
  TextField,
  Typography,
} from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { client, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { Refused } from '../shell/states.js';

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
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      const body = { stopped: !stopped, ...(reason === '' ? {} : { reason }) };
      unwrap(await client.PUT('/api/v1/billing/kill-switch', { body }));
      await queries.invalidateQueries();
      close();
    } catch (error) {
      setProblem(error as ApiProblem);
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={close} fullWidth maxWidth="xs" aria-labelledby="kill-switch">
      <form onSubmit={(event) => void submit(event)}>
        <DialogTitle id="kill-switch">{stopped ? t('killSwitch.startTitle') : t('killSwitch.stopTitle')}</DialogTitle>
        <DialogContent>
          <Stack spacing={2}>
            <Typography>{stopped ? t('killSwitch.startAdvice') : t('killSwitch.stopAdvice')}</Typography>
            {problem === null ? null : <Refused problem={problem} />}
            <TextField
              autoFocus
              required={!stopped}
              label={t('billing.reason')}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button type="submit" variant="contained" color={stopped ? 'primary' : 'error'} disabled={isBusy}>
            {stopped ? t('killSwitch.start') : t('killSwitch.stop')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
