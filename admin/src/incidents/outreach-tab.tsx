import { Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import { Empty } from '../shell/states.js';
import type { IncidentTabProps } from './incident-page.js';

/** How far the conversations of the incident are, and the way to those of each status. */
export default function OutreachTab({ overview }: IncidentTabProps) {
  const t = useText();
  const format = useFormat();
  const { cases, incident } = overview;
  if (cases.length === 0) return <Empty title={t('outreach.none')} advice={t('outreach.noneAdvice')} />;
  return (
    <Panel title={t('outreach.byStatus')} flush>
      <Table aria-label={t('outreach.byStatus')}>
        <TableHead>
          <TableRow>
            <TableCell>{t('incident.statusLabel')}</TableCell>
            <TableCell align="right">{t('outreach.cases')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {cases.map(({ status, count }) => (
            <TableRow key={status}>
              <TableCell>
                <RouterLink
                  to={`/incidents/${incident.id}/customers?filter=${encodeURIComponent(JSON.stringify({ case: status }))}`}
                >
                  {t(`case.status.${status}`)}
                </RouterLink>
              </TableCell>
              <TableCell align="right">{format.number(count)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Panel>
  );
}
