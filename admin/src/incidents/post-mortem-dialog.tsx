import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack, TextField, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useNotify } from 'react-admin';
import { client, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useText } from '../i18n/use-text.js';
import { Refused } from '../shell/states.js';

/** Reads a post-mortem for the windows that it tells; they come as proposals, each with its sentences. */
export function PostMortemDialog({
  incidentId,
  timeZone,
  close,
}: {
  readonly incidentId: string;
  readonly timeZone: string;
  readonly close: () => void;
}) {
  const t = useText();
  const notify = useNotify();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const [date, setDate] = useState('');
  const [zone, setZone] = useState(timeZone);
  const [sourceUrl, setSourceUrl] = useState('');
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const faultOf = (path: string): string | undefined =>
    problem?.reasons.find((reason) => reason.path === path)?.message;
  const isAtField = ['text', 'date', 'timeZone', 'sourceUrl'].some((path) => faultOf(path) !== undefined);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const { kept } = unwrap(
        await client.POST('/api/v1/incidents/{id}/post-mortem', {
          params: { path: { id: incidentId } },
          body: {
            text,
            ...(date === '' ? {} : { date }),
            ...(zone === '' ? {} : { timeZone: zone }),
            ...(sourceUrl === '' ? {} : { sourceUrl }),
          },
        }),
      );
      await queries.invalidateQueries();
      notify(t('proposal.count', { smart_count: kept.added + kept.known }), { type: 'success' });
      close();
    } catch (error) {
      setProblem(error as ApiProblem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={close} fullWidth maxWidth="md" aria-labelledby="post-mortem-title">
      <form onSubmit={(event) => void submit(event)}>
        <DialogTitle id="post-mortem-title">{t('postMortem.title')}</DialogTitle>
        <DialogContent>
          <Stack spacing={2} sx={{ pt: 1 }}>
            <Typography color="textSecondary">{t('postMortem.advice')}</Typography>
            {problem === null || isAtField ? null : <Refused problem={problem} />}
            <TextField
              autoFocus
              required
              multiline
              minRows={8}
              maxRows={18}
              label={t('postMortem.text')}
              value={text}
              onChange={({ target }) => setText(target.value)}
              error={faultOf('text') !== undefined}
              helperText={faultOf('text')}
            />
            <Stack direction="row" useFlexGap spacing={1.5} sx={{ flexWrap: 'wrap' }}>
              <TextField
                type="date"
                label={t('postMortem.date')}
                value={date}
                onChange={({ target }) => setDate(target.value)}
                error={faultOf('date') !== undefined}
                helperText={faultOf('date') ?? t('postMortem.dateAdvice')}
                slotProps={{ inputLabel: { shrink: true } }}
              />
              <TextField
                label={t('postMortem.zone')}
                value={zone}
                onChange={({ target }) => setZone(target.value)}
                error={faultOf('timeZone') !== undefined}
                helperText={faultOf('timeZone')}
              />
              <TextField
                type="url"
                label={t('evidence.url')}
                value={sourceUrl}
                onChange={({ target }) => setSourceUrl(target.value)}
                error={faultOf('sourceUrl') !== undefined}
                helperText={faultOf('sourceUrl')}
                sx={{ flex: 1, minWidth: 200 }}
              />
            </Stack>
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button type="submit" variant="contained" disabled={isBusy || text.trim() === ''}>
            {t('postMortem.read')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
