import {
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Link,
  Stack,
  TextField,
  Typography,
} from '@mui/material';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { client, type Schemas, unwrap } from '../api/client.js';
import { ApiProblem } from '../api/problem.js';
import { useText } from '../i18n/use-text.js';
import { Refused } from '../shell/states.js';
import { useForm } from '../shell/use-form.js';
import { PageComponents } from './page-components.js';

type Result = Schemas['IncidentImport'];

/** Brings incidents in from a status page, by its address or its JSON; then says which of its components are which of ours. */
export function ImportDialog({ close }: { readonly close: () => void }) {
  const t = useText();
  const [file, setFile] = useState<File | null>(null);
  const [result, setResult] = useState<Result | null>(null);
  const form = useForm({ url: '' });
  const { url } = form.fields;
  const send = async (): Promise<void> => {
    setResult(null);
    const body = file === null ? { url } : parsed(await file.text());
    if (body === null) throw new ApiProblem(400, 'not_json', t('statusPage.notJson'));
    setResult(unwrap(await client.POST('/api/v1/incidents/import', { body: body as Record<string, never> })));
  };
  // Nothing came from where the address leads: that is said at the address.
  const isAboutAddress = /^(?:outgoing_|status_page_not_read)/.test(form.problem?.code ?? '');
  const fault = form.faultOf('url') ?? (isAboutAddress ? form.problem?.message : undefined);
  return (
    <Dialog open onClose={close} fullWidth maxWidth="md" aria-labelledby="import-title">
      <form onSubmit={form.submit(send)} noValidate>
        <DialogTitle id="import-title">{t('statusPage.title')}</DialogTitle>
        <DialogContent>
          <Stack spacing={2} sx={{ pt: 1 }}>
            <Typography color="textSecondary">{t('statusPage.advice')}</Typography>
            {form.elsewhere === null || isAboutAddress ? null : <Refused problem={form.elsewhere} />}
            <TextField
              autoFocus
              type="url"
              label={t('statusPage.url')}
              placeholder="https://status.example.com/api/v2/incidents.json"
              {...form.text('url')}
              error={fault !== undefined}
              helperText={fault}
              disabled={file !== null}
              slotProps={{ inputLabel: { shrink: true } }}
            />
            <Box>
              <Button component="label" variant="outlined">
                {file === null ? t('statusPage.file') : file.name}
                <input
                  type="file"
                  accept="application/json,.json"
                  className="visually-hidden"
                  aria-label={t('statusPage.file')}
                  onChange={({ target }) => {
                    setFile(target.files?.[0] ?? null);
                    form.forget();
                  }}
                />
              </Button>
              {file === null ? null : <Button onClick={() => setFile(null)}>{t('windows.remove')}</Button>}
            </Box>
            {result === null ? null : <Brought result={result} close={close} />}
            {result === null ? null : <PageComponents />}
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>{t(result === null ? 'action.cancel' : 'action.close')}</Button>
          <Button type="submit" variant="contained" disabled={form.isBusy || (url === '' && file === null)}>
            {t('statusPage.import')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function Brought({ result: { incidents, skipped }, close }: { readonly result: Result; readonly close: () => void }) {
  const t = useText();
  return (
    <Box role="status">
      <Typography sx={{ fontWeight: 600 }}>{t('statusPage.brought', { smart_count: incidents.length })}</Typography>
      <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
        {incidents.map(({ incidentId, title, outcome, proposals }) => (
          <li key={incidentId}>
            <Link component={RouterLink} to={`/incidents/${incidentId}/evidence`} onClick={close} underline="always">
              {title}
            </Link>
            {` · ${t(`statusPage.outcome.${outcome}`)} · ${t('proposal.count', { smart_count: proposals.added })}`}
          </li>
        ))}
        {skipped.map(({ name, code, message }) => (
          <li key={`${name} ${code}`}>{`${name}: ${message}`}</li>
        ))}
      </Box>
    </Box>
  );
}
