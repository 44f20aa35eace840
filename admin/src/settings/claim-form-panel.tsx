import { Button, Link, Stack, Typography } from '@mui/material';
import { type Answer, client, unwrap } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { useText } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import { Loaded } from '../shell/states.js';
import { useForm } from '../shell/use-form.js';
import { useVersion } from './use-version.js';
import { LastChange, RefusedChange } from './versioned.js';

type Settings = Answer<'/api/v1/claims/settings'>;

/** Whether anybody may claim by the public form, and where it is. */
export function ClaimFormPanel() {
  const settings = useGet('/api/v1/claims/settings', {});
  return <Loaded query={settings}>{(stored) => <Switch stored={stored} />}</Loaded>;
}

function Switch({ stored }: { readonly stored: Settings }) {
  const t = useText();
  const form = useForm({});
  const { headers, saved, keepMine } = useVersion(stored, form);
  const { formOpen } = stored;
  const change = async (): Promise<void> => {
    saved(unwrap(await client.PUT('/api/v1/claims/settings', { body: { formOpen: !formOpen }, headers })));
  };
  return (
    <Panel title={t('claimForm.title')}>
      <Stack component="form" spacing={1.5} sx={{ alignItems: 'flex-start' }} onSubmit={form.submit(change)}>
        <RefusedChange {...form} stored={stored} keepMine={keepMine} />
        <Typography>
          {t(formOpen ? 'claimForm.isOpen' : 'claimForm.isClosed')}{' '}
          {formOpen ? (
            <Link href="/claim" underline="always">
              {t('claimForm.see')}
            </Link>
          ) : null}
        </Typography>
        <Typography color="textSecondary">{t('claimForm.advice')}</Typography>
        <Stack direction="row" useFlexGap spacing={2} sx={{ alignItems: 'center', flexWrap: 'wrap' }}>
          <Button type="submit" variant="outlined" disabled={form.isBusy}>
            {t(formOpen ? 'claimForm.close' : 'claimForm.open')}
          </Button>
          <LastChange stored={stored} />
        </Stack>
      </Stack>
    </Panel>
  );
}
