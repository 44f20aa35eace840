import { Alert, Button, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useNotify } from 'react-admin';
import { client, ifMatch, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useActor } from '../format/use-actor.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { instantOf, localTime } from '../incidents/local-time.js';
import { Panel } from '../shell/panel.js';
import { Refused } from '../shell/states.js';
import type { Case } from './case-page.js';

const WRITTEN = ['call', 'note', 'email', 'meeting', 'letter'] as const;

/** Adds what somebody here did to the timeline; what is `wanted` has the focus at once. */
export function ActivityForm({
  item,
  wanted,
  kept,
}: {
  readonly item: Case;
  readonly wanted: 'call' | 'note' | null;
  readonly kept: () => Promise<void>;
}) {
  const t = useText();
  const notify = useNotify();
  const queries = useQueryClient();
  const [kind, setKind] = useState<(typeof WRITTEN)[number]>(wanted ?? 'call');
  const [body, setBody] = useState('');
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const params = { path: { id: item.id } };
      unwrap(await client.POST('/api/v1/outreach/cases/{id}/activities', { params, body: { kind, body } }));
      setBody('');
      notify(t('desk.kept'), { type: 'success' });
      await kept();
      await queries.invalidateQueries();
    } catch (error) {
      setProblem(error as ApiProblem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Panel title={t('desk.write')}>
      <Stack component="form" spacing={1.5} onSubmit={(event) => void submit(event)} sx={{ pt: 0.5 }}>
        {problem === null ? null : <Refused problem={problem} />}
        <TextField
          select
          label={t('desk.kind')}
          value={kind}
          onChange={({ target }) => setKind(target.value as typeof kind)}
        >
          {WRITTEN.map((name) => (
            <MenuItem key={name} value={name}>
              {t(`desk.kinds.${name}`)}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          required
          multiline
          autoFocus={wanted !== null}
          minRows={2}
          label={t('desk.said')}
          value={body}
          onChange={({ target }) => setBody(target.value)}
        />
        <Button type="submit" variant="contained" disabled={isBusy || body.trim() === ''} sx={{ alignSelf: 'start' }}>
          {t('desk.keep')}
        </Button>
      </Stack>
    </Panel>
  );
}

/** Where the case stands and what is next. When somebody else saved first, it says who, and what is typed stays. */
export function NextActionForm({
  item,
  isWanted,
  ownVersion,
}: {
  readonly item: Case;
  /** The reader asked for it: the next action has the focus. */
  readonly isWanted: boolean;
  readonly ownVersion: number;
}) {
  const t = useText();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isWanted) first.current?.focus();
  }, [isWanted]);
  const format = useFormat();
  const actor = useActor();
  const notify = useNotify();
  const queries = useQueryClient();
  const [version, setVersion] = useState(item.version);
  const [status, setStatus] = useState(item.status);
  const [owner, setOwner] = useState(item.owner ?? '');
  const [nextAction, setNextAction] = useState(item.nextAction ?? '');
  const [at, setAt] = useState(
    item.nextActionAt === null ? '' : localTime(item.nextActionAt, VIEWER_ZONE).slice(0, 16),
  );
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const last = item.timeline.find(({ kind }) => kind === 'changed');
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setProblem(null);
    try {
      const saved = unwrap(
        await client.PATCH('/api/v1/outreach/cases/{id}', {
          params: { path: { id: item.id } },
          headers: ifMatch(Math.max(version, ownVersion)),
          body: {
            ...(status === item.status ? {} : { status }),
            owner: owner === '' ? null : owner,
            nextAction: nextAction === '' ? null : nextAction,
            nextActionAt: at === '' ? null : instantOf(at, VIEWER_ZONE),
          },
        }),
      );
      setVersion(saved.version);
      notify(t('desk.saved'), { type: 'success' });
    } catch (error) {
      setProblem(error as ApiProblem);
    } finally {
      await queries.invalidateQueries();
    }
  };
  return (
    <Panel title={t('desk.todo')}>
      <Stack component="form" spacing={1.5} onSubmit={(event) => void submit(event)} sx={{ pt: 0.5 }}>
        {problem === null ? null : problem.status === 412 && last !== undefined ? (
          <Alert severity="warning" icon={false} role="alert">
            <Typography sx={{ fontWeight: 600 }}>
              {t('stale.title', { who: actor(last.author), at: format.instant(last.occurredAt, VIEWER_ZONE) })}
            </Typography>
            <Typography>
              {[t(`case.status.${item.status}`), item.owner, item.nextAction]
                .filter((text) => text !== null)
                .join(' · ')}
            </Typography>
            <Button
              onClick={() => {
                setVersion(item.version);
                setProblem(null);
              }}
            >
              {t('stale.keepMine')}
            </Button>
          </Alert>
        ) : (
          <Refused problem={problem} />
        )}
        <TextField
          select
          label={t('incident.statusLabel')}
          value={status}
          onChange={({ target }) => setStatus(target.value as Case['status'])}
        >
          {[item.status, ...item.nextStatuses].map((name) => (
            <MenuItem key={name} value={name}>
              {t(`case.status.${name}`)}
            </MenuItem>
          ))}
        </TextField>
        <TextField label={t('desk.owner')} value={owner} onChange={({ target }) => setOwner(target.value)} />
        <TextField
          inputRef={first}
          label={t('desk.nextAction')}
          value={nextAction}
          onChange={({ target }) => setNextAction(target.value)}
        />
        <TextField
          type="datetime-local"
          label={t('desk.nextActionAt', { zone: format.zone(VIEWER_ZONE) })}
          value={at}
          onChange={({ target }) => setAt(target.value)}
          slotProps={{ inputLabel: { shrink: true } }}
        />
        <Button type="submit" variant="contained" sx={{ alignSelf: 'start' }}>
          {t('desk.save')}
        </Button>
      </Stack>
    </Panel>
  );
}
