import { Button, Link, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { ImpactWord } from '../impact/impact-mark.js';
import { HIT_CLASSES } from '../impact/people-by-class.js';
import { Panel } from '../shell/panel.js';
import { Empty, Loaded } from '../shell/states.js';
import type { IncidentTabProps } from './incident-page.js';

const PAGE = 100;

/** The meetings that were hit or of which nothing is known, heaviest first. */
export default function MeetingsTab({ overview, zone }: IncidentTabProps) {
  const t = useText();
  const format = useFormat();
  const [limit, setLimit] = useState(PAGE);
  const { assessment, incident } = overview;
  const query = useGet(
    '/api/v1/assessments/{id}/meetings',
    { path: { id: assessment?.id ?? '' }, query: { limit } },
    { enabled: assessment !== null, keepPrevious: true },
  );
  if (assessment === null) return <Empty title={t('incident.notAssessed')} advice={t('incident.notAssessedAdvice')} />;
  return (
    <Panel title={t('meetings.title')} flush>
      <Loaded query={query}>
        {({ items, nextCursor }) => (
          <>
            <Table aria-label={t('meetings.title')}>
              <TableHead>
                <TableRow>
                  <TableCell>{t('meetings.meeting')}</TableCell>
                  <TableCell>{t('customers.customer')}</TableCell>
                  <TableCell>{t('meetings.scheduled')}</TableCell>
                  <TableCell>{t('customers.class')}</TableCell>
                  <TableCell align="right">{t('customers.people')}</TableCell>
                  <TableCell align="right">{t('meetings.blocked')}</TableCell>
                  <TableCell align="right">{t('meetings.lost')}</TableCell>
                  <TableCell align="right">{t('meetings.degraded')}</TableCell>
                </TableRow>
              </TableHead>
              <TableBody>
                {items.map((row) => (
                  <TableRow key={row.meetingId} hover>
                    <TableCell sx={{ whiteSpace: 'nowrap' }}>{row.title ?? row.externalId}</TableCell>
                    <TableCell sx={{ whiteSpace: 'nowrap' }}>
                      <Link
                        component={RouterLink}
                        to={`/customers/${encodeURIComponent(row.customer.externalId)}?incident=${incident.id}`}
                      >
                        {row.customer.name}
                      </Link>
                    </TableCell>
                    <TableCell sx={{ whiteSpace: 'nowrap' }}>
                      {row.scheduledStart === null || row.scheduledEnd === null
                        ? '–'
                        : `${format.clock(row.scheduledStart, zone)}–${format.clock(row.scheduledEnd, zone)}`}
                    </TableCell>
                    <TableCell>
                      <ImpactWord impact={row.class} inferred={row.confidence === 'inferred'} />
                    </TableCell>
                    <TableCell align="right">
                      {format.number(HIT_CLASSES.reduce((sum, name) => sum + row.people[name], 0))}
                    </TableCell>
                    <TableCell align="right">{secondsWord(row.blockedSeconds, format.duration)}</TableCell>
                    <TableCell align="right">
                      {secondsWord(row.mediaLostSeconds + row.interactivityLostSeconds, format.duration)}
                    </TableCell>
                    <TableCell align="right">{secondsWord(row.degradedSeconds, format.duration)}</TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
            {nextCursor === null || limit >= 500 ? null : (
              <Button sx={{ m: 1 }} onClick={() => setLimit(Math.min(500, limit + PAGE))}>
                {t('meetings.more')}
              </Button>
            )}
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function secondsWord(seconds: number, word: (seconds: number) => string): string {
  return seconds === 0 ? '–' : word(seconds);
}
