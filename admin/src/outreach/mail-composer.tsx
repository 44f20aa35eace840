import { Box, Button, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useGetIdentity, useNotify } from 'react-admin';
import { client, idempotencyKey, type Schemas, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useGet } from '../api/use-get.js';
import { useText, useWord } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import { Loaded, Refused } from '../shell/states.js';
import type { Case } from './case-page.js';
import { MailNotReady } from './mail-not-ready.js';

type Mail = Schemas['SingleMailDto'];
type Preview = Schemas['MailPreview'];
const TEMPLATES: readonly Mail['template'][] = ['offer', 'apology', 'reminder', 'answer', 'acceptance'];
const TYPING_PAUSE_MS = 400;

/** Writes one mail of a case: its purpose, to whom, and the very words beside it before it leaves. */
export function MailComposer({ item, close }: { readonly item: Case; readonly close: () => void }) {
  const t = useText();
  const notify = useNotify();
  const queries = useQueryClient();
  const { identity } = useGetIdentity();
  const settings = useGet('/api/v1/settings', {});
  const [key, setKey] = useState(idempotencyKey);
  const [template, setTemplate] = useState<Mail['template']>(item.offer === null ? 'apology' : 'offer');
  const [contactId, setContactId] = useState('');
  const [message, setMessage] = useState('');
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const shownMessage = useSettled(message);
  const mail = mailOf(template, contactId, message);
  const preview = useMailPreview(item.id, mailOf(template, contactId, shownMessage));
  const me = (identity as { readonly email?: string } | undefined)?.email;
  const attempt = async (work: () => Promise<string>): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      notify(await work(), { type: 'success' });
    } catch (error) {
      setProblem(error as ApiProblem);
    } finally {
      setBusy(false);
    }
  };
  const params = { path: { id: item.id } };
  const send = async (): Promise<string> => {
    const sent = unwrap(await client.POST('/api/v1/outreach/cases/{id}/mails', { params, headers: key, body: mail }));
    await queries.invalidateQueries();
    close();
    return t(sent.status === 'held' ? 'mail.held' : 'mail.sent');
  };
  const test = async (): Promise<string> => {
    const headers = idempotencyKey();
    const body = { ...mail, to: me ?? '' };
    const { to } = unwrap(await client.POST('/api/v1/outreach/cases/{id}/mails/test', { params, headers, body }));
    return t('mail.tested', { to });
  };
  return (
    <Panel title={t('mail.title')} actions={<Button onClick={close}>{t('action.close')}</Button>}>
      <Stack spacing={1.5} sx={{ pt: 0.5 }}>
        {settings.data !== undefined && settings.data.mail === null ? <MailNotReady /> : null}
        {problem === null ? null : <Refused problem={problem} />}
        <Stack direction="row" useFlexGap spacing={1.5} sx={{ flexWrap: 'wrap', '& > *': { flex: 1, minWidth: 180 } }}>
          <TextField
            select
            autoFocus
            label={t('mail.template')}
            value={template}
            onChange={({ target }) => setTemplate(target.value as Mail['template'])}
          >
            {TEMPLATES.map((name) => (
              <MenuItem key={name} value={name}>
                {t(`mail.templates.${name}`)}
              </MenuItem>
            ))}
          </TextField>
          <TextField
            select
            label={t('mail.to')}
            value={contactId}
            onChange={({ target }) => setContactId(target.value)}
            slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
          >
            <MenuItem value="">{t('mail.firstContact')}</MenuItem>
            {item.contacts.map((contact) => (
              <MenuItem key={contact.id} value={contact.id}>
                {contact.name}
              </MenuItem>
            ))}
          </TextField>
        </Stack>
        {template === 'answer' ? (
          <TextField
            required
            multiline
            minRows={4}
            label={t('mail.message')}
            value={message}
            onChange={({ target }) => {
              setMessage(target.value);
              setKey(idempotencyKey());
            }}
          />
        ) : null}
        <Loaded query={preview} lines={5}>
          {(found) => <Shown preview={found} />}
        </Loaded>
        <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: 'wrap' }}>
          <Button
            variant="contained"
            disabled={isBusy || preview.data === undefined || preview.data.reasons.length > 0}
            onClick={() => void attempt(send)}
          >
            {t('mail.send')}
          </Button>
          <Button variant="outlined" disabled={isBusy || me === undefined} onClick={() => void attempt(test)}>
            {t('mail.test')}
          </Button>
        </Stack>
      </Stack>
    </Panel>
  );
}

function mailOf(template: Mail['template'], contactId: string, message: string): Mail {
  return {
    template,
    ...(contactId === '' ? {} : { contactId }),
    ...(template === 'answer' && message.trim() !== '' ? { message } : {}),
  };
}

/** A text once nobody has typed for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const wait = setTimeout(() => setSettled(text), TYPING_PAUSE_MS);
    return () => clearTimeout(wait);
  }, [text]);
  return settled;
}

function useMailPreview(id: string, body: Mail) {
  return useQuery<Preview, ApiProblem>({
    queryKey: ['mail preview', id, body],
    queryFn: async () =>
      unwrap(await client.POST('/api/v1/outreach/cases/{id}/mails/preview', { params: { path: { id } }, body })),
    retry: false,
    placeholderData: (before) => before,
  });
}

/** The words of the mail as they would leave, and all that stands against it. */
function Shown({ preview: { subject, text, to, letterReference, reasons } }: { readonly preview: Preview }) {
  const t = useText();
  const word = useWord();
  return (
    <Box sx={{ border: '1px solid', borderColor: 'divider', borderRadius: 1, p: 1.5 }}>
      <Typography variant="body2" color="textSecondary">
        {to === null ? t('mail.nobody') : `${t('mail.to')}${t('shell.colon')}${to.name} <${to.address}>`}
      </Typography>
      <Typography sx={{ fontWeight: 600, my: 0.5 }}>{subject}</Typography>
      <Typography sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{text}</Typography>
      {letterReference === null ? null : (
        <Typography variant="body2" color="textSecondary" sx={{ mt: 1 }}>
          {t('mail.attached', { reference: letterReference })}
        </Typography>
      )}
      {reasons.length === 0 ? null : (
        <Box role="status" sx={{ mt: 1, color: 'error.main' }}>
          {t('mail.against')}
          <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
            {reasons.map(({ code, message }) => (
              <li key={code}>{word('mail.exclusion', code, message)}</li>
            ))}
          </Box>
        </Box>
      )}
    </Box>
  );
}
