import { Box, Tab, Tabs } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';
import { useText } from '../i18n/use-text.js';

export const SETTINGS_TABS = [
  'company',
  'letters',
  'mail',
  'outreach',
  'components',
  'imports',
  'hooks',
  'users',
  'keys',
  'retention',
  'jobs',
  'audit',
] as const;
export type SettingsTab = (typeof SETTINGS_TABS)[number];

/** The parts of the settings, above the heading of each. */
export function SettingsTabs({ active }: { readonly active: SettingsTab }) {
  const t = useText();
  return (
    <Box component="nav" aria-label={t('settings.parts')} sx={{ mb: 2 }}>
      <Tabs value={active} variant="scrollable" scrollButtons="auto" aria-label={t('settings.parts')}>
        {SETTINGS_TABS.map((name) => (
          <Tab
            key={name}
            value={name}
            label={t(`settings.tab.${name}`)}
            component={RouterLink}
            to={`/settings/${name}`}
          />
        ))}
      </Tabs>
    </Box>
  );
}
