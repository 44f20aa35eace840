import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack, TextField, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { client, ifMatch, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useText } from '../i18n/use-text.js';
import { Refused } from '../shell/states.js';
import { type Offer, Overtaken } from './offer-moves.js';

/** Takes an offer back, makes it a draft again, or keeps a stale one: each needs a reason. */
export function ReasonDialog({
  offer,
  to,
  close,
  done,
}: {
  readonly offer: Offer;
  readonly to: 'withdrawn' | 'draft' | 'kept';
  readonly close: () => void;
  readonly done: (status: Offer['status']) => Promise<void>;
}) {
  const t = useText();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [seenVersion, setSeenVersion] = useState(offer.version);
  const [isBusy, setBusy] = useState(false);
  const fault = problem?.reasons.find(({ path }) => path === 'reason')?.message;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setSeenVersion(offer.version);
    try {
      const init = { params: { path: { id: offer.id } }, headers: ifMatch(offer.version), body: { reason } };
      const moved =
        to === 'withdrawn'
          ? unwrap(await client.POST('/api/v1/offers/{id}/withdraw', init))
          : to === 'draft'
            ? unwrap(await client.POST('/api/v1/offers/{id}/reopen', init))
            : unwrap(await client.POST('/api/v1/offers/{id}/keep', init));
      await queries.invalidateQueries({ queryKey: ['/api/v1/offers/{id}'] });
      await done(moved.status);
    } catch (error) {
      setProblem(error as ApiProblem);
      await queries.invalidateQueries({ queryKey: ['/api/v1/offers/{id}'] });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={close} fullWidth maxWidth="sm" aria-labelledby="reason-title">
      <form onSubmit={(event) => void submit(event)}>
        <DialogTitle id="reason-title">{t(`offer.askReason.${to}.title`)}</DialogTitle>
        <DialogContent>
          <Stack spacing={2} sx={{ pt: 1 }}>
            <Typography color="textSecondary">{t(`offer.askReason.${to}.advice`)}</Typography>
            {problem === null || fault !== undefined ? null : problem.status === 412 ? (
              <Overtaken offer={offer} sinceVersion={seenVersion} />
            ) : (
              <Refused problem={problem} />
            )}
            <TextField
              autoFocus
              required
              multiline
              minRows={2}
              label={t('offer.reason')}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
              error={fault !== undefined}
              helperText={fault ?? t('offer.reasonAdvice')}
            />
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button type="submit" variant="contained" disabled={isBusy || reason.trim() === ''}>
            {t(`offer.askReason.${to}.button`)}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
