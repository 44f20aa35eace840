import { Box, Button, LinearProgress, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { client, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import type { IncidentOverview } from './incident-page.js';

const PROGRESS_MS = 700;

/** Asks for the next assessment, and shows how far the one under way is, also after a reload. */
export function AssessButton({
  overview,
  refresh,
}: {
  readonly overview: IncidentOverview;
  readonly refresh: () => void;
}) {
  const t = useText();
  const notify = useNotify();
  const [isBusy, setBusy] = useState(false);
  const { incident, assessment, running } = overview;
  if (running !== null) return <Progress jobId={running.jobId} revision={running.revision} />;
  const assess = async (): Promise<void> => {
    setBusy(true);
    try {
      unwrap(await client.POST('/api/v1/incidents/{id}/assessments', { params: { path: { id: incident.id } } }));
      refresh();
    } catch (error) {
      notify((error as ApiProblem).message, { type: 'error' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button variant={assessment === null ? 'contained' : 'outlined'} disabled={isBusy} onClick={() => void assess()}>
      {assessment === null ? t('incident.assess') : t('incident.assessAgain')}
    </Button>
  );
}

function Progress({ jobId, revision }: { readonly jobId: string | null; readonly revision: number }) {
  const t = useText();
  const format = useFormat();
  const { data } = useGet(
    '/api/v1/jobs/{id}',
    { path: { id: jobId ?? '' } },
    { enabled: jobId !== null, refetchEveryMs: PROGRESS_MS },
  );
  const share =
    data?.totalCount === null || data?.totalCount === undefined || data.totalCount === 0
      ? undefined
      : data.doneCount / data.totalCount;
  return (
    <Stack role="status" sx={{ minWidth: 180 }}>
      <Typography variant="body2">
        {t('incident.assessing', { revision })}
        {share === undefined ? '' : ` · ${format.percent(share)}`}
      </Typography>
      <Box>
        <LinearProgress
          aria-label={t('incident.assessing', { revision })}
          variant={share === undefined ? 'indeterminate' : 'determinate'}
          value={(share ?? 0) * 100}
        />
      </Box>
    </Stack>
  );
}
