import MenuIcon from '@mui/icons-material/Menu';
import { Box, Button, Collapse, Divider, MenuItem, Select, Stack, Typography, useMediaQuery } from '@mui/material';
import { type Theme as MuiTheme } from '@mui/material/styles';
import { useEffect, useState } from 'react';
import { useGetIdentity, useLocaleState, useLogout, useTheme } from 'react-admin';
import { NavLink, useLocation } from 'react-router-dom';
import { tellRefusalsIn } from '../api/refusal-words.js';
import { type TextKey, useText, useWord } from '../i18n/use-text.js';
import { useTones } from '../theme/tones.js';
import { SearchButton } from './search.js';

/** The seven places there are, at most. */
const PLACES: readonly { readonly to: string; readonly text: TextKey }[] = [
  { to: '/', text: 'shell.home' },
  { to: '/incidents', text: 'shell.incidents' },
  { to: '/outreach', text: 'shell.outreach' },
  { to: '/offers', text: 'shell.offers' },
  { to: '/policies', text: 'shell.policies' },
  { to: '/billing', text: 'shell.billing' },
  { to: '/settings', text: 'shell.settings' },
];

const WIDTH = 208;

export function SideBar() {
  const t = useText();
  const tones = useTones();
  const isWide = useMediaQuery((theme: MuiTheme) => theme.breakpoints.up('md'));
  const [isOpen, setOpen] = useState(false);
  const { pathname } = useLocation();
  useEffect(() => setOpen(false), [pathname]);
  return (
    <Box
      component="header"
      sx={{
        width: { md: WIDTH },
        flexShrink: 0,
        bgcolor: tones.panel,
        borderRight: { md: `1px solid ${tones.line}` },
        borderBottom: { xs: `1px solid ${tones.line}`, md: 'none' },
        position: { md: 'sticky' },
        top: 0,
        height: { md: '100vh' },
        overflowY: { md: 'auto' },
        display: 'flex',
        flexDirection: 'column',
        p: { xs: 1, md: 1.5 },
        gap: 1,
      }}
    >
      <Stack direction="row" sx={{ alignItems: 'center', gap: 1, px: 0.5, py: 0.5 }}>
        <Mark />
        <Typography component="span" sx={{ fontWeight: 700, fontSize: 16, letterSpacing: '-0.01em', flex: 1 }}>
          Amends
        </Typography>
        {isWide ? null : (
          <Button onClick={() => setOpen(!isOpen)} aria-expanded={isOpen} startIcon={<MenuIcon fontSize="small" />}>
            {t('shell.menu')}
          </Button>
        )}
      </Stack>
      <SearchButton />
      <Collapse
        in={isWide || isOpen}
        sx={{ flex: { md: 1 }, '& .MuiCollapse-wrapper, & .MuiCollapse-wrapperInner': { height: { md: '100%' } } }}
      >
        <Stack sx={{ height: { md: '100%' }, gap: 1 }}>
          <Box component="nav" aria-label={t('shell.places')}>
            {PLACES.map(({ to, text }) => (
              <PlaceLink key={to} to={to} label={t(text)} />
            ))}
          </Box>
          <Box sx={{ flex: 1 }} />
          <Divider />
          <Preferences />
        </Stack>
      </Collapse>
    </Box>
  );
}

function PlaceLink({ to, label }: { readonly to: string; readonly label: string }) {
  const tones = useTones();
  return (
    <Box
      component={NavLink}
      to={to}
      end={to === '/'}
      sx={{
        display: 'block',
        px: 1.25,
        py: 0.75,
        borderRadius: 1,
        color: tones.text,
        textDecoration: 'none',
        '&:hover': { bgcolor: tones.hover },
        '&.active': { bgcolor: tones.selected, color: tones.accent, fontWeight: 600 },
      }}
    >
      {label}
    </Box>
  );
}

function Mark() {
  const tones = useTones();
  return (
    <svg width="22" height="22" viewBox="0 0 16 16" aria-hidden="true">
      <rect width="16" height="16" rx="4" fill={tones.accent} />
      <path
        d="M3 8h3l2-4 2 8 1-4h2"
        stroke={tones.onAccent}
        strokeWidth="1.5"
        fill="none"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}

/** The reader's language and light, both kept; who is here, and the way out. */
function Preferences() {
  const t = useText();
  const word = useWord();
  const [locale, setLocale] = useLocaleState();
  const [theme, setTheme] = useTheme();
  const prefersDark = useMediaQuery('(prefers-color-scheme: dark)');
  const { identity } = useGetIdentity();
  const logout = useLogout();
  const plain = { '& .MuiOutlinedInput-notchedOutline': { border: 0 }, width: '100%' };
  useEffect(() => {
    document.documentElement.lang = locale;
    void tellRefusalsIn(locale);
  }, [locale]);
  return (
    <Stack sx={{ gap: 0.25 }}>
      <Select
        value={locale}
        onChange={({ target }) => setLocale(target.value)}
        sx={plain}
        inputProps={{ 'aria-label': t('shell.language') }}
      >
        <MenuItem value="en" lang="en">
          English
        </MenuItem>
        <MenuItem value="fr" lang="fr">
          Français
        </MenuItem>
      </Select>
      <Select
        value={theme ?? (prefersDark ? 'dark' : 'light')}
        onChange={({ target }) => setTheme(target.value)}
        sx={plain}
        inputProps={{ 'aria-label': t('shell.light') }}
      >
        <MenuItem value="light">{t('shell.lightMode')}</MenuItem>
        <MenuItem value="dark">{t('shell.darkMode')}</MenuItem>
      </Select>
      <Box sx={{ px: 1.75, py: 0.5 }}>
        <Typography variant="body2" noWrap title={identity?.fullName}>
          {identity?.fullName ?? ''}
        </Typography>
        <Typography variant="caption" color="textSecondary" component="p" noWrap>
          {((identity?.['roles'] as readonly string[] | undefined) ?? []).map((role) => word('role', role)).join(', ')}
        </Typography>
      </Box>
      <Button onClick={() => void logout()} sx={{ justifyContent: 'flex-start' }}>
        {t('session.signOut')}
      </Button>
    </Stack>
  );
}
