import { Box, Button, Checkbox, FormControlLabel, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useGetIdentity } from 'react-admin';
import { type Answer, client, idempotencyKey, unwrap } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { Figure, Panel } from '../shell/panel.js';
import { Loaded, Refused } from '../shell/states.js';
import { useForm } from '../shell/use-form.js';
import { useTones } from '../theme/tones.js';
import { useVersion } from './use-version.js';
import { LastChange, RefusedChange } from './versioned.js';

type Settings = Answer<'/api/v1/settings'>;

const SECURITIES = ['starttls', 'tls', 'none'] as const;

/** How e-mail leaves, whether it does, and a test. */
export function MailTab() {
  const settings = useGet('/api/v1/settings', {});
  return (
    <Stack spacing={2}>
      <MailState />
      <Loaded query={settings}>{(stored) => <MailForm stored={stored} />}</Loaded>
    </Stack>
  );
}

function MailForm({ stored }: { readonly stored: Settings }) {
  const t = useText();
  const form = useForm(fieldsOf(stored.mail), (name) => `mail.${name}`);
  const { headers, saved, keepMine } = useVersion(stored, form);
  const { fields, set, text } = form;
  const put = async (mail: ReturnType<typeof mailOf> | null): Promise<void> => {
    saved(unwrap(await client.PUT('/api/v1/settings', { body: { mail }, headers })));
  };
  return (
    <Panel title={t('mailServer.server')}>
      <Stack
        component="form"
        noValidate
        spacing={2}
        sx={{ maxWidth: 640, pt: 1 }}
        onSubmit={form.submit(() => put(mailOf(fields)))}
      >
        <RefusedChange {...form} stored={stored} keepMine={keepMine} />
        <TextField required label={t('mailServer.host')} {...text('host')} />
        <TextField select label={t('mailServer.security')} {...text('security', t('mailServer.securityAdvice'))}>
          {SECURITIES.map((name) => (
            <MenuItem key={name} value={name}>
              {t(`mailServer.securities.${name}`)}
            </MenuItem>
          ))}
        </TextField>
        <TextField label={t('mailServer.port')} inputMode="numeric" {...text('port', t('mailServer.portAdvice'))} />
        <TextField label={t('mailServer.user')} autoComplete="off" {...text('user', t('mailServer.userAdvice'))} />
        <TextField required label={t('mailServer.fromName')} {...text('fromName')} />
        <TextField required type="email" label={t('mailServer.fromAddress')} {...text('fromAddress')} />
        <TextField type="email" label={t('mailServer.replyTo')} {...text('replyTo', t('mailServer.replyToAdvice'))} />
        <TextField label={t('mailServer.perMinute')} inputMode="numeric" {...text('perMinute')} />
        <FormControlLabel
          control={
            <Checkbox
              checked={fields.plusAddressing}
              onChange={({ target }) => set({ plusAddressing: target.checked })}
            />
          }
          label={t('mailServer.plusAddressing')}
        />
        <Stack direction="row" useFlexGap spacing={2} sx={{ alignItems: 'center', flexWrap: 'wrap' }}>
          <Button type="submit" variant="contained" disabled={form.isBusy}>
            {t('settings.save')}
          </Button>
          {stored.mail === null ? null : (
            <Button color="error" disabled={form.isBusy} onClick={form.submit(() => put(null))}>
              {t('mailServer.remove')}
            </Button>
          )}
          <LastChange stored={stored} />
        </Stack>
      </Stack>
    </Panel>
  );
}

