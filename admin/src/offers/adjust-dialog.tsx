import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack, TextField, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { client, ifMatch, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { minorOf } from '../format/minor-units.js';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { Refused } from '../shell/states.js';
import { type Offer, Overtaken } from './offer-moves.js';

/** Changes what an offer comes to, with a reason; it is a draft after that, for somebody else to approve. */
export function AdjustDialog({
  offer,
  close,
  done,
}: {
  readonly offer: Offer;
  readonly close: () => void;
  readonly done: (status: Offer['status']) => Promise<void>;
}) {
  const t = useText();
  const format = useFormat();
  const queries = useQueryClient();
  const { currency, amountMinor } = offer.amount;
  const [amount, setAmount] = useState('');
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [seenVersion, setSeenVersion] = useState(offer.version);
  const [isBusy, setBusy] = useState(false);
  const wanted = minorOf(amount, currency);
  const faultOf = (path: string): string | undefined => problem?.reasons.find((found) => found.path === path)?.message;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (wanted === null) return;
    setBusy(true);
    setSeenVersion(offer.version);
    try {
      const changed = unwrap(
        await client.PATCH('/api/v1/offers/{id}', {
          params: { path: { id: offer.id } },
          headers: ifMatch(offer.version),
          body: { amountMinor: wanted, reason },
        }),
      );
      await done(changed.status);
    } catch (error) {
      setProblem(error as ApiProblem);
      await queries.invalidateQueries({ queryKey: ['/api/v1/offers/{id}'] });
    } finally {
      setBusy(false);
    }
  };
  const isAtField = faultOf('amountMinor') !== undefined || faultOf('reason') !== undefined;
  return (
    <Dialog open onClose={close} fullWidth maxWidth="sm" aria-labelledby="adjust-title">
      <form onSubmit={(event) => void submit(event)}>
        <DialogTitle id="adjust-title">{t('offer.adjustTitle', { amount: format.money(offer.amount) })}</DialogTitle>
        <DialogContent>
          <Stack spacing={2} sx={{ pt: 1 }}>
            <Typography color="textSecondary">{t('offer.adjustAdvice')}</Typography>
            {problem === null || isAtField ? null : problem.status === 412 ? (
              <Overtaken offer={offer} sinceVersion={seenVersion} />
            ) : (
              <Refused problem={problem} />
            )}
            <TextField
              autoFocus
              required
              label={t('offer.newAmount', { currency })}
              value={amount}
              onChange={({ target }) => setAmount(target.value)}
              error={faultOf('amountMinor') !== undefined || (amount !== '' && wanted === null)}
              helperText={
                faultOf('amountMinor') ??
                (wanted === null
                  ? t('offer.amountAdvice')
                  : `${format.money({ amountMinor: wanted, currency })} · ${signed(wanted - amountMinor)}`)
              }
              slotProps={{ htmlInput: { inputMode: 'decimal' } }}
            />
            <TextField
              required
              multiline
              minRows={2}
              label={t('offer.reason')}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
              error={faultOf('reason') !== undefined}
              helperText={faultOf('reason') ?? t('offer.reasonAdvice')}
            />
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button type="submit" variant="contained" disabled={isBusy || wanted === null || reason.trim() === ''}>
            {t('offer.adjust')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );

  function signed(minor: number): string {
    const text = format.money({ amountMinor: Math.abs(minor), currency });
    return minor < 0 ? `−${text}` : `+${text}`;
  }
}
