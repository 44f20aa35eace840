import { Button, Checkbox, FormControlLabel, MenuItem, TextField } from '@mui/material';
import { useNotify } from 'react-admin';
import { type Answer, client, ifMatch, unwrap } from '../api/client.js';
import { useText } from '../i18n/use-text.js';
import { FormDialog } from '../shell/form-dialog.js';
import { useForm } from '../shell/use-form.js';

type Connection = Answer<'/api/v1/billing/connections'>['items'][number];

const KINDS = ['stripe', 'lago', 'webhook', 'pull', 'csv'] as const;
type Kind = (typeof KINDS)[number];
/** To these something is sent, so they have secrets and may have an address. */
const SENT_TO: readonly Kind[] = ['stripe', 'lago', 'webhook'];

/** A billing system: what it is, where it is, and which secrets of the environment open it. A rotation names two. */
export function ConnectionDialog({
  connection,
  close,
}: {
  readonly connection: Connection | null;
  readonly close: () => void;
}) {
  const t = useText();
  const notify = useNotify();
  const form = useForm(fieldsOf(connection));
  const { fields, set, text } = form;
  const isSentTo = SENT_TO.includes(fields.kind);
  const keep = async (): Promise<void> => {
    const body = bodyOf(fields, isSentTo);
    if (connection === null) unwrap(await client.POST('/api/v1/billing/connections', { body }));
    else {
      const params = { path: { id: connection.id } };
      const headers = ifMatch(connection.version);
      const changed = { ...body, enabled: fields.enabled };
      unwrap(await client.PUT('/api/v1/billing/connections/{id}', { params, headers, body: changed }));
    }
    notify(t('settings.saved'), { type: 'success' });
    close();
  };
  const remove = async (): Promise<void> => {
    if (connection === null) return;
    const params = { path: { id: connection.id } };
    unwrap(await client.DELETE('/api/v1/billing/connections/{id}', { params }));
    close();
  };
  return (
    <FormDialog
      title={connection === null ? t('connections.add') : t('settings.editOf', { name: connection.name })}
      advice={t('connections.secretsAdvice')}
      action={t('settings.save')}
      form={form}
      send={keep}
      close={close}
    >
      <TextField autoFocus required label={t('connections.name')} {...text('name')} />
      <TextField
        select
        label={t('connections.kindLabel')}
        {...text('kind')}
        onChange={({ target }) => set({ kind: target.value as Kind })}
        disabled={connection !== null}
      >
        {KINDS.map((name) => (
          <MenuItem key={name} value={name}>
            {t(`connections.kind.${name}`)}
          </MenuItem>
        ))}
      </TextField>
      {isSentTo ? (
        <>
          <TextField
            required={fields.kind === 'webhook'}
            label={t('connections.baseUrl')}
            {...text('baseUrl', fields.kind === 'webhook' ? undefined : t('connections.baseUrlAdvice'))}
          />
          <TextField
            required
            label={t('connections.secretNames')}
            {...text('secretNames', t('connections.secretNamesAdvice'))}
          />
          <TextField
            label={t('connections.incomingSecretNames')}
            {...text('incomingSecretNames', t('connections.secretNamesAdvice'))}
          />
        </>
      ) : null}
      <FormControlLabel
        label={t('connections.isDefault')}
        control={<Checkbox checked={fields.isDefault} onChange={({ target }) => set({ isDefault: target.checked })} />}
      />
      {connection === null ? null : (
        <>
          <FormControlLabel
            label={t('connections.enabled')}
            control={<Checkbox checked={fields.enabled} onChange={({ target }) => set({ enabled: target.checked })} />}
          />
          <Button color="error" onClick={form.submit(remove)} sx={{ alignSelf: 'flex-start' }}>
            {t('connections.remove')}
          </Button>
        </>
      )}
    </FormDialog>
  );
}

function fieldsOf(connection: Connection | null) {
  return {
    name: connection?.name ?? '',
    kind: connection?.kind ?? 'stripe',
    baseUrl: connection?.baseUrl ?? '',
    secretNames: connection?.secretNames.join(', ') ?? '',
    incomingSecretNames: connection?.incomingSecretNames.join(', ') ?? '',
    isDefault: connection?.isDefault ?? false,
    enabled: connection?.disabledAt === null,
  };
}

function bodyOf(
  { name, kind, baseUrl, secretNames, incomingSecretNames, isDefault }: ReturnType<typeof fieldsOf>,
  isSentTo: boolean,
) {
  const names = (text: string): string[] => (isSentTo ? text.split(/[\s,]+/).filter((part) => part !== '') : []);
  return {
    name,
    kind,
    baseUrl: !isSentTo || baseUrl.trim() === '' ? null : baseUrl.trim(),
    secretNames: names(secretNames),
    incomingSecretNames: names(incomingSecretNames),
    isDefault,
  };
}
