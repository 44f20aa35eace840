import { Alert, Box, Stack, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import type { Schemas } from '../api/client.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { Figure } from '../shell/panel.js';

const MOST_ROWS = 200;
/** What needs a look first. */
const ORDER = ['refused', 'changes', 'new', 'known', 'ignored'] as const;

/** What would become of each row of a file, with its reason, before anything is kept. */
export function PreviewRows({ preview }: { readonly preview: Schemas['AttendancePreview'] }) {
  const t = useText();
  const format = useFormat();
  const { rows, counts, warnings } = preview;
  const shown = rows
    .toSorted((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict) || a.line - b.line)
    .slice(0, MOST_ROWS);
  const at = (instant: string | null): string => (instant === null ? '–' : format.instant(instant, VIEWER_ZONE));
  return (
    <Stack spacing={1.5}>
      <Typography sx={{ fontWeight: 600 }}>{t('imports.preview')}</Typography>
      <Stack direction="row" useFlexGap sx={{ gap: 3, flexWrap: 'wrap' }}>
        {ORDER.map((name) => (
          <Figure key={name} value={format.number(counts[name])} label={t(`imports.verdicts.${name}`)} />
        ))}
      </Stack>
      {warnings.map(({ code, message }) => (
        <Alert key={code} severity="warning" icon={false}>
          {message}
        </Alert>
      ))}
      {shown.length < rows.length ? (
        <Typography color="textSecondary">
          {t('imports.firstRows', { shown: format.number(shown.length), all: format.number(rows.length) })}
        </Typography>
      ) : null}
      <Box sx={{ overflow: 'auto', maxHeight: 420 }} tabIndex={0} role="region" aria-label={t('imports.preview')}>
        <Table stickyHeader aria-label={t('imports.preview')}>
          <TableHead>
            <TableRow>
              <TableCell align="right">{t('imports.line')}</TableCell>
              <TableCell>{t('imports.verdict')}</TableCell>
              <TableCell>{t('imports.participant')}</TableCell>
              <TableCell>{t('imports.meeting')}</TableCell>
              <TableCell>{t('imports.joined')}</TableCell>
              <TableCell>{t('imports.left')}</TableCell>
              <TableCell>{t('imports.why')}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {shown.map((row) => (
              <TableRow key={`${row.line} ${row.joinedAt} ${row.code}`}>
                <TableCell align="right">{row.line}</TableCell>
                <TableCell sx={{ whiteSpace: 'nowrap' }}>{t(`imports.verdicts.${row.verdict}`)}</TableCell>
                <TableCell>{row.participantId ?? '–'}</TableCell>
                <TableCell>{row.meetingId ?? '–'}</TableCell>
                <TableCell sx={{ whiteSpace: 'nowrap' }}>{at(row.joinedAt)}</TableCell>
                <TableCell sx={{ whiteSpace: 'nowrap' }}>{at(row.leftAt)}</TableCell>
                <TableCell>{row.message ?? ''}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Box>
    </Stack>
  );
}
