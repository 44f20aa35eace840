import { Alert, Link, Typography } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';
import { useText } from '../i18n/use-text.js';

/** E-mail is not set up: what is sent waits, and nothing pretends to have left. */
export function MailNotReady() {
  const t = useText();
  return (
    <Alert severity="warning" icon={false} role="status" sx={{ mb: 2 }}>
      <Typography sx={{ fontWeight: 600 }}>{t('mail.notReady')}</Typography>
      <Typography>
        {t('mail.notReadyAdvice')}{' '}
        <Link component={RouterLink} to="/settings/mail" underline="always">
          {t('mail.setUp')}
        </Link>
      </Typography>
    </Alert>
  );
}
