import { Box, Stack, Tab, Tabs } from '@mui/material';
import { useParams } from 'react-router-dom';
import { Link as RouterLink } from 'react-router-dom';
import { useText } from '../i18n/use-text.js';
import { Page } from '../shell/page.js';
import { ConnectionsTab } from './connections-tab.js';
import { CreditsTab } from './credits-tab.js';
import { DeliveriesTab } from './deliveries-tab.js';
import { EventsTab } from './events-tab.js';
import { FilesTab } from './files-tab.js';
import { KillSwitch } from './kill-switch.js';
import { ReconciliationTab } from './reconciliation-tab.js';

const TABS = ['credits', 'deliveries', 'files', 'reconciliation', 'events', 'connections'] as const;

/** The credits on their way to the billing systems, and what differs between both sides. */
export default function BillingPage() {
  const t = useText();
  const { tab = 'credits' } = useParams();
  const active = TABS.find((name) => name === tab) ?? 'credits';
  return (
    <Page title={t('billing.title')}>
      <Stack spacing={2}>
        <KillSwitch />
        <Box>
          <Tabs value={active} aria-label={t('billing.parts')} variant="scrollable" scrollButtons="auto">
            {TABS.map((name) => (
              <Tab
                key={name}
                value={name}
                label={t(`billing.tab.${name}`)}
                component={RouterLink}
                to={name === 'credits' ? '/billing' : `/billing/${name}`}
              />
            ))}
          </Tabs>
          <Box sx={{ pt: 2 }}>
            {active === 'credits' ? <CreditsTab /> : null}
            {active === 'deliveries' ? <DeliveriesTab /> : null}
            {active === 'files' ? <FilesTab /> : null}
            {active === 'events' ? <EventsTab /> : null}
            {active === 'reconciliation' ? <ReconciliationTab /> : null}
            {active === 'connections' ? <ConnectionsTab /> : null}
          </Box>
        </Box>
      </Stack>
    </Page>
  );
}
