import { Button, Link, Paper, Stack, TextField } from '@mui/material';
import { useState } from 'react';
import { ListBase } from 'react-admin';
import { Link as RouterLink, useNavigate } from 'react-router-dom';
import { client, type Schemas, unwrap } from '../api/client.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { ListFoot } from '../list/list-foot.js';
import { ChoiceFilter, ListFilters, TextFilter } from '../list/list-filters.js';
import { type Column, ListTable } from '../list/list-table.js';
import { FormDialog } from '../shell/form-dialog.js';
import { Page } from '../shell/page.js';
import { Empty } from '../shell/states.js';
import { useForm } from '../shell/use-form.js';
import { ImportDialog } from './import-dialog.js';

type Incident = Schemas['IncidentDetail'] & {
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly windowCount: number;
};

const STATUSES = ['investigating', 'identified', 'monitoring', 'resolved'] as const;

/** The incidents, the newest first. */
export default function IncidentsPage() {
  const t = useText();
  const [isNew, setNew] = useState(false);
  const [isImporting, setImporting] = useState(false);
  const columns = useIncidentColumns();
  const start = (
    <Stack direction="row" useFlexGap spacing={1} sx={{ flexWrap: 'wrap' }}>
      <Button variant="outlined" onClick={() => setImporting(true)}>
        {t('statusPage.open')}
      </Button>
      <Button variant="contained" onClick={() => setNew(true)}>
        {t('incidents.new')}
      </Button>
    </Stack>
  );
  return (
    <Page title={t('incidents.title')} actions={start}>
      <Paper variant="outlined">
        <ListBase resource="incidents" perPage={50} sort={{ field: 'createdAt', order: 'DESC' }} storeKey={false}>
          <ListFilters>
            <TextFilter name="q" label={t('incidents.search')} />
            <ChoiceFilter
              name="status"
              label={t('incident.statusLabel')}
              choices={STATUSES.map((value) => ({ value, label: t(`incident.status.${value}`) }))}
            />
          </ListFilters>
          <ListTable
            label={t('incidents.title')}
            columns={columns}
            empty={<Empty title={t('incidents.empty')} advice={t('incidents.emptyAdvice')} action={start} />}
          />
          <ListFoot />
        </ListBase>
      </Paper>
      {isNew ? <NewIncident close={() => setNew(false)} /> : null}
      {isImporting ? <ImportDialog close={() => setImporting(false)} /> : null}
    </Page>
  );
}

function useIncidentColumns(): readonly Column<Incident>[] {
  const t = useText();
  const format = useFormat();
  const at = (instant: string | null): string => (instant === null ? '–' : format.instant(instant, VIEWER_ZONE));
  return [
    {
      key: 'title',
      label: t('incidents.columnTitle'),
      cell: ({ id, title }) => (
        <Link component={RouterLink} to={`/incidents/${id}`}>
          {title}
        </Link>
      ),
    },
    { key: 'status', label: t('incident.statusLabel'), cell: ({ status }) => t(`incident.status.${status}`) },
    {
      key: 'startsAt',
      label: t('incidents.start', { zone: format.zone(VIEWER_ZONE) }),
      cell: ({ startsAt }) => at(startsAt),
    },
    {
      key: 'endsAt',
      label: t('incidents.end'),
      cell: ({ startsAt, endsAt }) => (startsAt !== null && endsAt === null ? t('incident.goesOn') : at(endsAt)),
    },
    {
      key: 'windows',
      label: t('incidents.windows'),
      isNumber: true,
      cell: ({ windowCount }) => format.number(windowCount),
    },
    { key: 'reference', label: t('incidents.reference'), cell: ({ reference }) => reference ?? '–' },
  ];
}

/** A new incident by its title; the rest is told on its page. */
function NewIncident({ close }: { readonly close: () => void }) {
  const t = useText();
  const navigate = useNavigate();
  const form = useForm({ title: '', timeZone: VIEWER_ZONE });
  const send = async (): Promise<void> => {
    const made = unwrap(await client.POST('/api/v1/incidents', { body: form.fields }));
    void navigate(`/incidents/${(made as { id: string }).id}`);
  };
  return (
    <FormDialog title={t('incidents.new')} action={t('incidents.create')} form={form} send={send} close={close}>
      <TextField autoFocus required label={t('incidents.columnTitle')} {...form.text('title')} />
      <TextField required label={t('incidents.zone')} {...form.text('timeZone', t('incidents.zoneAdvice'))} />
    </FormDialog>
  );
}
