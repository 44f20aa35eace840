import { Box, Paper, Stack, Typography } from '@mui/material';
import { type ReactNode, useId } from 'react';

/** A white panel with a hairline border, its heading and what can be done in it. */
export function Panel({
  title,
  actions,
  flush = false,
  children,
}: {
  readonly title: string;
  readonly actions?: ReactNode;
  /** The content reaches the border, as a table does. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}) {
  const heading = useId();
  return (
    <Paper variant="outlined" component="section" aria-labelledby={heading} sx={{ minWidth: 0 }}>
      <Stack
        direction="row"
        spacing={1}
        useFlexGap
        sx={{ px: 2, pt: 1.5, pb: 1, alignItems: 'center', flexWrap: 'wrap' }}
      >
        <Typography variant="h2" id={heading}>
          {title}
        </Typography>
        <Box sx={{ flex: 1 }} />
        {actions}
      </Stack>
      {flush ? (
        // What is too wide for a narrow screen can be moved by keyboard, too.
        <Box role="group" aria-labelledby={heading} tabIndex={0} sx={{ overflowX: 'auto' }}>
          {children}
        </Box>
      ) : (
        <Box sx={{ px: 2, pb: 2 }}>{children}</Box>
      )}
    </Paper>
  );
}

/** A number that matters: large, with a small label under it. */
export function Figure({
  value,
  label,
  detail,
}: {
  readonly value: ReactNode;
  readonly label: ReactNode;
  readonly detail?: ReactNode;
}) {
  // A sum in several currencies breaks between them; a number with its unit never does.
  const whiteSpace = typeof value === 'string' && value.includes(' + ') ? 'normal' : 'nowrap';
  return (
    <Box sx={{ minWidth: 96 }}>
      <Box sx={{ fontSize: 24, fontWeight: 600, lineHeight: 1.25, whiteSpace }}>{value}</Box>
      <Box sx={{ color: 'text.secondary', fontSize: 13 }}>{label}</Box>
      {detail === undefined ? null : <Box sx={{ color: 'text.secondary', fontSize: 12.5 }}>{detail}</Box>}
    </Box>
  );
}
