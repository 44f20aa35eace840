import { Box, Button, LinearProgress, Link, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { type DragEvent, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { Schemas } from '../api/client.js';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import { Refused } from '../shell/states.js';
import { useForm } from '../shell/use-form.js';
import { useTones } from '../theme/tones.js';
import { AnswerFields } from './answer-fields.js';
import { PreviewRows } from './preview-rows.js';
import { queue } from './queue.js';
import { QueuePanel } from './queue-panel.js';
import { type FileKind, guessKind, importFile, LINE_KINDS, look, NO_ANSWERS } from './upload.js';

/**
 * From the reader's machine to the receipt. One file is looked at by itself: what it holds, what it cannot say, what would
 * become of it. Several go into a queue.
 */
export function UploadPanel() {
  const t = useText();
  const [file, setFile] = useState<File | null>(null);
  const queued = useSyncExternalStore(queue.subscribe, queue.files);
  useEffect(() => void queue.resume(), []);
  const take = (files: readonly File[]): void => {
    const [first] = files;
    if (files.length === 1 && queued.length === 0 && first !== undefined) setFile(first);
    else void queue.add(files);
  };
  return (
    <>
      <Panel title={t('imports.file')}>
        {file === null ? (
          <DropZone take={take} />
        ) : (
          <FileForm key={file.name} file={file} leave={() => setFile(null)} />
        )}
      </Panel>
      {queued.length === 0 ? null : <QueuePanel files={queued} open={setFile} />}
    </>
  );
}

function DropZone({ take }: { readonly take: (files: readonly File[]) => void }) {
  const t = useText();
  const tones = useTones();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const takeAll = (files: FileList | null): void => {
    if (files !== null && files.length > 0) take([...files]);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    takeAll(event.dataTransfer.files);
  };
  return (
    <Stack
      spacing={1}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      sx={{
        alignItems: 'center',
        p: 3,
        border: `1px dashed ${isOver ? tones.accent : tones.edge}`,
        bgcolor: isOver ? tones.selected : undefined,
        borderRadius: 1,
      }}
    >
      <Typography color="textSecondary">{t('imports.drop')}</Typography>
      <Button variant="contained" onClick={() => input.current?.click()}>
        {t('imports.choose')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        aria-label={t('imports.choose')}
        accept=".csv,.json,.ndjson,.jsonl,text/csv,application/json"
        onChange={({ target }) => takeAll(target.files)}
      />
    </Stack>
  );
}

function FileForm({ file, leave }: { readonly file: File; readonly leave: () => void }) {
  const t = useText();
  const format = useFormat();
  const [kind, setKind] = useState<FileKind>(guessKind(file.name));
  const form = useForm(NO_ANSWERS);
  const [preview, setPreview] = useState<Schemas['AttendancePreview'] | null>(null);
  const [share, setShare] = useState<number | null>(null);
  const [receipt, setReceipt] = useState<Schemas['ImportReceipt'] | null>(null);
  const isAttendance = kind === 'attendance';
  const examine = async (): Promise<void> => {
    setPreview(null);
    setPreview(await look(file, form.fields));
  };
  const bring = async (): Promise<void> => {
    setShare(0);
    try {
      setReceipt(await importFile(file, kind, form.fields, setShare));
    } finally {
      setShare(null);
    }
  };
  if (receipt !== null) return <Receipt receipt={receipt} leave={leave} />;
  const count = preview === null ? 0 : preview.counts.new + preview.counts.changes;
  return (
    <Stack component="form" noValidate spacing={2} onSubmit={form.submit(isAttendance ? examine : bring)}>
      <Typography sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>{file.name}</Typography>
      <TextField
        select
        label={t('imports.kind')}
        value={kind}
        onChange={({ target }) => {
          setKind(target.value as FileKind);
          setPreview(null);
          form.forget();
        }}
        helperText={t(isAttendance ? 'imports.kindAdvice.attendance' : 'imports.kindAdvice.lines')}
        sx={{ maxWidth: 560 }}
      >
        {(['attendance', ...LINE_KINDS] as const).map((name) => (
          <MenuItem key={name} value={name}>
            {t(`imports.kinds.${name}`)}
          </MenuItem>
        ))}
      </TextField>
      {isAttendance ? <AnswerFields form={form} /> : null}
      <Box role="status">
        {form.elsewhere === null || form.elsewhere.code === 'answers_needed' ? null : (
          <Refused problem={form.elsewhere} />
        )}
        {share === null ? null : (
          <>
            <Typography>{t('imports.underWay', { name: file.name })}</Typography>
            <LinearProgress
              aria-label={t('imports.underWay', { name: file.name })}
              variant={share < 1 ? 'determinate' : 'indeterminate'}
              value={share * 100}
            />
            <Typography variant="body2" color="textSecondary">
              {share < 1 ? t('imports.sent', { percent: format.percent(share) }) : t('imports.reading')}
            </Typography>
          </>
        )}
      </Box>
      {preview === null ? null : <PreviewRows preview={preview} />}
      <Stack direction="row" useFlexGap spacing={1} sx={{ flexWrap: 'wrap' }}>
        {isAttendance && preview !== null ? (
          <Button variant="contained" disabled={form.isBusy} onClick={form.submit(bring)}>
            {t('imports.run', { smart_count: count })}
          </Button>
        ) : null}
        <Button type="submit" variant={preview === null ? 'contained' : 'outlined'} disabled={form.isBusy}>
          {t(
            isAttendance
              ? preview === null && form.problem === null
                ? 'imports.look'
                : 'imports.lookAgain'
              : 'imports.runFile',
          )}
        </Button>
        <Button onClick={leave} disabled={form.isBusy}>
          {t('imports.again')}
        </Button>
      </Stack>
    </Stack>
  );
}

function Receipt({ receipt, leave }: { readonly receipt: Schemas['ImportReceipt']; readonly leave: () => void }) {
  const t = useText();
  const format = useFormat();
  const numbers = {
    read: format.number(receipt.read),
    accepted: format.number(receipt.accepted),
    rejected: format.number(receipt.rejected),
  };
  return (
    <Stack spacing={1} role="status" sx={{ alignItems: 'flex-start' }}>
      <Typography sx={{ fontWeight: 600 }}>{t('imports.done', numbers)}</Typography>
      <Link component={RouterLink} to={`/settings/imports/${receipt.id}`}>
        {t('imports.open', { name: receipt.sourceName ?? t('imports.nameless') })}
      </Link>
      <Button variant="outlined" onClick={leave}>
        {t('imports.again')}
      </Button>
    </Stack>
  );
}
