import { Box, Paper, Typography } from '@mui/material';
import { useEffect } from 'react';
import { useLogin } from 'react-admin';
import { useText } from '../i18n/use-text.js';
import { useTones } from '../theme/tones.js';
import { SignInForm } from './sign-in-form.js';

/** The way in. */
export function SignInPage() {
  const t = useText();
  const tones = useTones();
  const login = useLogin();
  useEffect(() => {
    document.title = `${t('session.signIn')} · Amends`;
  }, [t]);
  return (
    <Box component="main" sx={{ minHeight: '100vh', display: 'grid', placeItems: 'center', bgcolor: tones.page, p: 2 }}>
      <Paper variant="outlined" sx={{ p: 3, width: '100%', maxWidth: 380 }}>
        <Typography variant="h1" sx={{ mb: 0.5 }}>
          Amends
        </Typography>
        <Typography color="textSecondary" sx={{ mb: 2 }}>
          {t('session.welcome')}
        </Typography>
        <SignInForm signIn={(email, password) => login({ email, password }) as Promise<void>} />
      </Paper>
    </Box>
  );
}
