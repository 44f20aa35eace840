import { Button, Paper, Stack } from '@mui/material';
import { useEffect, useMemo, useState } from 'react';
import { ListBase, useListContext, useStore } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { useText } from '../i18n/use-text.js';
import { ColumnChoice } from '../list/list-filters.js';
import { useColumns } from '../list/list-table.js';
import { CaseBoard } from './case-board.js';
import { CaseFilters } from './case-filters.js';
import { CaseList, useCaseColumns } from './case-list.js';
import type { CaseRow } from './case-query.js';
import { KeysDialog } from './keys-dialog.js';
import { focusedCase, stepToCase, useCaseKeys } from './use-case-keys.js';

const PER_PAGE = 50;

/** The conversations with customers, as a board or as a list, under the same filters; of one incident or of all. */
export function Cases({ incidentId }: { readonly incidentId?: string }) {
  const [shape, setShape] = useStore<'board' | 'list'>('outreach.shape', 'board');
  const columns = useCaseColumns(incidentId === undefined);
  const choice = useColumns('cases', columns);
  return (
    <Paper variant="outlined" sx={{ minWidth: 0 }}>
      <ListBase
        resource="cases"
        perPage={PER_PAGE}
        sort={{ field: 'priority', order: 'ASC' }}
        queryOptions={{ meta: incidentId === undefined ? {} : { incidentId } }}
        storeKey={`cases.${incidentId ?? ''}`}
      >
        <CaseFilters isOfIncident={incidentId !== undefined}>
          <ShapeChoice shape={shape} choose={setShape} />
          {shape === 'board' ? null : (
            <ColumnChoice columns={columns} isShown={choice.isShown} toggle={choice.toggle} />
          )}
        </CaseFilters>
        {shape === 'board' ? (
          <CaseBoard incidentId={incidentId} />
        ) : (
          <CaseList incidentId={incidentId} columns={choice.shown} />
        )}
        <CaseOrder />
      </ListBase>
    </Paper>
  );
}

function ShapeChoice({
  shape,
  choose,
}: {
  readonly shape: 'board' | 'list';
  readonly choose: (shape: 'board' | 'list') => void;
}) {
  const t = useText();
  return (
    <Stack direction="row" role="group" aria-label={t('desk.shape')} spacing={0.5} sx={{ ml: 'auto' }}>
      {(['board', 'list'] as const).map((name) => (
        <Button
          key={name}
          aria-pressed={shape === name}
          variant={shape === name ? 'outlined' : 'text'}
          onClick={() => choose(name)}
        >
          {t(`desk.shapes.${name}`)}
        </Button>
      ))}
    </Stack>
  );
}

/** The keys of these pages; and the order of the cases is kept, so that `j` and `k` follow it on the page of one case. */
function CaseOrder() {
  const navigate = useNavigate();
  const { data } = useListContext<CaseRow>();
  const [, setOrder] = useStore<readonly string[]>('outreach.order', []);
  const [isHelp, setHelp] = useState(false);
  useEffect(() => {
    if (data !== undefined) setOrder(data.map(({ id }) => id));
  }, [data, setOrder]);
  const keys = useMemo(() => {
    const open = (act: string) => () => {
      const id = focusedCase();
      if (id !== undefined) void navigate(`/outreach/${id}?do=${act}`);
    };
    return {
      j: () => stepToCase(1),
      k: () => stepToCase(-1),
      e: open('next'),
      c: open('call'),
      n: open('note'),
      m: open('mail'),
      '?': () => setHelp(true),
    };
  }, [navigate]);
  useCaseKeys(keys);
  return isHelp ? <KeysDialog close={() => setHelp(false)} /> : null;
}
