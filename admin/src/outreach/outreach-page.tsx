import { Button } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';
import { useText } from '../i18n/use-text.js';
import { Page } from '../shell/page.js';
import { Cases } from './cases.js';

/** All conversations with customers. */
export default function OutreachPage() {
  const t = useText();
  return (
    <Page
      title={t('desk.title')}
      actions={
        <>
          <Button component={RouterLink} to="/outreach/claims">
            {t('claims.title')}
          </Button>
          <Button component={RouterLink} to="/outreach/mails">
            {t('outbox.title')}
          </Button>
          <Button component={RouterLink} to="/outreach/replies">
            {t('replies.title')}
          </Button>
          <Button href="/api/v1/outreach/cases/export.csv" download>
            {t('list.export')}
          </Button>
        </>
      }
    >
      <Cases />
    </Page>
  );
}
