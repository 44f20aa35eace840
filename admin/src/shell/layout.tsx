import { Box, CircularProgress } from '@mui/material';
import { type ReactNode, Suspense } from 'react';
import { useLocation } from 'react-router-dom';
import { useText } from '../i18n/use-text.js';
import { SessionDialog } from '../session/session-dialog.js';
import { useTones } from '../theme/tones.js';
import { ErrorBoundary } from './error-boundary.js';
import { SideBar } from './side-bar.js';

/** The frame of every page: the bar at the left (at the top where it is narrow), the page beside it. */
export function Layout({ children }: { readonly children: ReactNode }) {
  const t = useText();
  const tones = useTones();
  const { pathname, search } = useLocation();
  return (
    <Box sx={{ display: 'flex', flexDirection: { xs: 'column', md: 'row' }, minHeight: '100vh', bgcolor: tones.page }}>
      <Box
        component="a"
        href="#page"
        sx={{
          position: 'absolute',
          left: -9999,
          zIndex: 2000,
          p: 1,
          bgcolor: tones.panel,
          color: tones.accent,
          '&:focus': { left: 8, top: 8 },
        }}
      >
        {t('shell.skip')}
      </Box>
      <SideBar />
      <Box
        component="main"
        id="page"
        // The address whose page is drawn: while the next one loads, the browser's own is ahead of it.
        data-address={`${pathname}${search}`}
        tabIndex={-1}
        sx={{ flex: 1, minWidth: 0, outline: 'none !important', px: { xs: 1.5, md: 3 }, py: { xs: 1.5, md: 2.5 } }}
      >
        <ErrorBoundary>
          <Suspense fallback={<CircularProgress size={20} aria-label={t('state.loading')} sx={{ m: 4 }} />}>
            {children}
          </Suspense>
        </ErrorBoundary>
      </Box>
      <SessionDialog />
    </Box>
  );
}
