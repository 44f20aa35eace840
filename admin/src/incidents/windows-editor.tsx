import {
  Alert,
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
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { client, ifMatch, type Schemas, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useGet } from '../api/use-get.js';
import { useActor } from '../format/use-actor.js';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { Refused } from '../shell/states.js';
import { instantOf, localTime } from './local-time.js';
import { WindowsEffect } from './windows-effect.js';
import { CAPABILITIES, type DraftWindow, draftOf, type DraftState } from './draft-window.js';

type Incident = Schemas['IncidentDetail'];

/** Edits the live windows of an incident. Times are told and taken in `zone`. */
export default function WindowsEditor({
  incident,
  zone,
  close,
}: {
  readonly incident: Incident;
  readonly zone: string;
  readonly close: () => void;
}) {
  const t = useText();
  const format = useFormat();
  const notify = useNotify();
  const queries = useQueryClient();
  const [drafts, setDrafts] = useState<readonly DraftWindow[]>(() =>
    incident.windows.map((window) => draftOf(window, zone)),
  );
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [version, setVersion] = useState(incident.version);
  const [isBusy, setBusy] = useState(false);
  const change = (key: string, part: Partial<DraftWindow>): void => {
    setDrafts(drafts.map((draft) => (draft.key === key ? { ...draft, ...part } : draft)));
    setEffect(null);
  };
  const [effect, setEffect] = useState<Schemas['Preview'] | null>(null);
  const wanted = (): Schemas['WindowDto'][] =>
    drafts.map((draft) => ({
      componentKey: draft.componentKey,
      startsAt: instantOf(draft.from, zone),
      endsAt: draft.to === '' ? null : instantOf(draft.to, zone),
      capabilities: Object.fromEntries(Object.entries(draft.states).filter(([, state]) => state !== '')),
      ...(draft.reason === null ? {} : { reason: draft.reason }),
      evidenceIds: [...draft.evidenceIds],
    }));
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(error as ApiProblem);
    } finally {
      setBusy(false);
    }
  };
  const path = { id: incident.id };
  const look = async (): Promise<void> => {
    const body = { windows: wanted() };
    setEffect(unwrap(await client.POST('/api/v1/incidents/{id}/assessments/preview', { params: { path }, body })));
  };
  const save = async (): Promise<void> => {
    const body = { windows: wanted(), reason: reason === '' ? null : reason };
    unwrap(
      await client.PUT('/api/v1/incidents/{id}/windows', {
        params: { path },
        headers: ifMatch(version),
        body,
      }),
    );
    await queries.invalidateQueries();
    notify(t('windows.saved'), { type: 'success' });
    close();
  };
  return (
    <Dialog open onClose={close} maxWidth="lg" fullWidth aria-labelledby="windows-editor">
      <DialogTitle id="windows-editor">{t('windows.edit')}</DialogTitle>
      <DialogContent>
        <Typography color="textSecondary" sx={{ mb: 2 }}>
          {t('windows.editAdvice', { zone: format.zone(zone) })}
        </Typography>
        {problem?.status === 412 ? (
          <Changed
            incidentId={incident.id}
            zone={zone}
            keep={(current) => {
              setVersion(current);
              setProblem(null);
            }}
          />
        ) : problem === null ? null : (
          <Refused problem={problem} />
        )}
        <Stack spacing={2}>
          {drafts.map((draft, index) => (
            <WindowFields
              key={draft.key}
              draft={draft}
              index={index}
              problem={problem}
              change={(part) => change(draft.key, part)}
              remove={() => setDrafts(drafts.filter(({ key }) => key !== draft.key))}
            />
          ))}
        </Stack>
        <Button sx={{ mt: 2 }} onClick={() => setDrafts([...drafts, draftOf(null, zone)])}>
          {t('windows.add')}
        </Button>
        <TextField
          fullWidth
          multiline
          label={t('windows.why')}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
          sx={{ mt: 2 }}
        />
        {effect === null ? null : <WindowsEffect preview={effect} />}
      </DialogContent>
      <DialogActions>
        <Button onClick={close}>{t('action.cancel')}</Button>
        <Button disabled={isBusy} onClick={() => void attempt(look)}>
          {t('windows.preview')}
        </Button>
        <Button variant="contained" disabled={isBusy} onClick={() => void attempt(save)}>
          {t('windows.save')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Somebody was quicker: who, when, and the choice. */
function Changed({
  incidentId,
  zone,
  keep,
}: {
  readonly incidentId: string;
  readonly zone: string;
  readonly keep: (version: number) => void;
}) {
  const t = useText();
  const actor = useActor();
  const format = useFormat();
  const { data, isFetching } = useGet('/api/v1/incidents/{id}', { path: { id: incidentId } });
  if (data === undefined || isFetching) return null;
  return (
    <Alert severity="warning" icon={false} role="alert" sx={{ mb: 2 }}>
      <Typography sx={{ fontWeight: 600 }}>
        {t('stale.title', { who: actor(data.updatedBy ?? ''), at: format.instant(data.updatedAt, zone) })}
      </Typography>
      <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
        {data.windows.map((window) => (
          <li key={window.id}>
            {window.componentKey} {localTime(window.startsAt, zone)} –{' '}
            {window.endsAt === null ? t('incident.goesOn') : localTime(window.endsAt, zone)}
          </li>
        ))}
      </Box>
      <Button onClick={() => keep(data.version)}>{t('stale.keepMine')}</Button>
    </Alert>
  );
}

function WindowFields({
  draft,
  index,
  problem,
  change,
  remove,
}: {
  readonly draft: DraftWindow;
  readonly index: number;
  readonly problem: ApiProblem | null;
  readonly change: (part: Partial<DraftWindow>) => void;
  readonly remove: () => void;
}) {
  const t = useText();
  const components = useGet('/api/v1/components', { query: { limit: 200 } });
  const keys = components.data?.items.map(({ key }) => key) ?? (draft.componentKey === '' ? [] : [draft.componentKey]);
  const faults =
    problem?.reasons.filter(
      ({ path }) => path?.startsWith(`windows.${index}.`) === true || path === `windows.${index}`,
    ) ?? [];
  const at = (name: string): { error: boolean; helperText: string | undefined } => {
    const found = faults.find(({ path }) => path === `windows.${index}.${name}`);
    return { error: found !== undefined, helperText: found?.message };
  };
  const time = { step: 1 };
  return (
    <Box
      component="fieldset"
      sx={{ border: '1px solid', borderColor: 'divider', borderRadius: 1, p: 1.5, m: 0, minWidth: 0 }}
    >
      <Box component="legend" className="visually-hidden">
        {t('windows.one', { number: index + 1 })}
      </Box>
      <Stack direction="row" useFlexGap spacing={1} sx={{ flexWrap: 'wrap' }}>
        <TextField
          select
          label={t('windows.component')}
          value={keys.includes(draft.componentKey) ? draft.componentKey : ''}
          onChange={({ target }) => change({ componentKey: target.value })}
          sx={{ minWidth: 140 }}
          {...at('componentKey')}
        >
          {keys.map((key) => (
            <MenuItem key={key} value={key}>
              {key}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          type="datetime-local"
          label={t('windows.from')}
          value={draft.from}
          onChange={({ target }) => change({ from: target.value })}
          slotProps={{ inputLabel: { shrink: true }, htmlInput: time }}
          {...at('startsAt')}
        />
        <TextField
          type="datetime-local"
          label={t('windows.to')}
          value={draft.to}
          onChange={({ target }) => change({ to: target.value })}
          slotProps={{ inputLabel: { shrink: true }, htmlInput: time }}
          {...at('endsAt')}
        />
        {CAPABILITIES.map((name) => (
          <TextField
            key={name}
            select
            label={t(`capability.${name}`)}
            value={draft.states[name]}
            onChange={({ target }) => change({ states: { ...draft.states, [name]: target.value as DraftState } })}
            sx={{ minWidth: 116 }}
            slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
          >
            <MenuItem value="">{t('capabilityState.fine')}</MenuItem>
            <MenuItem value="lost">{t('capabilityState.lost')}</MenuItem>
            <MenuItem value="degraded">{t('capabilityState.degraded')}</MenuItem>
          </TextField>
        ))}
        <Button onClick={remove} color="error">
          {t('windows.remove')}
        </Button>
      </Stack>
      {faults.map(({ code, path, message }) => (
        <Typography key={`${path} ${code}`} color="error" variant="body2">
          {message}
        </Typography>
      ))}
    </Box>
  );
}
