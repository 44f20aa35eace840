import { Box, Button, Stack, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client, idempotencyKey, type Schemas, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useGet } from '../api/use-get.js';
import { useActor } from '../format/use-actor.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText, useWord } from '../i18n/use-text.js';
import { Meter } from '../shell/meter.js';
import { Panel } from '../shell/panel.js';
import { Loaded, Refused } from '../shell/states.js';
import { useMailReason } from './use-mail-reason.js';

type Run = Schemas['ShownRun'];
const SHOWN = 10;
const RUNNING_REFRESH_MS = 2000;
/** What can follow a status, by the name of the call that makes it so. */
const CALLS = { paused: 'pause', running: 'resume', stopped: 'stop' } as const;

/** Bulk sends with how far each is; the service paces them, so leaving the page stops nothing. */
export function MailRunsPanel() {
  const t = useText();
  const query = useGet('/api/v1/outreach/mail-runs', { query: { limit: SHOWN } });
  const isRunning = query.data?.items.some(({ status }) => status === 'running') ?? false;
  useGet(
    '/api/v1/outreach/mail-runs',
    { query: { limit: SHOWN } },
    { refetchEveryMs: isRunning ? RUNNING_REFRESH_MS : false },
  );
  return (
    <Panel title={t('outbox.runs')}>
      <Loaded query={query} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <Typography color="textSecondary">{t('outbox.noRun')}</Typography>
          ) : (
            <Stack component="ul" spacing={2} sx={{ m: 0, p: 0, listStyle: 'none' }}>
              {items.map((run) => (
                <RunItem key={run.id} run={run} />
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Panel>
  );
}

function RunItem({ run }: { readonly run: Run }) {
  const t = useText();
  const word = useWord();
  const format = useFormat();
  const actor = useActor();
  const mailReason = useMailReason();
  const queries = useQueryClient();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const counts: Readonly<Record<string, number | undefined>> = run.counts;
  const total = Object.values(counts).reduce<number>((sum, count) => sum + (count ?? 0), 0);
  const waiting = (counts['queued'] ?? 0) + (counts['held'] ?? 0) + (counts['sending'] ?? 0);
  const move = async (call: 'pause' | 'resume' | 'stop'): Promise<void> => {
    setProblem(null);
    try {
      const params = { path: { id: run.id } };
      if (call === 'pause') unwrap(await client.POST('/api/v1/outreach/mail-runs/{id}/pause', { params }));
      else if (call === 'stop') unwrap(await client.POST('/api/v1/outreach/mail-runs/{id}/stop', { params }));
      else {
        const headers = idempotencyKey();
        unwrap(await client.POST('/api/v1/outreach/mail-runs/{id}/resume', { params, headers }));
      }
    } catch (error) {
      setProblem(error as ApiProblem);
    } finally {
      await queries.invalidateQueries();
    }
  };
  return (
    <Box component="li">
      <Stack direction="row" useFlexGap spacing={1.5} sx={{ flexWrap: 'wrap', alignItems: 'center' }}>
        <Typography sx={{ fontWeight: 600 }}>{t(`mail.templates.${run.template}`)}</Typography>
        <Typography color="textSecondary">
          {`${actor(run.createdBy)} · ${format.instant(run.createdAt, VIEWER_ZONE)} · ${t(`mailRun.status.${run.status}`)}`}
          {run.statusReason === null ? '' : ` · ${mailReason(run.statusReason)}`}
        </Typography>
        <Box sx={{ flex: 1 }} />
        {run.nextStatuses.map((status) =>
          status === 'done' ? null : (
            <Button key={status} variant="outlined" onClick={() => void move(CALLS[status])}>
              {t(`mailRun.action.${CALLS[status]}`)}
            </Button>
          ),
        )}
      </Stack>
      <Meter label={t('mailRun.progress')} share={total === 0 ? 1 : (total - waiting) / total} />
      <Typography variant="body2" color="textSecondary" sx={{ mt: 0.5 }}>
        {Object.entries(counts)
          .map(([status, count]) => `${word('mail.status', status)} ${count ?? 0}`)
          .join(' · ')}
      </Typography>
      {problem === null ? null : <Refused problem={problem} />}
    </Box>
  );
}
