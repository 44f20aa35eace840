import { Button, Checkbox, FormControlLabel, FormGroup, FormLabel, Paper, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { ListBase } from 'react-admin';
import { type Answer, client, ifMatch, unwrap } from '../api/client.js';
import { useText } from '../i18n/use-text.js';
import { ListFoot } from '../list/list-foot.js';
import { type Column, ListTable } from '../list/list-table.js';
import { FormDialog } from '../shell/form-dialog.js';
import { Empty } from '../shell/states.js';
import { useForm } from '../shell/use-form.js';

type Component = Answer<'/api/v1/components'>['items'][number];
type Row = Component & { readonly id: string };

const CAPABILITIES = ['join', 'interact', 'moderate', 'view', 'media'] as const;

/** The parts of the product that can fail by themselves, and what is lost with each. */
export function ComponentsTab() {
  const t = useText();
  const [asked, setAsked] = useState<Component | 'new' | null>(null);
  const add = (
    <Button variant="contained" onClick={() => setAsked('new')}>
      {t('components.add')}
    </Button>
  );
  return (
    <Paper variant="outlined">
      <ListBase resource="components" perPage={100} storeKey={false} disableAuthentication>
        <ListTable<Row>
          label={t('settings.tab.components')}
          columns={useComponentColumns(setAsked)}
          empty={<Empty title={t('components.none')} advice={t('components.noneAdvice')} action={add} />}
        />
        <ListFoot>{add}</ListFoot>
      </ListBase>
      {asked === null ? null : (
        <ComponentDialog component={asked === 'new' ? null : asked} close={() => setAsked(null)} />
      )}
    </Paper>
  );
}

function useComponentColumns(edit: (component: Component) => void): readonly Column<Row>[] {
  const t = useText();
  return [
    { key: 'key', label: t('components.key'), cell: ({ key }) => key },
    { key: 'name', label: t('components.name'), cell: ({ name }) => name },
    {
      key: 'capabilities',
      label: t('components.capabilities'),
      cell: ({ capabilities }) => capabilities.map((name) => t(`capability.${name}`)).join(', '),
    },
    {
      key: 'edit',
      label: t('settings.actions'),
      cell: (row) => (
        <Button onClick={() => edit(row)} aria-label={t('settings.editOf', { name: row.name })}>
          {t('settings.edit')}
        </Button>
      ),
    },
  ];
}

function ComponentDialog({ component, close }: { readonly component: Component | null; readonly close: () => void }) {
  const t = useText();
  const form = useForm({
    key: component?.key ?? '',
    name: component?.name ?? '',
    capabilities: component?.capabilities ?? CAPABILITIES,
  });
  const { fields, set } = form;
  const send = async (): Promise<void> => {
    const body = { name: fields.name, capabilities: [...fields.capabilities] };
    unwrap(
      await client.PUT('/api/v1/components/{key}', {
        params: { path: { key: fields.key.trim() } },
        // A new one must not write over one that is there.
        headers: ifMatch(component?.version ?? 0),
        body,
      }),
    );
    close();
  };
  return (
    <FormDialog
      title={component === null ? t('components.add') : t('settings.editOf', { name: component.name })}
      action={t('settings.save')}
      form={form}
      send={send}
      close={close}
      isReady={fields.key.trim() !== ''}
    >
      <TextField
        autoFocus={component === null}
        required
        disabled={component !== null}
        label={t('components.key')}
        {...form.text('key', t('components.keyAdvice'))}
      />
      <TextField required autoFocus={component !== null} label={t('components.name')} {...form.text('name')} />
      <FormGroup role="group" aria-labelledby="capabilities">
        <FormLabel id="capabilities">{t('components.capabilities')}</FormLabel>
        {CAPABILITIES.map((name) => (
          <FormControlLabel
            key={name}
            label={t(`capability.${name}`)}
            control={
              <Checkbox
                checked={fields.capabilities.includes(name)}
                onChange={({ target }) =>
                  set({
                    capabilities: CAPABILITIES.filter((other) =>
                      other === name ? target.checked : fields.capabilities.includes(other),
                    ),
                  })
                }
              />
            }
          />
        ))}
        {form.faultOf('capabilities') === undefined ? null : (
          <Typography color="error" variant="body2">
            {form.faultOf('capabilities')}
          </Typography>
        )}
      </FormGroup>
    </FormDialog>
  );
}
