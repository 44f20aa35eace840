import { Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import type { Schemas } from '../api/client.js';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';

/** The claimant's numbers beside ours, and what does not agree; neither side is corrected. */
export function ClaimArithmetic({
  arithmetic: { theirs, ours, notes, monthMinutes },
}: {
  readonly arithmetic: Schemas['ClaimArithmetic'];
}) {
  const t = useText();
  const format = useFormat();
  const percent = (text: string | null): string => (text === null ? '–' : `${text} %`);
  const rows = [
    [t('claims.minutes'), theirs.minutes === null ? '–' : format.number(theirs.minutes), format.number(ours.minutes)],
    [t('claims.percent'), percent(theirs.percent), percent(ours.percentOfMonth)],
    [t('claims.percentOfMinutes'), percent(theirs.percentOfMinutes), percent(ours.percentOfMonth)],
    [
      t('offers.amount'),
      theirs.amount === null ? '–' : format.money(theirs.amount),
      ours.amount === null ? '–' : format.money(ours.amount),
    ],
  ];
  return (
    <Panel title={t('claims.arithmetic')} flush>
      <Table aria-label={t('claims.arithmetic')}>
        <TableHead>
          <TableRow>
            <TableCell>{t('claims.monthHas', { minutes: format.number(monthMinutes) })}</TableCell>
            <TableCell align="right">{t('claims.theirs')}</TableCell>
            <TableCell align="right">{t('claims.ours')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map(([label, their, our]) => (
            <TableRow key={label}>
              <TableCell component="th" scope="row">
                {label}
              </TableCell>
              <TableCell align="right">{their}</TableCell>
              <TableCell align="right">{our}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {notes.map((note) => (
        <Typography key={note} sx={{ px: 2, py: 0.5, color: 'warning.main' }}>
          {t(`claims.note.${note}`)}
        </Typography>
      ))}
    </Panel>
  );
}
