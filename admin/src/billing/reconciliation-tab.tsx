import {
  Box,
  Button,
  Link,
  MenuItem,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  TextField,
} from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Answer, client, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import { Empty, Loaded, Refused } from '../shell/states.js';
import { Drifts } from './drifts.js';

type Comparison = Answer<'/api/v1/billing/reconciliations'>['items'][number];

const MOST = 100;
const RUNNING_MS = 1500;

/** What differs between Amends and a billing system: comparisons, and the drifts that the chosen one found. */
export function ReconciliationTab() {
  const t = useText();
  const comparisons = useGet('/api/v1/billing/reconciliations', { query: { limit: MOST } });
  const isRunning = comparisons.data?.items.some(({ status }) => status === 'running') ?? false;
  useGet('/api/v1/billing/reconciliations', { query: { limit: MOST } }, { refetchEveryMs: isRunning && RUNNING_MS });
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <Stack spacing={2}>
      <Compare />
      <Loaded query={comparisons}>
        {({ items }) => {
          const shown = items.find(({ id }) => id === chosen) ?? items[0];
          if (shown === undefined) {
            return <Empty title={t('reconciliation.none')} advice={t('reconciliation.noneAdvice')} />;
          }
          return (
            <>
              <Comparisons items={items} shown={shown} choose={setChosen} />
              {shown.status === 'done' ? <Drifts comparison={shown} /> : null}
            </>
          );
        }}
      </Loaded>
    </Stack>
  );
}

function Compare() {
  const t = useText();
  const queries = useQueryClient();
  const { data } = useGet('/api/v1/billing/connections', {});
  const able = (data?.items ?? []).filter(({ capabilities }) => capabilities.lookUp);
  const [chosen, setChosen] = useState('');
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const connectionId = chosen === '' ? (able[0]?.id ?? '') : chosen;
  if (able.length === 0) return null;
  const compare = async (): Promise<void> => {
    try {
      setProblem(null);
      unwrap(await client.POST('/api/v1/billing/reconciliations', { body: { connectionId } }));
      await queries.invalidateQueries();
    } catch (error) {
      setProblem(error as ApiProblem);
    }
  };
  return (
    <Box>
      <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: 'wrap' }}>
        <TextField
          select
          label={t('billing.connection')}
          value={connectionId}
          onChange={({ target }) => setChosen(target.value)}
          sx={{ minWidth: 200 }}
        >
          {able.map(({ id, name }) => (
            <MenuItem key={id} value={id}>
              {name}
            </MenuItem>
          ))}
        </TextField>
        <Button variant="outlined" onClick={() => void compare()}>
          {t('reconciliation.compare')}
        </Button>
      </Stack>
      {problem === null ? null : <Refused problem={problem} />}
    </Box>
  );
}

function Comparisons({
  items,
  shown,
  choose,
}: {
  readonly items: readonly Comparison[];
  readonly shown: Comparison;
  readonly choose: (id: string) => void;
}) {
  const t = useText();
  const format = useFormat();
  const count = (value: number | null): string => (value === null ? '–' : format.number(value));
  return (
    <Panel title={t('reconciliation.comparisons')} flush>
      <Table aria-label={t('reconciliation.comparisons')}>
        <TableHead>
          <TableRow>
            <TableCell>{t('reconciliation.begun')}</TableCell>
            <TableCell>{t('billing.connection')}</TableCell>
            <TableCell>{t('billing.stands')}</TableCell>
            <TableCell align="right">{t('reconciliation.here')}</TableCell>
            <TableCell align="right">{t('reconciliation.there')}</TableCell>
            <TableCell align="right">{t('reconciliation.drifts')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {items.map((one) => (
            <TableRow key={one.id} selected={one.id === shown.id} aria-selected={one.id === shown.id}>
              <TableCell sx={{ whiteSpace: 'nowrap' }}>
                <Link component="button" type="button" onClick={() => choose(one.id)}>
                  {format.instant(one.createdAt, VIEWER_ZONE)}
                </Link>
              </TableCell>
              <TableCell>{one.connectionName}</TableCell>
              <TableCell>
                {t(`reconciliation.status.${one.status}`)}
                {one.errorMessage === null ? '' : ` · ${one.errorMessage}`}
              </TableCell>
              <TableCell align="right">{count(one.deliveryCount)}</TableCell>
              <TableCell align="right">{count(one.entryCount)}</TableCell>
              <TableCell align="right">{count(one.driftCount)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Panel>
  );
}
