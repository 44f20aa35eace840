import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack, TextField, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useNotify } from 'react-admin';
import { client, ifMatch, type Schemas, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { Refused } from '../shell/states.js';

/** Follows another source for one edge of a window, and says why; the window as it was stays in the history. */
export function ChooseDialog({
  alternative,
  incidentId,
  version,
  zone,
  close,
}: {
  readonly alternative: Schemas['Alternative'];
  readonly incidentId: string;
  readonly version: number;
  readonly zone: string;
  readonly close: () => void;
}) {
  const t = useText();
  const format = useFormat();
  const notify = useNotify();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const { windowId, edge, evidenceIds, componentKey, claimedAt } = alternative;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setProblem(null);
    try {
      const [evidenceId = ''] = evidenceIds;
      unwrap(
        await client.POST('/api/v1/incidents/{id}/windows/{windowId}/choose', {
          params: { path: { id: incidentId, windowId } },
          headers: ifMatch(version),
          body: { ...(edge === 'start' ? { startEvidenceId: evidenceId } : { endEvidenceId: evidenceId }), reason },
        }),
      );
      notify(t('windows.saved'), { type: 'success' });
      close();
    } catch (error) {
      setProblem(error as ApiProblem);
    } finally {
      await queries.invalidateQueries();
    }
  };
  return (
    <Dialog open onClose={close} fullWidth maxWidth="sm" aria-labelledby="choose-title">
      <form onSubmit={(event) => void submit(event)}>
        <DialogTitle id="choose-title">
          {t('evidence.followTitle', {
            component: componentKey,
            edge: t(`evidence.edge.${edge}`),
            at: format.second(claimedAt, zone),
          })}
        </DialogTitle>
        <DialogContent>
          <Stack spacing={2} sx={{ pt: 1 }}>
            <Typography color="textSecondary">{t('evidence.followAdvice')}</Typography>
            {problem === null ? null : <Refused problem={problem} />}
            <TextField
              autoFocus
              required
              multiline
              minRows={2}
              label={t('windows.why')}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button type="submit" variant="contained" disabled={reason.trim() === ''}>
            {t('evidence.follow')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
