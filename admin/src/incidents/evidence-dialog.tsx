import { Button, Dialog, DialogActions, DialogContent, DialogTitle, MenuItem, Stack, TextField } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useNotify } from 'react-admin';
import { client, type Schemas, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { Refused } from '../shell/states.js';
import { instantOf } from './local-time.js';

type Evidence = Schemas['NewEvidenceDto'];
const SOURCES: readonly Evidence['source'][] = [
  'probe',
  'monitoring',
  'status_page',
  'post_mortem',
  'provider',
  'customer',
  'other',
];
const CONFIDENCES: readonly Evidence['confidence'][] = ['high', 'medium', 'low'];
const EMPTY = { source: 'probe', componentKey: '', from: '', to: '', confidence: 'medium', quote: '', sourceUrl: '' };
const FIELDS = ['source', 'componentKey', 'claimedStartAt', 'claimedEndAt', 'confidence', 'quote', 'sourceUrl'];

/** Adds what a source says of when something failed. Once it is there, it is an alternative to the windows chosen. */
export function EvidenceDialog({
  incidentId,
  zone,
  close,
}: {
  readonly incidentId: string;
  readonly zone: string;
  readonly close: () => void;
}) {
  const t = useText();
  const format = useFormat();
  const notify = useNotify();
  const queries = useQueryClient();
  const components = useGet('/api/v1/components', { query: { limit: 200 } });
  const [fields, setFields] = useState(EMPTY);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const at = (path: string) => {
    const message = problem?.reasons.find((reason) => reason.path === path)?.message;
    return { error: message !== undefined, helperText: message };
  };
  const bind = (name: keyof typeof EMPTY) => ({
    value: fields[name],
    onChange: ({ target }: { target: { value: string } }) => setFields({ ...fields, [name]: target.value }),
  });
  const isAtField = problem?.reasons.some(({ path }) => FIELDS.includes(path ?? '')) ?? false;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      unwrap(
        await client.POST('/api/v1/incidents/{id}/evidence', {
          params: { path: { id: incidentId } },
          body: {
            source: fields.source as Evidence['source'],
            confidence: fields.confidence as Evidence['confidence'],
            componentKey: fields.componentKey === '' ? null : fields.componentKey,
            claimedStartAt: fields.from === '' ? null : instantOf(fields.from, zone),
            claimedEndAt: fields.to === '' ? null : instantOf(fields.to, zone),
            quote: fields.quote,
            sourceUrl: fields.sourceUrl === '' ? null : fields.sourceUrl,
          },
        }),
      );
      await queries.invalidateQueries();
      notify(t('evidence.added'), { type: 'success' });
      close();
    } catch (error) {
      setProblem(error as ApiProblem);
    } finally {
      setBusy(false);
    }
  };
  const time = { inputLabel: { shrink: true }, htmlInput: { step: 1 } };
  return (
    <Dialog open onClose={close} fullWidth maxWidth="sm" aria-labelledby="evidence-title">
      <form onSubmit={(event) => void submit(event)}>
        <DialogTitle id="evidence-title">{t('evidence.add')}</DialogTitle>
        <DialogContent>
          <Stack spacing={2} sx={{ pt: 1 }}>
            {problem === null || isAtField ? null : <Refused problem={problem} />}
            <TextField select label={t('evidence.who')} {...bind('source')} {...at('source')}>
              {SOURCES.map((name) => (
                <MenuItem key={name} value={name}>
                  {t(`evidence.source.${name}`)}
                </MenuItem>
              ))}
            </TextField>
            <TextField select label={t('windows.component')} {...bind('componentKey')} {...at('componentKey')}>
              <MenuItem value="">{t('evidence.noComponent')}</MenuItem>
              {(components.data?.items ?? []).map(({ key }) => (
                <MenuItem key={key} value={key}>
                  {key}
                </MenuItem>
              ))}
            </TextField>
            <TextField
              type="datetime-local"
              label={t('evidence.from', { zone: format.zone(zone) })}
              {...bind('from')}
              {...at('claimedStartAt')}
              slotProps={time}
            />
            <TextField
              type="datetime-local"
              label={t('evidence.to', { zone: format.zone(zone) })}
              {...bind('to')}
              {...at('claimedEndAt')}
              slotProps={time}
            />
            <TextField select label={t('evidence.howSure')} {...bind('confidence')} {...at('confidence')}>
              {CONFIDENCES.map((name) => (
                <MenuItem key={name} value={name}>
                  {t(`evidence.confidence.${name}`)}
                </MenuItem>
              ))}
            </TextField>
            <TextField required multiline minRows={3} label={t('evidence.quote')} {...bind('quote')} {...at('quote')} />
            <TextField type="url" label={t('evidence.url')} {...bind('sourceUrl')} {...at('sourceUrl')} />
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button type="submit" variant="contained" disabled={isBusy || fields.quote.trim() === ''}>
            {t('evidence.add')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
