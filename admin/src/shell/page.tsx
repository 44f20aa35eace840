import { Box, Stack, Typography } from '@mui/material';
import { type ReactNode, useEffect } from 'react';

/** A page with its one heading, what stands beside the heading, and its actions. The browser's tab has the title too. */
export function Page({
  title,
  above,
  beside,
  actions,
  children,
}: {
  readonly title: string;
  readonly above?: ReactNode;
  readonly beside?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · Amends`;
  }, [title]);
  return (
    <Box sx={{ width: '100%', maxWidth: 1760, mx: 'auto' }}>
      {above}
      <Stack
        direction="row"
        spacing={2}
        useFlexGap
        sx={{ flexWrap: 'wrap', alignItems: 'baseline', mb: 2, rowGap: 0.5 }}
      >
        <Typography variant="h1">{title}</Typography>
        {beside}
        <Box sx={{ flex: 1 }} />
        <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: 'wrap', ml: 'auto' }}>
          {actions}
        </Stack>
      </Stack>
      {children}
    </Box>
  );
}
