import { Button, Link, Paper, TextField } from '@mui/material';
import { useState } from 'react';
import { ListBase } from 'react-admin';
import { Link as RouterLink, useNavigate } from 'react-router-dom';
import { type Answer, client, unwrap } from '../api/client.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { ListFoot } from '../list/list-foot.js';
import { type Column, ListTable } from '../list/list-table.js';
import { FormDialog } from '../shell/form-dialog.js';
import { Page } from '../shell/page.js';
import { Empty } from '../shell/states.js';
import { useForm } from '../shell/use-form.js';

type Policy = Answer<'/api/v1/policies'>['items'][number] & { readonly id: string };

/** The policies by code. */
export default function PoliciesPage() {
  const t = useText();
  const [isNew, setNew] = useState(false);
  const start = (
    <Button variant="contained" onClick={() => setNew(true)}>
      {t('policies.new')}
    </Button>
  );
  return (
    <Page title={t('policies.title')} actions={start}>
      <Paper variant="outlined">
        <ListBase resource="policies" perPage={50} storeKey={false}>
          <ListTable
            label={t('policies.title')}
            columns={usePolicyColumns()}
            empty={<Empty title={t('policies.empty')} advice={t('policies.emptyAdvice')} action={start} />}
          />
          <ListFoot />
        </ListBase>
      </Paper>
      {isNew ? <NewPolicy close={() => setNew(false)} /> : null}
    </Page>
  );
}

function usePolicyColumns(): readonly Column<Policy>[] {
  const t = useText();
  const format = useFormat();
  return [
    {
      key: 'name',
      label: t('policies.name'),
      cell: ({ code, name }) => (
        <Link component={RouterLink} to={`/policies/${code}`}>
          {name}
        </Link>
      ),
    },
    { key: 'code', label: t('policies.code'), cell: ({ code }) => code },
    {
      key: 'version',
      label: t('policies.newest'),
      isNumber: true,
      cell: ({ latestVersion }) => (latestVersion === null ? t('policies.noRules') : format.number(latestVersion)),
    },
    {
      key: 'from',
      label: t('policies.inForceFrom'),
      cell: ({ latestFrom }) => (latestFrom === null ? '–' : format.day(latestFrom, 'UTC')),
    },
    {
      key: 'made',
      label: t('policies.made'),
      cell: ({ createdAt }) => format.day(createdAt, VIEWER_ZONE),
    },
  ];
}

/** A new policy by its name; its rules are written on the next page. */
function NewPolicy({ close }: { readonly close: () => void }) {
  const t = useText();
  const navigate = useNavigate();
  const form = useForm({ name: '', code: '' });
  const send = async (): Promise<void> => {
    unwrap(await client.POST('/api/v1/policies', { body: form.fields }));
    void navigate(`/policies/${form.fields.code}/new`);
  };
  return (
    <FormDialog title={t('policies.new')} action={t('policies.writeRules')} form={form} send={send} close={close}>
      <TextField autoFocus required label={t('policies.name')} {...form.text('name')} />
      <TextField required label={t('policies.code')} {...form.text('code', t('policies.codeAdvice'))} />
    </FormDialog>
  );
}
