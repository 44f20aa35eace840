import { Alert, Box, Button, Link, Paper, TextField, Typography } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { ListBase, useListContext } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { type Answer, client, type Schemas, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useActor } from '../format/use-actor.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { ListFilters, TextFilter } from '../list/list-filters.js';
import { ListFoot } from '../list/list-foot.js';
import { type Column, ListTable } from '../list/list-table.js';
import { SettingsFrame } from '../settings/settings-frame.js';
import { Empty, Refused } from '../shell/states.js';
import { ActionFilter, KindFilter } from './audit-filters.js';
import { useAuditWords } from './use-audit-words.js';

type Entry = Answer<'/api/v1/audit'>['items'][number];

/** Who did what: every change, with a proof that none was altered. */
export default function AuditPage() {
  const t = useText();
  const proof = useMutation<Schemas['Verification'], ApiProblem>({
    mutationFn: async () => unwrap(await client.POST('/api/v1/audit/verify')),
  });
  return (
    <SettingsFrame
      active="audit"
      title={t('audit.title')}
      actions={
        <Button variant="outlined" disabled={proof.isPending} onClick={() => proof.mutate()}>
          {t('audit.verify')}
        </Button>
      }
    >
      <Box role="status">
        {proof.error === null ? null : <Refused problem={proof.error} />}
        {proof.data === undefined ? null : <Proof found={proof.data} />}
      </Box>
      <Paper variant="outlined">
        <ListBase resource="audit" perPage={50} storeKey={false} disableAuthentication>
          <ListFilters>
            <TextFilter name="actor" label={t('audit.actor')} />
            <ActionFilter />
            <KindFilter />
            <DayFilter name="from" label={t('audit.from')} />
            <DayFilter name="to" label={t('audit.to')} />
            <Exports />
          </ListFilters>
          <ListTable
            label={t('audit.title')}
            columns={useAuditColumns()}
            empty={<Empty title={t('audit.empty')} advice={t('audit.emptyAdvice')} />}
          />
          <ListFoot />
        </ListBase>
      </Paper>
    </SettingsFrame>
  );
}

function Proof({ found }: { readonly found: Schemas['Verification'] }) {
  const t = useText();
  const format = useFormat();
  return (
    <Alert severity={found.isWhole ? 'success' : 'error'} icon={false} sx={{ mb: 2 }}>
      <Typography sx={{ fontWeight: 600 }}>{found.isWhole ? t('audit.whole') : t('audit.notWhole')}</Typography>
      <Typography>
        {t('audit.checked', {
          entries: format.number(found.entries),
          chains: format.number(found.chains),
          anchors: format.number(found.anchors),
        })}
      </Typography>
      {found.faults.length === 0 ? null : (
        <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
          {found.faults.map(({ customerId, sequence, code }) => (
            <li key={`${customerId} ${sequence} ${code}`}>
              {t('audit.faultAt', { fault: t(`audit.fault.${code}`), sequence, chain: customerId })}
            </li>
          ))}
        </Box>
      )}
    </Alert>
  );
}

/** A day; the entries are asked for from or until its midnight, in the reader's zone. */
function DayFilter({ name, label }: { readonly name: 'from' | 'to'; readonly label: string }) {
  const { filterValues, setFilters } = useListContext();
  const stored = (filterValues as Record<string, string | undefined>)[name];
  return (
    <TextField
      type="date"
      label={label}
      value={stored === undefined ? '' : dayOf(stored)}
      onChange={({ target }) => {
        const { [name]: _, ...others } = filterValues as Record<string, unknown>;
        const at = new Date(`${target.value}T00:00`);
        setFilters(Number.isNaN(at.getTime()) ? others : { ...others, [name]: at.toISOString() }, {});
      }}
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );
}

function dayOf(instant: string): string {
  const at = new Date(instant);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** The same entries as files, the oldest first, with the hash of each. */
function Exports() {
  const t = useText();
  const { filterValues } = useListContext();
  const query = new URLSearchParams(filterValues as Record<string, string>).toString();
  return (
    <Box sx={{ display: 'flex', gap: 1.5 }}>
      <Link href={`/api/v1/audit/export.csv?${query}`} download>
        {t('audit.csv')}
      </Link>
      <Link href={`/api/v1/audit/export.ndjson?${query}`} download>
        {t('audit.ndjson')}
      </Link>
    </Box>
  );
}

function useAuditColumns(): readonly Column<Entry>[] {
  const t = useText();
  const format = useFormat();
  const name = useActor();
  const words = useAuditWords();
  return [
    {
      key: 'at',
      label: t('audit.at', { zone: format.zone(VIEWER_ZONE) }),
      cell: ({ at }) => (
        <>
          {format.day(at, VIEWER_ZONE)}
          <Typography variant="body2" color="textSecondary">
            {format.second(at, VIEWER_ZONE)}
          </Typography>
        </>
      ),
    },
    { key: 'actor', label: t('audit.actor'), cell: ({ actor }) => <span title={actor}>{name(actor)}</span> },
    {
      key: 'action',
      label: t('audit.action'),
      isWrapped: true,
      cell: ({ action }) => (
        <Box title={action} sx={{ minWidth: 150 }}>
          {words.action(action)}
        </Box>
      ),
    },
    { key: 'subject', label: t('audit.subject'), cell: (entry) => <Subject entry={entry} /> },
    { key: 'details', label: t('audit.details'), isWrapped: 'anywhere', cell: (entry) => <Details entry={entry} /> },
  ];
}

const UUID_LENGTH = 36;
/** The kinds of things that have a page by their id. */
const PAGES: Readonly<Record<string, string>> = { incident: '/incidents', offer: '/offers', case: '/outreach' };

function Subject({ entry: { subjectKind, subjectId } }: { readonly entry: Entry }) {
  const words = useAuditWords();
  const page = PAGES[subjectKind];
  // Of an id its end tells it from the others; the whole of it is on hover and in the files.
  const shortId = subjectId.length === UUID_LENGTH ? `…${subjectId.slice(-12)}` : subjectId;
  return (
    <span title={`${subjectKind} ${subjectId}`}>
      {words.kind(subjectKind)}{' '}
      {page === undefined ? (
        shortId
      ) : (
        <Link component={RouterLink} to={`${page}/${subjectId}`}>
          {shortId}
        </Link>
      )}
    </span>
  );
}

/** The code of the action, as exports and the API have it, and what else was noted. */
function Details({ entry: { action, details } }: { readonly entry: Entry }) {
  const t = useText();
  const facts = Object.entries(details ?? {}).map(([name, value]) =>
    t('audit.fact', { name, value: typeof value === 'string' ? value : JSON.stringify(value) }),
  );
  return (
    <Box sx={{ minWidth: 200 }}>
      <Box component="code" sx={{ color: 'text.secondary' }}>
        {action}
      </Box>
      {facts.length === 0 ? null : ` · ${facts.join(' · ')}`}
    </Box>
  );
}
