import { Link, Paper, Stack } from '@mui/material';
import { ListBase } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import type { Answer } from '../api/client.js';
import { useActor } from '../format/use-actor.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { ListFoot } from '../list/list-foot.js';
import { ChoiceFilter, ListFilters } from '../list/list-filters.js';
import { type Column, ListTable } from '../list/list-table.js';
import { SettingsFrame } from '../settings/settings-frame.js';
import { Empty } from '../shell/states.js';
import { kindWord } from './kind-word.js';
import { LINE_KINDS } from './upload.js';
import { UploadPanel } from './upload-panel.js';

type Batch = Answer<'/api/v1/imports'>['items'][number];

const STATUSES = ['done', 'refused', 'reverted'] as const;

/** A file to bring in, and the files that were. */
export default function ImportsPage() {
  const t = useText();
  return (
    <SettingsFrame active="imports" title={t('imports.title')}>
      <Stack spacing={2}>
        <UploadPanel />
        <Paper variant="outlined">
          <ListBase resource="imports" perPage={50} storeKey={false} disableAuthentication>
            <ListFilters>
              <ChoiceFilter
                name="kind"
                label={t('imports.what')}
                choices={(['attendance', ...LINE_KINDS] as const).map((value) => ({
                  value,
                  label: t(`imports.kinds.${value}`),
                }))}
              />
              <ChoiceFilter
                name="status"
                label={t('imports.stands')}
                choices={STATUSES.map((value) => ({ value, label: t(`imports.status.${value}`) }))}
              />
            </ListFilters>
            <ListTable<Batch>
              label={t('imports.title')}
              columns={useImportColumns()}
              empty={<Empty title={t('imports.none')} advice={t('imports.noneAdvice')} />}
            />
            <ListFoot />
          </ListBase>
        </Paper>
      </Stack>
    </SettingsFrame>
  );
}

function useImportColumns(): readonly Column<Batch>[] {
  const t = useText();
  const format = useFormat();
  const actor = useActor();
  return [
    {
      key: 'file',
      label: t('imports.file'),
      cell: ({ id, sourceName }) => (
        <Link
          component={RouterLink}
          to={`/settings/imports/${id}`}
          aria-label={t('imports.open', { name: sourceName ?? t('imports.nameless') })}
        >
          {sourceName ?? t('imports.nameless')}
        </Link>
      ),
    },
    { key: 'what', label: t('imports.what'), cell: ({ kind }) => kindWord(kind, t) },
    { key: 'stands', label: t('imports.stands'), cell: ({ status }) => t(`imports.status.${status}`) },
    { key: 'read', label: t('imports.read'), isNumber: true, cell: ({ read }) => format.number(read) },
    { key: 'in', label: t('imports.accepted'), isNumber: true, cell: ({ accepted }) => format.number(accepted) },
    { key: 'out', label: t('imports.rejected'), isNumber: true, cell: ({ rejected }) => format.number(rejected) },
    { key: 'by', label: t('imports.by'), cell: ({ createdBy }) => actor(createdBy) },
    { key: 'at', label: t('imports.at'), cell: ({ createdAt }) => format.instant(createdAt, VIEWER_ZONE) },
  ];
}