function MailState() {
  const t = useText();
  const format = useFormat();
  const tones = useTones();
  const state = useGet('/api/v1/outreach/mail-state', {});
  return (
    <Panel title={t('mailServer.state')}>
      <Loaded query={state} lines={3}>
        {(found) => (
          <Stack spacing={1.5}>
            <Typography sx={{ fontWeight: 600, color: found.isSetUp ? tones.good : tones.warning }}>
              {t(found.isSetUp ? 'mailServer.isSetUp' : 'mailServer.notSetUp')}
            </Typography>
            <Typography color="textSecondary">
              {t(found.isPasswordSet ? 'mailServer.passwordSet' : 'mailServer.passwordMissing', {
                name: found.passwordName,
              })}
            </Typography>
            <Stack direction="row" useFlexGap sx={{ gap: 4, flexWrap: 'wrap' }}>
              <Figure value={format.number(found.held)} label={t('mailServer.held')} />
              <Figure value={format.number(found.queued)} label={t('mailServer.queued')} />
              <Figure value={format.number(found.unknown)} label={t('mailServer.unknown')} />
              <Figure value={format.number(found.sentLastDay)} label={t('mailServer.sentLastDay')} />
              <Figure value={format.number(found.failedLastDay)} label={t('mailServer.failedLastDay')} />
            </Stack>
            {found.lastSentAt === null ? null : (
              <Typography>{t('mailServer.lastSent', { at: format.instant(found.lastSentAt, VIEWER_ZONE) })}</Typography>
            )}
            {found.lastFailure === null ? null : (
              <Typography sx={{ overflowWrap: 'anywhere' }}>
                {t('mailServer.lastFailure', {
                  at: format.instant(found.lastFailure.at, VIEWER_ZONE),
                  why: found.lastFailure.response ?? found.lastFailure.reason ?? '',
                })}
              </Typography>
            )}
            {found.isSetUp ? <TestMail /> : null}
          </Stack>
        )}
      </Loaded>
    </Panel>
  );
}

/** One mail to oneself, at once, with what the server said. */
function TestMail() {
  const t = useText();
  const tones = useTones();
  const { identity } = useGetIdentity();
  const form = useForm({ to: '' });
  const [taken, setTaken] = useState<string | null>(null);
  const to = form.fields.to === '' ? String(identity?.['email'] ?? '') : form.fields.to;
  const send = async (): Promise<void> => {
    setTaken(null);
    const { response } = unwrap(
      await client.POST('/api/v1/outreach/mail-test', { body: { to }, headers: idempotencyKey() }),
    );
    setTaken(response);
  };
  return (
    <Box component="form" noValidate onSubmit={form.submit(send)}>
      <Stack direction="row" useFlexGap spacing={1} sx={{ flexWrap: 'wrap', alignItems: 'flex-start' }}>
        <TextField type="email" label={t('mailServer.testTo')} {...form.text('to')} value={to} sx={{ minWidth: 280 }} />
        <Button type="submit" variant="outlined" disabled={form.isBusy || to === ''}>
          {t('mailServer.test')}
        </Button>
      </Stack>
      <Box role="status">
        {taken === null ? null : (
          <Typography sx={{ color: tones.good, mt: 1 }}>{t('mailServer.taken', { answer: taken })}</Typography>
        )}
        {form.elsewhere === null ? null : <Refused problem={form.elsewhere} />}
        {typeof form.elsewhere?.details['answer'] === 'string' ? (
          <Typography>{form.elsewhere.details['answer']}</Typography>
        ) : null}
      </Box>
    </Box>
  );
}

function fieldsOf(mail: Settings['mail']) {
  return {
    host: mail?.host ?? '',
    security: mail?.security ?? ('starttls' as const),
    port: mail === null ? '' : String(mail.port),
    user: mail?.user ?? '',
    fromName: mail?.fromName ?? '',
    fromAddress: mail?.fromAddress ?? '',
    replyTo: mail?.replyTo ?? '',
    perMinute: mail === null ? '60' : String(mail.perMinute),
    plusAddressing: mail?.plusAddressing ?? false,
  };
}

/** As the service takes it: empty is not said, and what is no number is left for the service to refuse. */
function mailOf({ port, user, replyTo, perMinute, ...said }: ReturnType<typeof fieldsOf>) {
  const number = (text: string): { readonly value?: number } => (text.trim() === '' ? {} : { value: Number(text) });
  const [ports, rates] = [number(port).value, number(perMinute).value];
  return {
    ...said,
    user: user.trim() === '' ? null : user,
    replyTo: replyTo.trim() === '' ? null : replyTo,
    ...(ports === undefined ? {} : { port: ports }),
    ...(rates === undefined ? {} : { perMinute: rates }),
  };
}
