import {
  Alert,
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Stack,
  Typography,
} from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useListContext, useNotify } from 'react-admin';
import { client, idempotencyKey, type Schemas, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useText } from '../i18n/use-text.js';
import { SelectionFrame } from '../list/selection-frame.js';
import { useSelectedRows } from '../list/use-selected-rows.js';
import { useGiven } from '../offers/use-given.js';
import { Refused } from '../shell/states.js';
import type { IncidentCustomer } from './customers-tab.js';

type ActionResult = Schemas['ActionResult'];

/** What is selected, with its total, and what can be done with all of it: the service judges each by itself. */
export function SelectionBar() {
  const t = useText();
  const given = useGiven();
  const { selectedIds } = useListContext<IncidentCustomer>();
  const [isAsking, setAsking] = useState(false);
  const rows = useSelectedRows<IncidentCustomer>();
  if (selectedIds.length === 0) return null;
  const drafts = rows.filter(({ offer }) => offer?.status === 'draft');
  return (
    <SelectionFrame summary={` · ${given.ofAll(rows.flatMap(({ offer }) => offer ?? []))}`}>
      <Button variant="contained" disabled={drafts.length === 0} onClick={() => setAsking(true)}>
        {t('selection.approve', { smart_count: drafts.length })}
      </Button>
      {isAsking ? (
        <ApproveDialog
          names={
            new Map(rows.flatMap(({ offer, name }) => (offer?.status === 'draft' ? [[offer.id, name] as const] : [])))
          }
          total={given.ofAll(drafts.flatMap(({ offer }) => offer ?? []))}
          close={() => setAsking(false)}
        />
      ) : null}
    </SelectionFrame>
  );
}

function ApproveDialog({
  names,
  total,
  close,
}: {
  /** The customers' names by their offers' ids. */
  readonly names: ReadonlyMap<string, string>;
  readonly total: string;
  readonly close: () => void;
}) {
  const t = useText();
  const notify = useNotify();
  const queries = useQueryClient();
  const [key] = useState(idempotencyKey);
  const [result, setResult] = useState<ActionResult | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const approve = async (): Promise<void> => {
    setBusy(true);
    try {
      const done = unwrap(
        await client.POST('/api/v1/offers/actions', {
          headers: key,
          body: { action: 'approve', ids: [...names.keys()] },
        }),
      );
      await queries.invalidateQueries();
      const refused = done.items.filter(({ ok }) => !ok);
      if (refused.length === 0) {
        notify(t('selection.approved', { smart_count: done.items.length }), { type: 'success' });
        close();
      } else setResult(done);
    } catch (error) {
      setProblem(error as ApiProblem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={close} aria-labelledby="approve-selected" fullWidth maxWidth="sm">
      <DialogTitle id="approve-selected">{t('selection.approveTitle', { smart_count: names.size, total })}</DialogTitle>
      <DialogContent>
        <Stack spacing={1}>
          <Typography>{t('selection.approveAdvice')}</Typography>
          {problem === null ? null : <Refused problem={problem} />}
          {result === null ? null : <Refusals result={result} names={names} />}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={close}>{result === null ? t('action.cancel') : t('action.close')}</Button>
        {result === null ? (
          <Button variant="contained" disabled={isBusy} onClick={() => void approve()}>
            {t('selection.approve', { smart_count: names.size })}
          </Button>
        ) : null}
      </DialogActions>
    </Dialog>
  );
}

/** Each offer that was refused, with its reasons. */
function Refusals({ result, names }: { readonly result: ActionResult; readonly names: ReadonlyMap<string, string> }) {
  const t = useText();
  const refused = result.items.flatMap((item) => (item.ok ? [] : [item]));
  return (
    <Alert severity="warning" icon={false} role="alert">
      <Typography sx={{ fontWeight: 600 }}>{t('selection.refused', { smart_count: refused.length })}</Typography>
      <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
        {refused.map((item) => (
          <li key={item.id}>
            {`${names.get(item.id) ?? item.id}: ${item.reasons.map(({ message }) => message).join(' ') || item.code}`}
          </li>
        ))}
      </Box>
    </Alert>
  );
}
