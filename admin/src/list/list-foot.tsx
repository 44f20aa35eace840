import { Box, Button, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useListContext } from 'react-admin';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';

/** Which rows are shown, of how many, and the pages before and after; beyond 10,000 nobody counts. `children` is what adds to the list. */
export function ListFoot({ children }: { readonly children?: ReactNode }) {
  const t = useText();
  const format = useFormat();
  const { data, page, perPage, total, setPage, hasNextPage, hasPreviousPage } = useListContext();
  if (data === undefined || data.length === 0) return null;
  const from = (page - 1) * perPage + 1;
  const to = from + data.length - 1;
  return (
    <Stack direction="row" spacing={1} useFlexGap sx={{ px: 2, py: 1, alignItems: 'center', flexWrap: 'wrap' }}>
      {children}
      <Box sx={{ flex: 1 }} />
      <Typography variant="body2" color="textSecondary" sx={{ mr: 1 }}>
        {t('list.range', {
          from: format.number(from),
          to: format.number(to),
          total: total === undefined ? t('list.many') : format.number(total),
        })}
      </Typography>
      <Button disabled={hasPreviousPage !== true} onClick={() => setPage(page - 1)}>
        {t('list.previous')}
      </Button>
      <Button disabled={hasNextPage !== true} onClick={() => setPage(page + 1)}>
        {t('list.next')}
      </Button>
    </Stack>
  );
}
