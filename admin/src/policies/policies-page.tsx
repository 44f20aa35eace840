import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Link,
  Paper,
  Stack,
  TextField,
} from '@mui/material';
import { type FormEvent, useState } from 'react';
import { ListBase } from 'react-admin';
import { Link as RouterLink, useNavigate } from 'react-router-dom';
import { type Answer, client, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { ListFoot } from '../list/list-foot.js';
import { type Column, ListTable } from '../list/list-table.js';
import { Page } from '../shell/page.js';
import { Empty, Refused } from '../shell/states.js';

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
  const [name, setName] = useState('');
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const faultOf = (path: string): string | undefined =>
    problem?.reasons.find((reason) => reason.path === path)?.message;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      unwrap(await client.POST('/api/v1/policies', { body: { code, name } }));
      void navigate(`/policies/${code}/new`);
    } catch (error) {
      setProblem(error as ApiProblem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={close} fullWidth maxWidth="xs" aria-labelledby="new-policy">
      <form onSubmit={(event) => void submit(event)}>
        <DialogTitle id="new-policy">{t('policies.new')}</DialogTitle>
        <DialogContent>
          <Stack spacing={2} sx={{ pt: 1 }}>
            {problem === null || problem.reasons.length > 0 ? null : <Refused problem={problem} />}
            <TextField
              autoFocus
              required
              label={t('policies.name')}
              value={name}
              onChange={({ target }) => setName(target.value)}
              error={faultOf('name') !== undefined}
              helperText={faultOf('name')}
            />
            <TextField
              required
              label={t('policies.code')}
              value={code}
              onChange={({ target }) => setCode(target.value)}
              error={faultOf('code') !== undefined}
              helperText={faultOf('code') ?? t('policies.codeAdvice')}
            />
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button type="submit" variant="contained" disabled={isBusy}>
            {t('policies.writeRules')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
