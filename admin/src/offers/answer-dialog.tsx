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
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { client, idempotencyKey, ifMatch, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { instantOf } from '../incidents/local-time.js';
import { Refused } from '../shell/states.js';
import { type Offer, Overtaken } from './offer-moves.js';

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
  readonly done: (status: Offer['status']) => Promise<void>;
}) {
  const t = useText();
  const format = useFormat();
  const queries = useQueryClient();
  const isYes = answer === 'accepted';
  const [key] = useState(idempotencyKey);
  const [saidBy, setSaidBy] = useState('');
  const [channel, setChannel] = useState<Channel | ''>(isYes ? 'phone' : '');
  const [saidAt, setSaidAt] = useState('');
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [seenVersion, setSeenVersion] = useState(offer.version);
  const [isBusy, setBusy] = useState(false);
  const fields = ['saidBy', 'channel', 'saidAt', isYes ? 'note' : 'reason'];
  const faultOf = (path: string): string | undefined =>
    problem?.reasons.find((reason) => reason.path === path)?.message;
  const isAtFields = problem !== null && problem.reasons.some(({ path }) => fields.includes(path ?? ''));
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setSeenVersion(offer.version);
    try {
      const said = { saidBy, channel, saidAt: saidAt === '' ? null : instantOf(saidAt, VIEWER_ZONE), note };
      const moved = isYes ? await accept(offer, said, key) : await decline(offer, said);
      await done(moved.status);
    } catch (error) {
      setProblem(error as ApiProblem);
      await queries.invalidateQueries({ queryKey: ['/api/v1/offers/{id}'] });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={close} fullWidth maxWidth="sm" aria-labelledby="answer-title">
      <form onSubmit={(event) => void submit(event)}>
        <DialogTitle id="answer-title">
          {t(isYes ? 'offer.acceptTitle' : 'offer.declineTitle', { amount: format.money(offer.amount) })}
        </DialogTitle>
        <DialogContent>
          <Stack spacing={2} sx={{ pt: 1 }}>
            <Typography color="textSecondary">{t(isYes ? 'offer.acceptAdvice' : 'offer.declineAdvice')}</Typography>
            {problem === null || isAtFields ? null : problem.status === 412 ? (
              <Overtaken offer={offer} sinceVersion={seenVersion} />
            ) : (
              <Refused problem={problem} />
            )}
            <TextField
              autoFocus
              required={isYes}
              label={t('offer.saidBy')}
              value={saidBy}
              onChange={({ target }) => setSaidBy(target.value)}
              error={faultOf('saidBy') !== undefined}
              helperText={faultOf('saidBy')}
            />
            <TextField
              select
              required={isYes}
              label={t('offer.channel')}
              value={channel}
              onChange={({ target }) => setChannel(target.value as Channel | '')}
              error={faultOf('channel') !== undefined}
              helperText={faultOf('channel')}
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
              value={saidAt}
              onChange={({ target }) => setSaidAt(target.value)}
              error={faultOf('saidAt') !== undefined}
              helperText={faultOf('saidAt') ?? t('offer.saidAtAdvice')}
              slotProps={{ inputLabel: { shrink: true } }}
            />
            <TextField
              multiline
              minRows={2}
              label={t(isYes ? 'offer.note' : 'offer.reason')}
              value={note}
              onChange={({ target }) => setNote(target.value)}
              error={faultOf(isYes ? 'note' : 'reason') !== undefined}
              helperText={faultOf(isYes ? 'note' : 'reason')}
            />
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button type="submit" variant="contained" disabled={isBusy || (isYes && saidBy.trim() === '')}>
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
