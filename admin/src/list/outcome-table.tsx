import { Stack, Table, TableBody, TableCell, TableRow, Typography } from '@mui/material';
import { useText } from '../i18n/use-text.js';

/** What came, or would come, of something done to many: how many, then each that was refused and why, then the others. */
export function OutcomeTable({
  summary,
  items,
}: {
  readonly summary: string;
  readonly items: readonly {
    readonly id: string;
    readonly name: string;
    readonly ok: boolean;
    readonly text: string;
  }[];
}) {
  const t = useText();
  const refusedCount = items.filter(({ ok }) => !ok).length;
  return (
    <Stack spacing={1}>
      <Typography role="status" sx={{ fontWeight: 600 }}>
        {summary}
        {refusedCount === 0 ? '' : ` · ${t('list.refused', { smart_count: refusedCount })}`}
      </Typography>
      <Table aria-label={t('list.outcome')}>
        <TableBody>
          {items
            .toSorted((one, other) => Number(one.ok) - Number(other.ok))
            .map(({ id, name, ok, text }) => (
              <TableRow key={id}>
                <TableCell component="th" scope="row">
                  {name}
                </TableCell>
                <TableCell sx={{ color: ok ? undefined : 'error.main' }}>{text}</TableCell>
              </TableRow>
            ))}
        </TableBody>
      </Table>
    </Stack>
  );
}
