import { Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import { Empty } from '../shell/states.js';
import type { IncidentTabProps } from './incident-page.js';

/** Where the offers of the incident stand, and the way to those of each status. */
export default function OffersTab({ overview }: IncidentTabProps) {
  const t = useText();
  const format = useFormat();
  const { offers, incident } = overview;
  if (offers.length === 0) return <Empty title={t('offers.none')} advice={t('offers.noneAdvice')} />;
  return (
    <Panel title={t('offers.byStatus')} flush>
      <Table aria-label={t('offers.byStatus')}>
        <TableHead>
          <TableRow>
            <TableCell>{t('incident.statusLabel')}</TableCell>
            <TableCell align="right">{t('offers.count')}</TableCell>
            <TableCell align="right">{t('offers.amount')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {offers.map((total) => (
            <TableRow key={`${total.status} ${total.currency}`}>
              <TableCell>
                <RouterLink
                  to={`/incidents/${incident.id}/customers?filter=${encodeURIComponent(JSON.stringify({ offer: total.status }))}`}
                >
                  {t(`offer.status.${total.status}`)}
                </RouterLink>
              </TableCell>
              <TableCell align="right">{format.number(total.count)}</TableCell>
              <TableCell align="right">{format.money(total)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Panel>
  );
}
