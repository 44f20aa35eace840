import { Box, MenuItem, Stack, TextField } from '@mui/material';
import { type Answer, client, type Schemas, unwrap } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { useText } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import { Loaded } from '../shell/states.js';
import { useForm } from '../shell/use-form.js';
import { LetterPreview } from './letter-preview.js';
import { LogoPanel } from './logo-panel.js';
import { useVersion } from './use-version.js';
import { RefusedChange, SaveChange } from './versioned.js';

type Settings = Answer<'/api/v1/settings'>;

const SENDER = ['name', 'signatoryName', 'signatoryTitle', 'email', 'phone', 'city', 'legalLine'] as const;
const NEEDED: readonly string[] = ['name', 'signatoryName'];

/** Who the company is to those it writes to, beside a letter that shows it at once. */
export function CompanyTab() {
  const settings = useGet('/api/v1/settings', {});
  const logo = useGet('/api/v1/settings/logo', {});
  return (
    <Loaded query={settings}>
      {(stored) => <Loaded query={logo}>{(picture) => <CompanyForm stored={stored} logo={picture} />}</Loaded>}
    </Loaded>
  );
}

function CompanyForm({ stored, logo }: { readonly stored: Settings; readonly logo: Schemas['LogoFacts'] }) {
  const t = useText();
  const form = useForm(fieldsOf(stored), (name) =>
    name === 'address' ? 'sender.addressLines' : isOfSender(name) ? `sender.${name}` : name,
  );
  const { headers, saved, keepMine } = useVersion(stored, form);
  const body = changeOf(form.fields);
  const save = async (): Promise<void> => {
    saved(unwrap(await client.PUT('/api/v1/settings', { body, headers })));
  };
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { md: 'minmax(320px, 5fr) minmax(0, 7fr)' } }}>
      <Stack spacing={2}>
        <LogoPanel logo={logo} />
        <Panel title={t('settings.sender')}>
          <Stack component="form" noValidate spacing={2} sx={{ pt: 1 }} onSubmit={form.submit(save)}>
            <RefusedChange {...form} stored={stored} keepMine={keepMine} />
            {SENDER.map((name) => (
              <TextField
                key={name}
                required={NEEDED.includes(name)}
                label={t(`settings.senderField.${name}`)}
                {...form.text(name, name === 'legalLine' ? t('settings.legalLineAdvice') : undefined)}
              />
            ))}
            <TextField
              multiline
              minRows={2}
              maxRows={6}
              label={t('settings.senderField.address')}
              {...form.text('address', t('settings.addressAdvice'))}
            />
            <TextField
              select
              label={t('settings.taxBasis')}
              {...form.text('taxBasis', t('settings.taxBasisAdvice'))}
              slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
            >
              <MenuItem value="">{t('settings.taxUnsaid')}</MenuItem>
              <MenuItem value="net">{t('settings.taxNet')}</MenuItem>
              <MenuItem value="gross">{t('settings.taxGross')}</MenuItem>
            </TextField>
            <TextField label={t('settings.publicUrl')} {...form.text('publicUrl', t('settings.publicUrlAdvice'))} />
            <TextField
              label={t('settings.defaultOwner')}
              {...form.text('defaultOwner', t('settings.defaultOwnerAdvice'))}
            />
            <SaveChange isBusy={form.isBusy} stored={stored} />
          </Stack>
        </Panel>
      </Stack>
      <LetterPreview change={{ sender: body.sender, taxBasis: body.taxBasis }} logo={logo.sha256} />
    </Box>
  );
}

function isOfSender(name: string): boolean {
  return (SENDER as readonly string[]).includes(name);
}

function fieldsOf({ sender, publicUrl, defaultOwner, taxBasis }: Settings) {
  return {
    name: sender?.name ?? '',
    signatoryName: sender?.signatoryName ?? '',
    signatoryTitle: sender?.signatoryTitle ?? '',
    email: sender?.email ?? '',
    phone: sender?.phone ?? '',
    city: sender?.city ?? '',
    legalLine: sender?.legalLine ?? '',
    address: sender?.addressLines.join('\n') ?? '',
    taxBasis: taxBasis ?? '',
    publicUrl: publicUrl ?? '',
    defaultOwner: defaultOwner ?? '',
  };
}

/** What is typed as the service takes it; empty is not said. */
function changeOf({ address, taxBasis, publicUrl, defaultOwner, ...sender }: ReturnType<typeof fieldsOf>) {
  const addressLines = address
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const isSaid = addressLines.length > 0 || Object.values(sender).some((text) => text.trim() !== '');
  return {
    sender: isSaid ? { ...sender, addressLines } : null,
    publicUrl: publicUrl.trim() === '' ? null : publicUrl.trim(),
    defaultOwner: defaultOwner.trim() === '' ? null : defaultOwner.trim(),
    taxBasis: taxBasis === '' ? null : (taxBasis as NonNullable<Settings['taxBasis']>),
  };
}
