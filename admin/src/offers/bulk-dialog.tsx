import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableRow,
  TextField,
  Typography,
} from '@mui/material';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { idempotencyKey } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { type Text, useText, useWord, type Word } from '../i18n/use-text.js';
import { Loaded, Refused } from '../shell/states.js';
import { type BulkAction, type BulkResult, runBulk } from './run-bulk.js';
import { useGiven } from './use-given.js';

/** The one reason that a dry run cannot know yet: it is typed in this very dialog. */
const DRY_REASON = 'dry run';

/** What would come of a bulk action, offer by offer; then, once it is said, what came of it. */
export function BulkDialog({
  action,
  names,
  close,
}: {
  readonly action: BulkAction;
  /** The customers' names by their offers' ids. */
  readonly names: ReadonlyMap<string, string>;
  readonly close: () => void;
}) {
  const t = useText();
  const queries = useQueryClient();
  const ids = [...names.keys()];
  const [key] = useState(idempotencyKey);
  const [reason, setReason] = useState('');
  const [result, setResult] = useState<BulkResult | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const dry = useQuery<BulkResult, ApiProblem>({
    queryKey: ['offers in bulk', action, ids],
    queryFn: () => runBulk(action, ids, { isDry: true, reason: DRY_REASON }),
    retry: false,
    gcTime: 0,
    enabled: result === null,
  });
  const run = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      setResult(await runBulk(action, ids, { isDry: false, reason: reason === '' ? null : reason, key }));
      await queries.invalidateQueries();
    } catch (error) {
      setProblem(error as ApiProblem);
    } finally {
      setBusy(false);
    }
  };
  const needsReason = action === 'withdraw';
  const wouldCount = dry.data?.okCount ?? 0;
  return (
    <Dialog open onClose={close} aria-labelledby="bulk-title" fullWidth maxWidth="md">
      <DialogTitle id="bulk-title">{t(`offers.ask.${action}`, { smart_count: names.size })}</DialogTitle>
      <DialogContent>
        <Stack spacing={1.5}>
          <Typography color="textSecondary">{t(`offers.advice.${action}`)}</Typography>
          {problem === null ? null : <Refused problem={problem} />}
          {result === null ? (
            <Loaded query={dry} lines={3}>
              {(found) => <Outcome action={action} tense="would" result={found} names={names} />}
            </Loaded>
          ) : (
            <Outcome action={action} tense="done" result={result} names={names} />
          )}
          {needsReason && result === null ? (
            <TextField
              required
              multiline
              minRows={2}
              label={t('offer.reason')}
              helperText={t('offer.reasonAdvice')}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          ) : null}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={close}>{result === null ? t('action.cancel') : t('action.close')}</Button>
        {result === null ? (
          <Button
            variant="contained"
            disabled={isBusy || wouldCount === 0 || (needsReason && reason.trim() === '')}
            onClick={() => void run()}
          >
            {`${t(`offers.action.${action}`)} (${wouldCount})`}
          </Button>
        ) : null}
      </DialogActions>
    </Dialog>
  );
}

/** How many and how much; then each offer that was refused, with every reason; then the others. */
function Outcome({
  action,
  tense,
  result,
  names,
}: {
  readonly action: BulkAction;
  readonly tense: 'would' | 'done';
  readonly result: BulkResult;
  readonly names: ReadonlyMap<string, string>;
}) {
  const t = useText();
  const word = useWord();
  const given = useGiven();
  const refusedCount = result.items.filter(({ ok }) => !ok).length;
  const total = given.ofMany(result.totals, result.inKind);
  const items = result.items.toSorted((one, other) => Number(one.ok) - Number(other.ok));
  return (
    <Stack spacing={1}>
      <Typography role="status" sx={{ fontWeight: 600 }}>
        {t(`offers.${tense}.${action}`, { smart_count: result.okCount, total })}
        {refusedCount === 0 ? '' : ` · ${t('offers.refused', { smart_count: refusedCount })}`}
      </Typography>
      <Table aria-label={t('offers.results')}>
        <TableBody>
          {items.map((item) => (
            <TableRow key={item.id}>
              <TableCell>{names.get(item.id) ?? item.id}</TableCell>
              <TableCell sx={{ color: item.ok ? undefined : 'error.main' }}>
                {item.ok ? t(`offers.action.${action}`) : reasonsText(item, t, word)}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Stack>
  );
}

type RefusedItem = Extract<BulkResult['items'][number], { ok: false }>;

/** Every reason of one refusal: in the reader's language where it is one of the known ones, else as the service says. */
function reasonsText(item: RefusedItem, t: Text, word: Word): string {
  const texts = item.reasons.map(({ code, message }) => word('offer.blocker', code, message));
  if (texts.length > 0) return texts.join(' ');
  if (item.code === 'version_changed') return t('offers.changedMeanwhile');
  if (item.code === 'offer_not_found') return t('offers.gone');
  return 'message' in item ? item.message : item.code;
}
