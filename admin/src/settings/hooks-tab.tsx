import { Box, Paper, Stack, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import type { Schemas } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import { Loaded } from '../shell/states.js';
import { useTones } from '../theme/tones.js';

type Hook = Schemas['HookAddress'];

const KNOWN = ['zoom', 'livekit', 'meetings', 'mail', 'billing/stripe', 'billing/lago', 'billing/webhook'] as const;

/** Where others send their events, whether the secrets are there, and what came. */
export function HooksTab() {
  const t = useText();
  const hooks = useGet('/api/v1/console/hooks', {}, { refetchEveryMs: 30_000 });
  return (
    <Stack spacing={2}>
      <Typography color="textSecondary" sx={{ maxWidth: 760 }}>
        {t('hooks.advice')}
      </Typography>
      <Loaded query={hooks}>
        {({ items }) => (
          <Stack spacing={2}>
            {items.map((hook) => (
              <HookPanel key={hook.hook} hook={hook} />
            ))}
          </Stack>
        )}
      </Loaded>
      <EventCounts />
    </Stack>
  );
}

function HookPanel({ hook }: { readonly hook: Hook }) {
  const t = useText();
  const format = useFormat();
  const tones = useTones();
  const known = KNOWN.find((name) => name === hook.hook);
  return (
    <Panel title={known === undefined ? hook.hook : t(`hooks.name.${known}`)}>
      <Box component="code" sx={{ display: 'block', overflowWrap: 'anywhere', mb: 1 }}>
        {hook.url ?? hook.path}
      </Box>
      {hook.secrets.map(({ name, isSet }) => (
        <Typography
          key={name}
          variant="body2"
          sx={{ color: isSet ? tones.good : tones.warning, overflowWrap: 'anywhere' }}
        >
          {t(isSet ? 'hooks.secretSet' : 'hooks.secretMissing', { name })}
        </Typography>
      ))}
      <Typography color="textSecondary" sx={{ mt: 0.5 }}>
        {hook.lastAt === null
          ? t('hooks.nothing')
          : t('hooks.heard', { smart_count: hook.lastDay, at: format.instant(hook.lastAt, VIEWER_ZONE) })}
      </Typography>
    </Panel>
  );
}

/** What became of the events of meetings, by type. */
function EventCounts() {
  const t = useText();
  const format = useFormat();
  const counts = useGet('/api/v1/meeting-events/counts', {});
  if (counts.data === undefined || counts.data.length === 0) return null;
  return (
    <Paper variant="outlined" sx={{ overflowX: 'auto' }}>
      <Table aria-label={t('hooks.events')}>
        <TableHead>
          <TableRow>
            <TableCell>{t('hooks.provider')}</TableCell>
            <TableCell>{t('hooks.type')}</TableCell>
            <TableCell>{t('hooks.became')}</TableCell>
            <TableCell align="right">{t('hooks.count')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {counts.data.map(({ provider, type, status, count }) => (
            <TableRow key={`${provider} ${type} ${status}`}>
              <TableCell>{provider}</TableCell>
              <TableCell>{type}</TableCell>
              <TableCell>{t(`hooks.status.${status}`)}</TableCell>
              <TableCell align="right">{format.number(count)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Paper>
  );
}
