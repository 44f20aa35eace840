import { Box, Stack, Tab, Tabs } from '@mui/material';
import { useParams } from 'react-router-dom';
import { Link as RouterLink } from 'react-router-dom';
import { useText } from '../i18n/use-text.js';
import { Page } from '../shell/page.js';
import { ConnectionsTab } from './connections-tab.js';
import { CreditsTab } from './credits-tab.js';
import { CustomersTab } from './customers-tab.js';
import { DeliveriesTab } from './deliveries-tab.js';
import { EventsTab } from './events-tab.js';
import { FilesTab } from './files-tab.js';
import { KillSwitch } from './kill-switch.js';
import { LimitsTab } from './limits-tab.js';
import { ReconciliationTab } from './reconciliation-tab.js';

const CONTENT = {
  credits: CreditsTab,
  deliveries: DeliveriesTab,
  files: FilesTab,
  reconciliation: ReconciliationTab,
  events: EventsTab,
  connections: ConnectionsTab,
  customers: CustomersTab,
  limits: LimitsTab,
} as const;
const TABS = Object.keys(CONTENT) as (keyof typeof CONTENT)[];

/** The credits on their way to the billing systems, and what differs between both sides. */
export default function BillingPage() {
  const t = useText();
  const { tab = 'credits' } = useParams();
  const active = TABS.find((name) => name === tab) ?? 'credits';
  const Content = CONTENT[active];
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
            <Content />
          </Box>
        </Box>
      </Stack>
    </Page>
  );
}
