import { Button, Paper, TextField } from '@mui/material';
import { useState } from 'react';
import { ListBase } from 'react-admin';
import { type Answer, client, unwrap } from '../api/client.js';
import { useActor } from '../format/use-actor.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { instantOf } from '../incidents/local-time.js';
import { ListFoot } from '../list/list-foot.js';
import { type Column, ListTable } from '../list/list-table.js';
import { FormDialog } from '../shell/form-dialog.js';
import { SecretDialog } from '../shell/secret-dialog.js';
import { Empty } from '../shell/states.js';
import { useForm } from '../shell/use-form.js';
import { type Role, RoleChoice } from './role-choice.js';

type Key = Answer<'/api/v1/api-keys'>['items'][number];
type Made = { readonly name: string; readonly text: string };

/** The keys of machines: what each may do, until when, and when it was last used. */
export function KeysTab() {
  const t = useText();
  const [asked, setAsked] = useState<Key | 'new' | null>(null);
  const [made, setMade] = useState<Made | null>(null);
  const add = (
    <Button variant="contained" onClick={() => setAsked('new')}>
      {t('keys.add')}
    </Button>
  );
  return (
    <Paper variant="outlined">
      <ListBase resource="api-keys" perPage={50} storeKey={false} disableAuthentication>
        <ListTable<Key>
          label={t('settings.tab.keys')}
          columns={useKeyColumns(setAsked)}
          empty={<Empty title={t('keys.none')} advice={t('keys.noneAdvice')} action={add} />}
        />
        <ListFoot>{add}</ListFoot>
      </ListBase>
      {asked === 'new' ? <NewKeyDialog close={() => setAsked(null)} show={setMade} /> : null}
      {asked === null || asked === 'new' ? null : <RevokeDialog apiKey={asked} close={() => setAsked(null)} />}
      {made === null ? null : (
        <SecretDialog
          title={t('keys.madeOf', { name: made.name })}
          label={t('keys.key')}
          secret={made.text}
          close={() => setMade(null)}
        />
      )}
    </Paper>
  );
}

function useKeyColumns(revoke: (key: Key) => void): readonly Column<Key>[] {
  const t = useText();
  const format = useFormat();
  const actor = useActor();
  const day = (at: string | null): string | null => (at === null ? null : format.day(at, VIEWER_ZONE));
  return [
    { key: 'name', label: t('keys.name'), isWrapped: 'anywhere', cell: ({ name }) => name },
    { key: 'prefix', label: t('keys.prefix'), isForWide: true, cell: ({ prefix }) => `amk_${prefix}_…` },
    {
      key: 'roles',
      label: t('users.roles'),
      isWrapped: true,
      cell: ({ roles }) => roles.map((role) => t(`role.${role}`)).join(', '),
    },
    { key: 'ends', label: t('keys.ends'), cell: ({ expiresAt }) => day(expiresAt) ?? t('keys.never') },
    {
      key: 'used',
      label: t('keys.lastUse'),
      isForWide: true,
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? t('keys.unused') : format.instant(lastUsedAt, VIEWER_ZONE)),
    },
    {
      key: 'made',
      label: t('keys.made'),
      isForWide: true,
      cell: ({ createdAt, createdBy }) => `${day(createdAt)} · ${actor(createdBy)}`,
    },
    {
      key: 'revoke',
      label: t('settings.actions'),
      cell: (key) =>
        key.revokedAt === null ? (
          <Button color="error" onClick={() => revoke(key)} aria-label={t('keys.revokeOf', { name: key.name })}>
            {t('keys.revoke')}
          </Button>
        ) : (
          t('keys.revokedAt', { at: day(key.revokedAt) })
        ),
    },
  ];
}

function NewKeyDialog({ close, show }: { readonly close: () => void; readonly show: (made: Made) => void }) {
  const t = useText();
  const form = useForm({ name: '', roles: [] as readonly Role[], expiresAt: '' });
  const { fields, set } = form;
  const send = async (): Promise<void> => {
    const expiresAt = fields.expiresAt === '' ? null : instantOf(`${fields.expiresAt}T00:00`, VIEWER_ZONE);
    const body = { name: fields.name, roles: [...fields.roles], expiresAt };
    const { key, text } = unwrap(await client.POST('/api/v1/api-keys', { body }));
    close();
    show({ name: key.name, text });
  };
  return (
    <FormDialog
      title={t('keys.add')}
      advice={t('keys.addAdvice')}
      action={t('keys.create')}
      form={form}
      send={send}
      close={close}
    >
      <TextField autoFocus required label={t('keys.name')} {...form.text('name', t('keys.nameAdvice'))} />
      <TextField
        type="date"
        label={t('keys.ends')}
        {...form.text('expiresAt', t('keys.endsAdvice'))}
        slotProps={{ inputLabel: { shrink: true } }}
      />
      <RoleChoice roles={fields.roles} choose={(roles) => set({ roles })} fault={form.faultOf('roles')} />
    </FormDialog>
  );
}

function RevokeDialog({ apiKey, close }: { readonly apiKey: Key; readonly close: () => void }) {
  const t = useText();
  const form = useForm({});
  const send = async (): Promise<void> => {
    unwrap(await client.POST('/api/v1/api-keys/{id}/revoke', { params: { path: { id: apiKey.id } } }));
    close();
  };
  return (
    <FormDialog
      title={t('keys.revokeOf', { name: apiKey.name })}
      advice={t('keys.revokeAdvice')}
      action={t('keys.revoke')}
      form={form}
      send={send}
      close={close}
      isDanger
    />
  );
}
