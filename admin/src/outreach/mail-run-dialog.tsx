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
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { client, idempotencyKey, type Schemas, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useText, useWord } from '../i18n/use-text.js';
import { OutcomeTable } from '../list/outcome-table.js';
import { Loaded, Refused } from '../shell/states.js';
import type { CaseTarget } from './case-selection.js';
import { MailNotReady } from './mail-not-ready.js';

type Template = Schemas['MailRunDto']['template'];
type Result = Schemas['MailRunResult'];
const TEMPLATES: readonly Template[] = ['offer', 'apology', 'reminder'];

/** Mail to many customers of one incident: to whom it would go, who is left out and why; then it is sent at its pace. */
export function MailRunDialog({
  incidentId,
  target,
  names,
  close,
}: {
  readonly incidentId: string;
  readonly target: CaseTarget;
  readonly names: ReadonlyMap<string, string>;
  readonly close: () => void;
}) {
  const t = useText();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [key] = useState(idempotencyKey);
  const [template, setTemplate] = useState<Template>('offer');
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const body = { incidentId, template, ...('ids' in target ? { ids: [...target.ids] } : { filter: target.filter }) };
  const dry = useQuery<Result, ApiProblem>({
    queryKey: ['mail run', body],
    queryFn: async () =>
      unwrap(
        await client.POST('/api/v1/outreach/mail-runs', {
          headers: idempotencyKey(),
          body: { ...body, dryRun: true },
        }),
      ),
    retry: false,
    gcTime: 0,
  });
  const send = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      unwrap(await client.POST('/api/v1/outreach/mail-runs', { headers: key, body }));
      await queries.invalidateQueries();
      void navigate('/outreach/mails');
    } catch (error) {
      setProblem(error as ApiProblem);
    } finally {
      setBusy(false);
    }
  };
  const count = dry.data?.okCount ?? 0;
  return (
    <Dialog open onClose={close} fullWidth maxWidth="md" aria-labelledby="mail-run">
      <DialogTitle id="mail-run">{t('mailRun.title')}</DialogTitle>
      <DialogContent>
        <Stack spacing={2} sx={{ pt: 1 }}>
          <TextField
            select
            label={t('mail.template')}
            value={template}
            onChange={({ target: { value } }) => setTemplate(value as Template)}
          >
            {TEMPLATES.map((name) => (
              <MenuItem key={name} value={name}>
                {t(`mail.templates.${name}`)}
              </MenuItem>
            ))}
          </TextField>
          {problem === null ? null : <Refused problem={problem} />}
          <Loaded query={dry} lines={4}>
            {(result) => <Plan result={result} names={names} />}
          </Loaded>
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={close}>{t('action.cancel')}</Button>
        <Button variant="contained" disabled={isBusy || count === 0} onClick={() => void send()}>
          {t('mailRun.send', { smart_count: count })}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Plan({ result, names }: { readonly result: Result; readonly names: ReadonlyMap<string, string> }) {
  const t = useText();
  const word = useWord();
  const left = Object.entries(result.excluded);
  return (
    <>
      {result.mailReady ? null : <MailNotReady />}
      {left.length === 0 ? null : (
        <Typography>
          {t('mailRun.leftOut')} {left.map(([code, count]) => `${word('mail.exclusion', code)} (${count})`).join(', ')}
        </Typography>
      )}
      <OutcomeTable
        summary={t('mailRun.would', { smart_count: result.okCount })}
        items={result.items.map((item) => ({
          id: item.caseId,
          name: names.get(item.caseId) ?? item.customerId ?? item.caseId,
          ok: item.ok,
          text: item.ok
            ? item.to
            : item.reasons.map(({ code, message }) => word('mail.exclusion', code, message)).join(', '),
        }))}
      />
    </>
  );
}
