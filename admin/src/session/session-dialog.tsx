import { Dialog, DialogContent, DialogTitle, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useGetIdentity } from 'react-admin';
import { onSessionExpired } from '../api/client.js';
import { useText } from '../i18n/use-text.js';
import { signIn } from './auth-provider.js';
import { SignInForm } from './sign-in-form.js';

/** Asks who has been signed out to sign in again, over the page: whatever was typed in it is still there after. */
export function SessionDialog() {
  const t = useText();
  const queries = useQueryClient();
  const { identity } = useGetIdentity();
  const [isExpired, setExpired] = useState(false);
  useEffect(() => onSessionExpired(() => setExpired(true)), []);
  const again = async (email: string, password: string): Promise<void> => {
    await signIn(email, password);
    setExpired(false);
    await queries.invalidateQueries();
  };
  return (
    <Dialog open={isExpired} aria-labelledby="session-expired" maxWidth="xs" fullWidth>
      <DialogTitle id="session-expired">{t('session.expired')}</DialogTitle>
      <DialogContent>
        <Typography sx={{ mb: 2 }}>{t('session.expiredAdvice')}</Typography>
        <SignInForm email={(identity?.['email'] as string | undefined) ?? ''} signIn={again} />
      </DialogContent>
    </Dialog>
  );
}
