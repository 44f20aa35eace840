import { Box, Button, Paper, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useListContext } from 'react-admin';
import { useText } from '../i18n/use-text.js';

/** The bar at the foot of a list while rows are selected: what they come to, and what can be done with all of them. */
export function SelectionFrame({ summary, children }: { readonly summary: ReactNode; readonly children: ReactNode }) {
  const t = useText();
  const { selectedIds, onUnselectItems } = useListContext();
  return (
    <Paper
      variant="outlined"
      role="region"
      aria-label={t('selection.label')}
      sx={{
        position: 'sticky',
        bottom: 8,
        mx: 1,
        mb: 1,
        px: 2,
        py: 1,
        display: 'flex',
        alignItems: 'center',
        gap: 1,
        flexWrap: 'wrap',
        zIndex: 3,
        borderColor: 'primary.main',
      }}
    >
      <Typography role="status">
        {t('selection.count', { smart_count: selectedIds.length })}
        {summary}
      </Typography>
      <Box sx={{ flex: 1 }} />
      <Button onClick={() => onUnselectItems()}>{t('selection.clear')}</Button>
      {children}
    </Paper>
  );
}
