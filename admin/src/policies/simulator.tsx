import { Button, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client, type Schemas, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import { Refused, Waiting } from '../shell/states.js';
import { Simulation } from './simulation.js';

const MOST_ASSESSMENTS = 50;

/** Tries rules on an incident that has been assessed, beside the policies in force. Nothing is stored. */
export function Simulator({ rules }: { readonly rules: Record<string, unknown> | null }) {
  const t = useText();
  const format = useFormat();
  const assessments = useGet('/api/v1/assessments', { query: { limit: MOST_ASSESSMENTS } });
  const incidents = useGet('/api/v1/incidents', { query: { limit: MOST_ASSESSMENTS } });
  const done = (assessments.data?.items ?? []).filter(({ status }) => status === 'done');
  const [chosen, setChosen] = useState('');
  const id = chosen === '' ? (done[0]?.id ?? '') : chosen;
  const tried = useMutation<Schemas['PolicySimulation'], ApiProblem, Record<string, unknown>>({
    mutationFn: async (wanted) =>
      unwrap(await client.POST('/api/v1/policies/simulate', { body: { assessmentId: id, rules: wanted } })),
  });
  if (assessments.data !== undefined && done.length === 0) {
    return (
      <Panel title={t('simulation.title')}>
        <Typography color="textSecondary">{t('simulation.nothingAssessed')}</Typography>
      </Panel>
    );
  }
  const titleOf = (incidentId: string): string =>
    incidents.data?.items.find((incident) => incident.id === incidentId)?.title ?? t('incident.title');
  return (
    <Panel title={t('simulation.title')}>
      <Stack spacing={2}>
        <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: 'wrap' }}>
          <TextField
            select
            label={t('simulation.on')}
            value={id}
            onChange={({ target }) => setChosen(target.value)}
            sx={{ minWidth: 220, flex: 1 }}
          >
            {done.map((assessment) => (
              <MenuItem key={assessment.id} value={assessment.id}>
                {`${titleOf(assessment.incidentId)}, ${t('incident.revision', { revision: assessment.revision })}, ${format.day(assessment.assessedAt, VIEWER_ZONE)}`}
              </MenuItem>
            ))}
          </TextField>
          <Button
            variant="outlined"
            disabled={rules === null || id === '' || tried.isPending}
            onClick={() => {
              if (rules !== null) tried.mutate(rules);
            }}
          >
            {t('simulation.try')}
          </Button>
        </Stack>
        {tried.isPending ? <Waiting lines={5} /> : null}
        {tried.error === null ? null : <Refused problem={tried.error} />}
        {tried.data === undefined || tried.isPending ? null : (
          <>
            {tried.variables === rules ? null : (
              <Typography color="textSecondary" role="status">
                {t('simulation.older')}
              </Typography>
            )}
            <Simulation simulation={tried.data} />
          </>
        )}
      </Stack>
    </Panel>
  );
}
