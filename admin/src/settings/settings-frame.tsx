import { Box, Link, MenuItem, TextField, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { Link as RouterLink, useNavigate } from 'react-router-dom';
import { useText } from '../i18n/use-text.js';
import { Page } from '../shell/page.js';
import { useTones } from '../theme/tones.js';

const GROUPS = {
  communication: ['company', 'letters', 'mail', 'outreach'],
  data: ['components', 'imports', 'hooks', 'retention'],
  access: ['users', 'keys'],
  operation: ['jobs', 'audit'],
} as const;
type Group = keyof typeof GROUPS;
export type SettingsPart = (typeof GROUPS)[Group][number];

/** A part of the settings, with the way to the others: a list beside it, or a choice above it where it is narrow. */
export function SettingsFrame({
  active,
  title,
  actions,
  children,
}: {
  readonly active: SettingsPart;
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <Box
      sx={{
        display: 'grid',
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: '152px minmax(0, 1fr)' },
        gap: { xs: 1.5, lg: 3 },
        maxWidth: 1936,
        mx: 'auto',
      }}
    >
      <Parts active={active} />
      <Page title={title} actions={actions}>
        {children}
      </Page>
    </Box>
  );
}

function Parts({ active }: { readonly active: SettingsPart }) {
  const t = useText();
  const navigate = useNavigate();
  return (
    <Box component="nav" aria-label={t('settings.parts')}>
      <TextField
        select
        fullWidth
        label={t('settings.parts')}
        value={active}
        onChange={({ target }) => void navigate(`/settings/${target.value}`)}
        sx={{ display: { lg: 'none' }, maxWidth: 420 }}
      >
        {Object.values(GROUPS)
          .flat()
          .map((part) => (
            <MenuItem key={part} value={part}>
              {t(`settings.tab.${part}`)}
            </MenuItem>
          ))}
      </TextField>
      <Box sx={{ display: { xs: 'none', lg: 'block' }, position: 'sticky', top: 20 }}>
        {Object.entries(GROUPS).map(([group, parts]) => (
          <PartGroup key={group} group={group as Group} parts={parts} active={active} />
        ))}
      </Box>
    </Box>
  );
}

function PartGroup({
  group,
  parts,
  active,
}: {
  readonly group: Group;
  readonly parts: readonly SettingsPart[];
  readonly active: SettingsPart;
}) {
  const t = useText();
  const tones = useTones();
  const heading = `settings-${group}`;
  return (
    <Box sx={{ mb: 2 }}>
      <Typography id={heading} variant="caption" color="textSecondary" sx={{ px: 1.25 }}>
        {t(`settings.group.${group}`)}
      </Typography>
      <Box component="ul" aria-labelledby={heading} sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {parts.map((part) => {
          const isActive = part === active;
          return (
            <li key={part}>
              <Link
                component={RouterLink}
                to={`/settings/${part}`}
                underline="none"
                aria-current={isActive ? 'page' : undefined}
                sx={{
                  display: 'block',
                  px: 1.25,
                  py: 0.625,
                  borderRadius: 1,
                  color: isActive ? tones.accent : tones.text,
                  bgcolor: isActive ? tones.selected : 'transparent',
                  fontWeight: isActive ? 600 : 400,
                  '&:hover': { bgcolor: isActive ? tones.selected : tones.hover },
                }}
              >
                {t(`settings.tab.${part}`)}
              </Link>
            </li>
          );
        })}
      </Box>
    </Box>
  );
}
