import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  MenuItem,
  Stack,
  TextField,
  Typography,
} from '@mui/material';
import { useState } from 'react';
import { client, idempotencyKey, ifMatch, unwrap } from '../api/client.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { instantOf } from '../incidents/local-time.js';
import { Refused } from '../shell/states.js';
import type { Offer } from './offer-moves.js';
import { useGiven } from './use-given.js';
import { useOfferForm } from './use-offer-form.js';

const CHANNELS = ['phone', 'email', 'meeting', 'letter', 'page'] as const;
type Channel = (typeof CHANNELS)[number];

/** The customer's yes or no, as somebody here was told it: who said it, how, when. */
export function AnswerDialog({
  offer,
  answer,
  close,
  done,
}: {
  readonly offer: Offer;
  readonly answer: 'accepted' | 'declined';
  readonly close: () => void;
  readonly done: (status: Offer['status']) => void;
}) {
  const t = useText();
  const format = useFormat();
  const given = useGiven();
  const isYes = answer === 'accepted';
  const [key] = useState(idempotencyKey);
  const channel: Channel | '' = isYes ? 'phone' : '';
  const { form, refusal, send } = useOfferForm(offer, { saidBy: '', channel, saidAt: '', note: '' }, (name) =>
    name === 'note' && !isYes ? 'reason' : name,
  );
  const { saidBy } = form.fields;
  const submit = async (): Promise<void> => {
    const { saidAt, ...fields } = form.fields;
    const said = { ...fields, saidAt: saidAt === '' ? null : instantOf(saidAt, VIEWER_ZONE) };
    const moved = isYes ? await accept(offer, said, key) : await decline(offer, said);
    done(moved.status);
  };
  return (
    <Dialog open onClose={close} fullWidth maxWidth="sm" aria-labelledby="answer-title">
      <form onSubmit={form.submit(() => send(submit))}>
        <DialogTitle id="answer-title">
          {t(isYes ? 'offer.acceptTitle' : 'offer.declineTitle', { amount: given.ofOffer(offer) })}
        </DialogTitle>
        <DialogContent>
          <Stack spacing={2} sx={{ pt: 1 }}>
            <Typography color="textSecondary">{t(isYes ? 'offer.acceptAdvice' : 'offer.declineAdvice')}</Typography>
            {refusal ?? (form.elsewhere === null ? null : <Refused problem={form.elsewhere} />)}
            <TextField autoFocus required={isYes} label={t('offer.saidBy')} {...form.text('saidBy')} />
            <TextField
              select
              required={isYes}
              label={t('offer.channel')}
              {...form.text('channel')}
              slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
            >
              {isYes ? null : <MenuItem value="">{t('offer.channelUnknown')}</MenuItem>}
              {CHANNELS.map((name) => (
                <MenuItem key={name} value={name}>
                  {t(`offer.channels.${name}`)}
                </MenuItem>
              ))}
            </TextField>
            <TextField
              type="datetime-local"
              label={t('offer.saidAt', { zone: format.zone(VIEWER_ZONE) })}
              {...form.text('saidAt', t('offer.saidAtAdvice'))}
              slotProps={{ inputLabel: { shrink: true } }}
            />
            <TextField multiline minRows={2} label={t(isYes ? 'offer.note' : 'offer.reason')} {...form.text('note')} />
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button type="submit" variant="contained" disabled={form.isBusy || (isYes && saidBy.trim() === '')}>
            {t(isYes ? 'offer.accept' : 'offer.decline')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

type Said = {
  readonly saidBy: string;
  readonly channel: Channel | '';
  readonly saidAt: string | null;
  readonly note: string;
};

async function accept(offer: Offer, { note, channel, ...said }: Said, key: { 'Idempotency-Key': string }) {
  return unwrap(
    await client.POST('/api/v1/offers/{id}/accept', {
      params: { path: { id: offer.id } },
      headers: { ...ifMatch(offer.version), ...key },
      body: { ...said, channel: channel as Channel, note: orNull(note) },
    }),
  );
}

async function decline(offer: Offer, { saidBy, channel, saidAt, note }: Said) {
  return unwrap(
    await client.POST('/api/v1/offers/{id}/decline', {
      params: { path: { id: offer.id } },
      headers: ifMatch(offer.version),
      body: { saidBy: orNull(saidBy), channel: channel === '' ? null : channel, saidAt, reason: orNull(note) },
    }),
  );
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text;
}
