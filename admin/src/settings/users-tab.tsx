import { Button, Paper, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { ListBase, useNotify } from 'react-admin';
import { type Answer, client, ifMatch, unwrap } from '../api/client.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { ListFoot } from '../list/list-foot.js';
import { type Column, ListTable } from '../list/list-table.js';
import { RowMenu } from '../list/row-menu.js';
import { FormDialog } from '../shell/form-dialog.js';
import { SecretDialog } from '../shell/secret-dialog.js';
import { Empty } from '../shell/states.js';
import { useForm } from '../shell/use-form.js';
import { type Role, RoleChoice } from './role-choice.js';

type Person = Answer<'/api/v1/users'>['items'][number];

const ACTS = ['disable', 'enable', 'resetPassword', 'endSessions'] as const;
type Act = (typeof ACTS)[number];
type Question = { readonly about: 'new' } | { readonly about: 'roles' | Act; readonly person: Person };
type Secret = { readonly name: string; readonly password: string };

/** Who has an account, what they may do, and how they get in. */
export function UsersTab() {
  const t = useText();
  const [question, setQuestion] = useState<Question | null>(null);
  const [secret, setSecret] = useState<Secret | null>(null);
  const close = (): void => setQuestion(null);
  return (
    <Paper variant="outlined">
      <ListBase resource="users" perPage={50} storeKey={false} disableAuthentication>
        <ListTable<Person>
          label={t('settings.tab.users')}
          columns={useUserColumns(setQuestion)}
          empty={<Empty title={t('users.none')} />}
        />
        <ListFoot>
          <Button variant="contained" onClick={() => setQuestion({ about: 'new' })}>
            {t('users.add')}
          </Button>
        </ListFoot>
      </ListBase>
      {question?.about === 'new' ? <NewPersonDialog close={close} show={setSecret} /> : null}
      {question?.about === 'roles' ? <RolesDialog person={question.person} close={close} /> : null}
      {question === null || question.about === 'new' || question.about === 'roles' ? null : (
        <ActDialog act={question.about} person={question.person} close={close} show={setSecret} />
      )}
      {secret === null ? null : (
        <SecretDialog
          title={t('users.passwordOf', { name: secret.name })}
          label={t('session.password')}
          secret={secret.password}
          close={() => setSecret(null)}
        />
      )}
    </Paper>
  );
}

function useUserColumns(ask: (question: Question) => void): readonly Column<Person>[] {
  const t = useText();
  const format = useFormat();
  return [
    { key: 'name', label: t('users.name'), isWrapped: 'anywhere', cell: (person) => <Named person={person} /> },
    {
      key: 'roles',
      label: t('users.roles'),
      isWrapped: true,
      cell: ({ roles }) => (roles.length === 0 ? t('users.noRole') : roles.map((role) => t(`role.${role}`)).join(', ')),
    },
    {
      key: 'provider',
      label: t('users.signsIn'),
      isForWide: true,
      cell: ({ provider }) => provider ?? t('session.password'),
    },
    {
      key: 'stands',
      label: t('users.stands'),
      isForWide: true,
      cell: ({ disabledAt }) =>
        disabledAt === null ? t('users.open') : t('users.closedAt', { at: format.day(disabledAt, VIEWER_ZONE) }),
    },
    {
      key: 'actions',
      label: t('settings.actions'),
      cell: (person) => (
        <RowMenu
          text={t('settings.actions')}
          label={t('users.actionsOf', { name: person.name })}
          items={[
            { key: 'roles' as const, label: t('users.changeRoles') },
            ...actsOf(person).map((act) => ({
              key: act,
              label: t(`users.act.${act}`),
              isDanger: act === 'disable',
            })),
          ]}
          choose={(about) => ask({ about, person })}
        />
      ),
    },
  ];
}

function Named({ person: { name, email, disabledAt } }: { readonly person: Person }) {
  const t = useText();
  const format = useFormat();
  return (
    <>
      {name}
      <Typography variant="body2" color="textSecondary">
        {email}
      </Typography>
      {disabledAt === null ? null : (
        <Typography variant="body2" sx={{ display: { md: 'none' } }}>
          {t('users.closedAt', { at: format.day(disabledAt, VIEWER_ZONE) })}
        </Typography>
      )}
    </>
  );
}

/** What makes sense to ask; whether it may be done, the service says. */
function actsOf({ disabledAt, provider }: Person): readonly Act[] {
  if (disabledAt !== null) return ['enable'];
  return provider === null ? ['resetPassword', 'endSessions', 'disable'] : ['endSessions', 'disable'];
}

function NewPersonDialog({ close, show }: { readonly close: () => void; readonly show: (secret: Secret) => void }) {
  const t = useText();
  const form = useForm({ name: '', email: '', roles: [] as readonly Role[] });
  const { fields, set } = form;
  const send = async (): Promise<void> => {
    const body = { ...fields, roles: [...fields.roles] };
    const { person, password } = unwrap(await client.POST('/api/v1/users', { body }));
    close();
    show({ name: person.name, password });
  };
  return (
    <FormDialog
      title={t('users.add')}
      advice={t('users.addAdvice')}
      action={t('users.create')}
      form={form}
      send={send}
      close={close}
    >
      <TextField autoFocus required label={t('users.name')} {...form.text('name')} />
      <TextField required type="email" label={t('session.email')} {...form.text('email')} />
      <RoleChoice roles={fields.roles} choose={(roles) => set({ roles })} fault={form.faultOf('roles')} />
    </FormDialog>
  );
}

function RolesDialog({ person, close }: { readonly person: Person; readonly close: () => void }) {
  const t = useText();
  const form = useForm<{ readonly roles: readonly Role[] }>({ roles: person.roles });
  const send = async (): Promise<void> => {
    unwrap(
      await client.PATCH('/api/v1/users/{id}', {
        params: { path: { id: person.id } },
        headers: ifMatch(person.version),
        body: { roles: [...form.fields.roles] },
      }),
    );
    close();
  };
  return (
    <FormDialog
      title={t('users.rolesOf', { name: person.name })}
      advice={t('users.rolesAdvice')}
      action={t('settings.save')}
      form={form}
      send={send}
      close={close}
    >
      <RoleChoice roles={form.fields.roles} choose={(roles) => form.set({ roles })} fault={form.faultOf('roles')} />
    </FormDialog>
  );
}

function ActDialog({
  act,
  person,
  close,
  show,
}: {
  readonly act: Act;
  readonly person: Person;
  readonly close: () => void;
  readonly show: (secret: Secret) => void;
}) {
  const t = useText();
  const notify = useNotify();
  const form = useForm({});
  const send = async (): Promise<void> => {
    const password = await run(act, person);
    close();
    if (password === null) notify(t('settings.saved'), { type: 'success' });
    else show({ name: person.name, password });
  };
  return (
    <FormDialog
      title={`${t(`users.act.${act}`)}${t('shell.colon')}${person.name}`}
      advice={t(`users.actAdvice.${act}`)}
      action={t(`users.act.${act}`)}
      form={form}
      send={send}
      close={close}
      isDanger={act === 'disable'}
    />
  );
}

/** The new password where one is made. */
async function run(act: Act, { id, version }: Person): Promise<string | null> {
  const params = { path: { id } };
  if (act === 'resetPassword') {
    return unwrap(await client.POST('/api/v1/users/{id}/reset-password', { params })).password;
  }
  if (act === 'endSessions') unwrap(await client.POST('/api/v1/users/{id}/end-sessions', { params }));
  else {
    const body = { disabled: act === 'disable' };
    unwrap(await client.PATCH('/api/v1/users/{id}', { params, headers: ifMatch(version), body }));
  }
  return null;
}
