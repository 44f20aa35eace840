import { Button, Stack, Table, TableBody, TableCell, TableHead, TableRow, TextField } from '@mui/material';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Answer, client, type Schemas, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import { Loaded, Refused } from '../shell/states.js';
import { useForm } from '../shell/use-form.js';
import { useVersion } from './use-version.js';
import { RefusedChange, SaveChange } from './versioned.js';

type Retention = Answer<'/api/v1/retention'>;

const KINDS = ['names', 'sessions', 'impacts', 'claims'] as const;

/** For how many days what is personal is kept, and what would go today. */
export function RetentionTab() {
  const retention = useGet('/api/v1/retention', {});
  return (
    <Stack spacing={2}>
      <Loaded query={retention}>{(stored) => <DaysForm stored={stored} />}</Loaded>
      <RunPanel />
    </Stack>
  );
}

function DaysForm({ stored }: { readonly stored: Retention }) {
  const t = useText();
  const form = useForm({
    names: String(stored.names),
    sessions: String(stored.sessions),
    impacts: String(stored.impacts),
    claims: String(stored.claims),
  });
  const { headers, saved, keepMine } = useVersion(stored, form);
  const save = async (): Promise<void> => {
    const { names, sessions, impacts, claims } = form.fields;
    const body = {
      names: Number(names),
      sessions: Number(sessions),
      impacts: Number(impacts),
      claims: Number(claims),
    };
    saved(unwrap(await client.PUT('/api/v1/retention', { body, headers })));
  };
  return (
    <Panel title={t('retention.days')}>
      <Stack component="form" noValidate spacing={2} sx={{ maxWidth: 560, pt: 1 }} onSubmit={form.submit(save)}>
        <RefusedChange {...form} stored={stored} keepMine={keepMine} />
        {KINDS.map((name) => (
          <TextField
            key={name}
            required
            inputMode="numeric"
            label={t(`retention.kind.${name}`)}
            {...form.text(name, t(`retention.advice.${name}`))}
          />
        ))}
        <SaveChange isBusy={form.isBusy} stored={stored} />
      </Stack>
    </Panel>
  );
}

/** First counts; only what was counted can be dropped. It runs every day by itself. */
function RunPanel() {
  const t = useText();
  const format = useFormat();
  const queries = useQueryClient();
  const run = useMutation<Schemas['RetentionReport'], ApiProblem, boolean>({
    mutationFn: async (dryRun) => unwrap(await client.POST('/api/v1/retention/run', { body: { dryRun } })),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <Panel
      title={t('retention.run')}
      flush={run.data !== undefined}
      actions={
        <>
          <Button variant="outlined" disabled={run.isPending} onClick={() => run.mutate(true)}>
            {t('retention.count')}
          </Button>
          {run.data?.dryRun === true ? (
            <Button variant="outlined" color="error" disabled={run.isPending} onClick={() => run.mutate(false)}>
              {t('retention.drop')}
            </Button>
          ) : null}
        </>
      }
    >
      <div role="status">
        {run.error === null ? null : <Refused problem={run.error} />}
        {run.data === undefined ? (
          t('retention.daily')
        ) : (
          <Table aria-label={t('retention.run')}>
            <TableHead>
              <TableRow>
                <TableCell>{t('retention.what')}</TableCell>
                <TableCell>{t('retention.before')}</TableCell>
                <TableCell align="right">{t(run.data.dryRun ? 'retention.wouldGo' : 'retention.gone')}</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {run.data.steps.map(({ name, what, before, rows }) => (
                <TableRow key={name}>
                  <TableCell>{`${t(`retention.kind.${what}`)} (${name})`}</TableCell>
                  <TableCell>{format.day(before, VIEWER_ZONE)}</TableCell>
                  <TableCell align="right">{format.number(rows)}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        )}
      </div>
    </Panel>
  );
}
