import { Button, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { useState } from 'react';
import type { Schemas } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { useActor } from '../format/use-actor.js';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { HIT_CLASSES } from '../impact/people-by-class.js';
import { Panel } from '../shell/panel.js';
import { Empty, Loaded } from '../shell/states.js';
import type { IncidentTabProps } from './incident-page.js';
import { RevisionDiff } from './revision-diff.js';

type Summary = Schemas['AssessmentSummary'];

/** Every assessment, with what each changed against the one before it. */
export default function HistoryTab({ overview, zone }: IncidentTabProps) {
  const t = useText();
  const format = useFormat();
  const actor = useActor();
  const [compared, setCompared] = useState<{ readonly from: string; readonly to: string } | null>(null);
  const query = useGet('/api/v1/assessments', { query: { incidentId: overview.incident.id, limit: 100 } });
  const cell = (row: Summary, before: Summary | undefined, name: string): string => {
    const now = row.figures?.people[name] ?? 0;
    const change = before?.figures == null ? 0 : now - (before.figures.people[name] ?? 0);
    return row.figures === null
      ? ''
      : `${format.number(now)}${change === 0 ? '' : ` (${change > 0 ? '+' : '−'}${format.number(Math.abs(change))})`}`;
  };
  return (
    <Panel title={t('history.title')} flush>
      {compared === null ? null : <RevisionDiff {...compared} close={() => setCompared(null)} />}
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('incident.notAssessed')} advice={t('incident.notAssessedAdvice')} />
          ) : (
            <Table aria-label={t('history.title')}>
              <TableHead>
                <TableRow>
                  <TableCell>{t('history.revision')}</TableCell>
                  <TableCell>{t('history.when')}</TableCell>
                  <TableCell>{t('history.by')}</TableCell>
                  <TableCell>{t('incident.statusLabel')}</TableCell>
                  {HIT_CLASSES.map((name) => (
                    <TableCell key={name} align="right">
                      {t(`impact.${name}`)}
                    </TableCell>
                  ))}
                  <TableCell>{t('history.diff')}</TableCell>
                </TableRow>
              </TableHead>
              <TableBody>
                {items.map((row, index) => {
                  const before = items.slice(index + 1).find(({ figures }) => figures !== null);
                  return (
                    <TableRow key={row.id}>
                      <TableCell>{row.revision}</TableCell>
                      <TableCell sx={{ whiteSpace: 'nowrap' }}>{format.instant(row.assessedAt, zone)}</TableCell>
                      <TableCell sx={{ whiteSpace: 'nowrap' }}>{actor(row.createdBy)}</TableCell>
                      <TableCell>
                        {t(`history.status.${row.status}`)}
                        {row.provisional ? ` · ${t('incident.provisional')}` : ''}
                      </TableCell>
                      {HIT_CLASSES.map((name) => (
                        <TableCell key={name} align="right">
                          {cell(row, before, name)}
                        </TableCell>
                      ))}
                      <TableCell align="right">
                        {before === undefined || row.figures === null ? null : (
                          <Button onClick={() => setCompared({ from: before.id, to: row.id })}>
                            {t('history.compare', { revision: before.revision })}
                          </Button>
                        )}
                      </TableCell>
                    </TableRow>
                  );
                })}
              </TableBody>
            </Table>
          )
        }
      </Loaded>
    </Panel>
  );
}
