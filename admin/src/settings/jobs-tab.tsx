import { Box, Button, LinearProgress, Paper, Typography } from '@mui/material';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ListBase, useListContext } from 'react-admin';
import { type Answer, client, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useActor } from '../format/use-actor.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { ListFoot } from '../list/list-foot.js';
import { ChoiceFilter, ListFilters } from '../list/list-filters.js';
import { type Column, ListTable } from '../list/list-table.js';
import { Empty, Refused } from '../shell/states.js';

type Job = Answer<'/api/v1/jobs'>['items'][number];

const STATUSES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
const KINDS = [
  'assessment',
  'assessment-alternatives',
  'outreach.mail_run',
  'outreach.mails',
  'billing.reconcile',
  'letters.send',
  'offers.propose',
] as const;
const LOOK_EVERY_MS = 1500;

/** Long work: how far it is, how it ended, and a way to stop it. It goes on whatever becomes of the page. */
export function JobsTab() {
  const t = useText();
  return (
    <Paper variant="outlined">
      <ListBase
        resource="jobs"
        perPage={50}
        sort={{ field: 'createdAt', order: 'DESC' }}
        storeKey={false}
        disableAuthentication
      >
        <Watch />
        <ListFilters>
          <ChoiceFilter
            name="status"
            label={t('jobs.stands')}
            choices={STATUSES.map((value) => ({ value, label: t(`jobs.status.${value}`) }))}
          />
        </ListFilters>
        <ListTable<Job>
          label={t('settings.tab.jobs')}
          columns={useJobColumns()}
          empty={<Empty title={t('jobs.none')} advice={t('jobs.noneAdvice')} />}
        />
        <ListFoot />
      </ListBase>
    </Paper>
  );
}

/** Asks again while something on the page is under way. */
function Watch() {
  const { data, refetch } = useListContext<Job>();
  const isMoving = data?.some(({ status }) => status === 'queued' || status === 'running') ?? false;
  useEffect(() => {
    if (!isMoving) return undefined;
    const look = setInterval(() => void refetch(), LOOK_EVERY_MS);
    return () => clearInterval(look);
  }, [isMoving, refetch]);
  return null;
}

function useJobColumns(): readonly Column<Job>[] {
  const t = useText();
  const format = useFormat();
  const actor = useActor();
  return [
    { key: 'kind', label: t('jobs.what'), cell: ({ kind }) => kindWord(kind, t) },
    { key: 'status', label: t('jobs.stands'), cell: ({ status }) => t(`jobs.status.${status}`) },
    { key: 'progress', label: t('jobs.progress'), cell: (job) => <Progress job={job} /> },
    { key: 'by', label: t('jobs.by'), cell: ({ createdBy }) => actor(createdBy) },
    { key: 'asked', label: t('jobs.asked'), cell: ({ createdAt }) => format.instant(createdAt, VIEWER_ZONE) },
    { key: 'took', label: t('jobs.took'), isNumber: true, cell: (job) => tookOf(job, format.duration) },
    { key: 'cancel', label: t('settings.actions'), cell: (job) => <CancelButton job={job} /> },
  ];
}

/** A kind of tomorrow may have no words here. */
function kindWord(kind: string, t: ReturnType<typeof useText>): string {
  const known = KINDS.find((name) => name === kind);
  return known === undefined ? kind : t(`jobs.kind.${known}`);
}

function tookOf({ startedAt, finishedAt }: Job, duration: (seconds: number) => string): string {
  if (startedAt === null || finishedAt === null) return '–';
  return duration((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000);
}

function Progress({ job }: { readonly job: Job }) {
  const t = useText();
  const format = useFormat();
  if (job.errorMessage !== null) return <>{job.errorMessage}</>;
  if (job.status !== 'running') return <>{job.totalCount === null ? '' : format.number(job.totalCount)}</>;
  const share = job.totalCount === null || job.totalCount === 0 ? undefined : (100 * job.doneCount) / job.totalCount;
  return (
    <Box sx={{ minWidth: 160 }}>
      <LinearProgress
        aria-label={t('jobs.progress')}
        variant={share === undefined ? 'indeterminate' : 'determinate'}
        value={share ?? 0}
      />
      <Typography variant="caption" color="textSecondary">
        {[job.step, share === undefined ? null : format.percent(share / 100)]
          .filter((part) => part !== null)
          .join(' · ')}
      </Typography>
    </Box>
  );
}

function CancelButton({ job }: { readonly job: Job }) {
  const t = useText();
  const queries = useQueryClient();
  const cancel = useMutation<unknown, ApiProblem>({
    mutationFn: async () => unwrap(await client.POST('/api/v1/jobs/{id}/cancel', { params: { path: { id: job.id } } })),
    onSettled: () => queries.invalidateQueries(),
  });
  if (job.status !== 'queued' && job.status !== 'running') return null;
  if (job.cancelRequestedAt !== null) return <>{t('jobs.stopping')}</>;
  return (
    <>
      <Button
        color="error"
        disabled={cancel.isPending}
        onClick={() => cancel.mutate()}
        aria-label={t('jobs.cancelOf', { what: kindWord(job.kind, t) })}
      >
        {t('jobs.cancel')}
      </Button>
      {cancel.error === null ? null : <Refused problem={cancel.error} />}
    </>
  );
}
