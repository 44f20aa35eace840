import {
  Box,
  Button,
  LinearProgress,
  Link,
  MenuItem,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  TextField,
  Typography,
} from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import { Refused } from '../shell/states.js';
import { kindWord } from './kind-word.js';
import { queue, type QueuedFile } from './queue.js';
import { type FileKind, LINE_KINDS } from './upload.js';

/** Several files: what each was recognised as, how far it is, and what became of its lines. */
export function QueuePanel({
  files,
  open,
}: {
  readonly files: readonly QueuedFile[];
  /** For a file that has questions. */
  readonly open: (file: File) => void;
}) {
  const t = useText();
  const queries = useQueryClient();
  const doneCount = files.filter(({ status }) => status === 'done' || status === 'refused').length;
  // The list of imports below shows what came in.
  useEffect(() => void queries.invalidateQueries(), [doneCount, queries]);
  const readyCount = files.filter(({ status, kind }) => status === 'ready' && kind !== 'attendance').length;
  const isBusy = files.some(({ status }) => status === 'waiting' || status === 'sending');
  return (
    <Panel
      title={t('imports.queue')}
      flush
      actions={
        <>
          {isBusy ? null : (
            <Button onClick={() => files.forEach(({ id }) => void queue.remove(id))}>{t('imports.clearQueue')}</Button>
          )}
          {readyCount === 0 ? null : (
            <Button variant="contained" onClick={() => void queue.start()}>
              {t('imports.runFiles', { smart_count: readyCount })}
            </Button>
          )}
        </>
      }
    >
      <Table aria-label={t('imports.queue')}>
        <TableHead>
          <TableRow>
            <TableCell>{t('imports.file')}</TableCell>
            <TableCell>{t('imports.kind')}</TableCell>
            <TableCell>{t('imports.verdict')}</TableCell>
            <TableCell>{t('billing.whatToDo')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {files.map((queued) => (
            <TableRow key={queued.id}>
              <TableCell component="th" scope="row" sx={{ overflowWrap: 'anywhere' }}>
                {queued.file.name}
              </TableCell>
              <TableCell>
                <Kind queued={queued} />
              </TableCell>
              <TableCell>
                <Verdict queued={queued} />
              </TableCell>
              <TableCell>
                {queued.status === 'ready' && queued.kind === 'attendance' ? (
                  <Button
                    onClick={() => {
                      void queue.remove(queued.id);
                      open(queued.file);
                    }}
                  >
                    {t('imports.look')}
                  </Button>
                ) : null}
                {queued.status === 'ready' ? (
                  <Button onClick={() => void queue.remove(queued.id)}>{t('imports.leaveOut')}</Button>
                ) : null}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {isBusy ? (
        <Typography color="textSecondary" sx={{ px: 2, py: 1 }}>
          {t('imports.goesOn')}
        </Typography>
      ) : null}
    </Panel>
  );
}

function Kind({ queued }: { readonly queued: QueuedFile }) {
  const t = useText();
  if (queued.status !== 'ready') return <>{kindWord(queued.kind, t)}</>;
  return (
    <TextField
      select
      value={queued.kind}
      onChange={({ target }) => void queue.setKind(queued.id, target.value as FileKind)}
      slotProps={{ select: { 'aria-label': t('imports.kindOf', { name: queued.file.name }) } }}
      sx={{ minWidth: 220 }}
    >
      {([...LINE_KINDS, 'attendance'] as const).map((name) => (
        <MenuItem key={name} value={name}>
          {t(`imports.kinds.${name}`)}
        </MenuItem>
      ))}
    </TextField>
  );
}

function Verdict({ queued: { status, share, receipt, problem, kind, file } }: { readonly queued: QueuedFile }) {
  const t = useText();
  const format = useFormat();
  switch (status) {
    case 'ready':
      return <>{t(kind === 'attendance' ? 'imports.hasQuestions' : 'imports.recognised')}</>;
    case 'waiting':
      return <>{t('imports.itsTurn')}</>;
    case 'sending':
      return (
        <Box role="status" sx={{ minWidth: 160 }}>
          {share < 1 ? t('imports.sent', { percent: format.percent(share) }) : t('imports.reading')}
          <LinearProgress
            aria-label={t('imports.underWay', { name: file.name })}
            variant={share < 1 ? 'determinate' : 'indeterminate'}
            value={share * 100}
          />
        </Box>
      );
    case 'refused':
      return problem === null ? null : <Refused problem={problem} />;
    case 'done':
    default:
      return receipt === null ? null : (
        <Stack sx={{ alignItems: 'flex-start' }}>
          <span>
            {t('imports.done', {
              read: format.number(receipt.read),
              accepted: format.number(receipt.accepted),
              rejected: format.number(receipt.rejected),
            })}
          </span>
          <Link component={RouterLink} to={`/settings/imports/${receipt.id}`}>
            {t(receipt.rejected > 0 ? 'imports.seeRejects' : 'imports.open', { name: file.name })}
          </Link>
        </Stack>
      );
  }
}
