import {
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  MenuItem,
  Stack,
  TextField,
  Typography,
} from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { client, type Schemas, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { CASE_STATUSES } from '../incidents/customers-tab.js';
import { instantOf } from '../incidents/local-time.js';
import { OutcomeTable } from '../list/outcome-table.js';
import { Refused } from '../shell/states.js';
import type { CaseTarget } from './case-selection.js';
import { useOwnerName } from './use-owner-name.js';

type Result = Schemas['CaseActionResult'];
type Change = NonNullable<Schemas['CaseActionsDto']['change']>;

const EMPTY = { owner: '', status: '', nextAction: '', at: '', addTags: '', holdReason: '' };
type Fields = typeof EMPTY;

/** One change of many cases: what would come of it is shown first, case by case; only then can it be made. */
export function ChangeCasesDialog({
  target,
  names,
  isAssigning,
  close,
}: {
  readonly target: CaseTarget;
  /** The customers' names by the cases' ids. */
  readonly names: ReadonlyMap<string, string>;
  /** Owners are found by the settings; nothing is typed. */
  readonly isAssigning: boolean;
  readonly close: () => void;
}) {
  const t = useText();
  const queries = useQueryClient();
  const [fields, setFields] = useState<Fields>(EMPTY);
  const [result, setResult] = useState<Result | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const run = async (dryRun: boolean): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const body = { ...bodyOf(target), ...(isAssigning ? { assign: true } : { change: changeOf(fields) }), dryRun };
      setResult(unwrap(await client.POST('/api/v1/outreach/cases/actions', { body })));
      if (!dryRun) await queries.invalidateQueries();
    } catch (error) {
      setProblem(error as ApiProblem);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void run(result?.dryRun !== true);
  };
  const type = (part: Partial<Fields>): void => {
    setFields({ ...fields, ...part });
    setResult(null);
  };
  const isDone = result?.dryRun === false;
  return (
    <Dialog open onClose={close} fullWidth maxWidth="md" aria-labelledby="change-cases">
      <form onSubmit={submit}>
        <DialogTitle id="change-cases">{t(isAssigning ? 'desk.assignTitle' : 'desk.changeTitle')}</DialogTitle>
        <DialogContent>
          <Stack spacing={2} sx={{ pt: 1 }}>
            <Typography color="textSecondary">{t(isAssigning ? 'desk.assignAdvice' : 'desk.changeAdvice')}</Typography>
            {problem === null ? null : <Refused problem={problem} />}
            {isAssigning || isDone ? null : <ChangeFields fields={fields} type={type} />}
            {result === null ? null : <Outcome result={result} names={names} />}
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>{t(isDone ? 'action.close' : 'action.cancel')}</Button>
          {isDone ? null : (
            <Button type="submit" variant="contained" disabled={isBusy || result?.okCount === 0}>
              {result === null ? t('desk.tryOut') : t('desk.changeNow', { smart_count: result.okCount })}
            </Button>
          )}
        </DialogActions>
      </form>
    </Dialog>
  );
}

function ChangeFields({ fields, type }: { readonly fields: Fields; readonly type: (part: Partial<Fields>) => void }) {
  const t = useText();
  const format = useFormat();
  return (
    <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: { xs: '1fr', sm: 'repeat(3, minmax(0, 1fr))' } }}>
      <TextField
        autoFocus
        label={t('desk.owner')}
        value={fields.owner}
        onChange={({ target }) => type({ owner: target.value })}
      />
      <TextField
        select
        label={t('incident.statusLabel')}
        value={fields.status}
        onChange={({ target }) => type({ status: target.value })}
        slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
      >
        <MenuItem value="">{t('desk.unchanged')}</MenuItem>
        {CASE_STATUSES.map((name) => (
          <MenuItem key={name} value={name}>
            {t(`case.status.${name}`)}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        label={t('desk.nextAction')}
        value={fields.nextAction}
        onChange={({ target }) => type({ nextAction: target.value })}
      />
      <TextField
        type="datetime-local"
        label={t('desk.nextActionAt', { zone: format.zone(VIEWER_ZONE) })}
        value={fields.at}
        onChange={({ target }) => type({ at: target.value })}
        slotProps={{ inputLabel: { shrink: true } }}
      />
      <TextField
        label={t('desk.addTags')}
        value={fields.addTags}
        onChange={({ target }) => type({ addTags: target.value })}
      />
      <TextField
        label={t('desk.holdReason')}
        value={fields.holdReason}
        onChange={({ target }) => type({ holdReason: target.value })}
      />
    </Box>
  );
}

/** What came, or would come, of each. */
function Outcome({ result, names }: { readonly result: Result; readonly names: ReadonlyMap<string, string> }) {
  const t = useText();
  const ownerName = useOwnerName();
  return (
    <OutcomeTable
      summary={t(result.dryRun ? 'desk.wouldChange' : 'desk.changed', { smart_count: result.okCount })}
      items={result.items.map((item) => ({
        id: item.id,
        name: names.get(item.id) ?? item.id,
        ok: item.ok,
        text: item.ok
          ? `${t(`case.status.${item.status}`)} · ${ownerName(item.owner)}${item.changed ? '' : ` · ${t('desk.asItIs')}`}`
          : item.reasons.map(({ message }) => message).join(' ') || item.code,
      }))}
    />
  );
}

function bodyOf(target: CaseTarget): Pick<Schemas['CaseActionsDto'], 'ids' | 'filter'> {
  return 'ids' in target ? { ids: [...target.ids] } : { filter: target.filter };
}

/** What was typed; what is empty stays as it is. */
function changeOf({ owner, status, nextAction, at, addTags, holdReason }: Fields): Change {
  const tags = addTags.split(',').map((tag) => tag.trim());
  return {
    ...(owner === '' ? {} : { owner }),
    ...(status === '' ? {} : { status: status as NonNullable<Change['status']> }),
    ...(nextAction === '' ? {} : { nextAction }),
    ...(at === '' ? {} : { nextActionAt: instantOf(at, VIEWER_ZONE) }),
    ...(addTags === '' ? {} : { addTags: tags.filter((tag) => tag !== '') }),
    ...(holdReason === '' ? {} : { holdReason }),
  };
}
