import { Box, Button, Link, TextField, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client, ifMatch, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useActor } from '../format/use-actor.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText, useWord } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import { Refused } from '../shell/states.js';
import type { Case } from './case-page.js';
import { useOwnerName } from './use-owner-name.js';
import { WaitingMails } from './waiting-mails.js';

type Entry = Case['timeline'][number];
const WRITTEN: readonly string[] = ['note', 'call', 'email', 'meeting', 'letter'];

/** What happened, the latest first. */
export function Timeline({ item }: { readonly item: Case }) {
  const t = useText();
  const format = useFormat();
  const actor = useActor();
  return (
    <Panel title={t('desk.timeline')}>
      <WaitingMails caseId={item.id} />
      {item.timeline.length === 0 ? <Typography color="textSecondary">{t('desk.nothing')}</Typography> : null}
      <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {item.timeline.map((entry) => (
          <Box
            component="li"
            key={entry.id}
            sx={{ py: 1, '& + &': { borderTop: '1px solid', borderColor: 'divider' } }}
          >
            <Typography>
              <Box component="span" sx={{ fontWeight: 600 }}>
                {t(`desk.kinds.${entry.kind}`)}
              </Box>
              <Told entry={entry} />
            </Typography>
            {entry.body === '' ? null : WRITTEN.includes(entry.kind) ? (
              <Written item={item} entry={entry} />
            ) : (
              <Typography sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{entry.body}</Typography>
            )}
            <Typography variant="caption" component="p" color="textSecondary">
              {`${actor(entry.author)} · ${format.instant(entry.occurredAt, VIEWER_ZONE)}`}
              {entry.editedAt === null ? '' : ` · ${t('desk.edited', { who: actor(entry.editedBy ?? '') })}`}
            </Typography>
          </Box>
        ))}
      </Box>
    </Panel>
  );
}

/** What Amends wrote down of it, in words. */
function Told({ entry: { kind, details } }: { readonly entry: Entry }) {
  const t = useText();
  const word = useWord();
  const changes = useChangeWords();
  const texts: readonly (string | null)[] =
    kind === 'offer'
      ? [word('offer.status', text(details['to'])), textOrNull(details['reference'])]
      : kind === 'apology'
        ? [textOrNull(details['reference'])]
        : kind === 'assessed'
          ? [word('impact', text(details['impactClass']))]
          : kind === 'owed'
            ? [word('desk.owed', text(details['owed']))]
            : kind === 'claim'
              ? [word('claims.status', text(details['status'])), word('claims.verdict', text(details['verdict']))]
              : kind === 'mail'
                ? [
                    word('mail.templates', text(details['template'])),
                    word('mail.status', text(details['status'])),
                    textOrNull(details['subject']),
                  ]
                : kind === 'question'
                  ? [textOrNull(details['name'])]
                  : kind === 'changed'
                    ? changes(details)
                    : [];
  const said = texts.filter((one) => one !== null && one !== '');
  return <>{said.length === 0 ? '' : `${t('shell.colon')}${said.join(' · ')}`}</>;
}

function useChangeWords(): (details: Entry['details']) => readonly string[] {
  const t = useText();
  const word = useWord();
  const format = useFormat();
  const ownerName = useOwnerName();
  const shown = (name: string, value: unknown): string =>
    name === 'owner'
      ? ownerName(textOrNull(value))
      : value === null || value === ''
        ? t('desk.none')
        : name === 'status'
          ? word('case.status', text(value))
          : name.endsWith('At') || name === 'snoozedUntil'
            ? format.instant(text(value), VIEWER_ZONE)
            : Array.isArray(value)
              ? value.join(', ')
              : text(value);
  return (details) =>
    Object.entries(details).flatMap(([name, change]) =>
      isChange(change) ? [`${word('desk.field', name)} ${shown(name, change.from)} → ${shown(name, change.to)}`] : [],
    );
}

function isChange(value: unknown): value is { from: unknown; to: unknown } {
  return typeof value === 'object' && value !== null && 'from' in value && 'to' in value;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** What somebody wrote; it can be put right, and what it said before stays readable. */
function Written({ item, entry }: { readonly item: Case; readonly entry: Entry }) {
  const t = useText();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const save = async (): Promise<void> => {
    setProblem(null);
    try {
      unwrap(
        await client.PATCH('/api/v1/outreach/cases/{id}/activities/{activityId}', {
          params: { path: { id: item.id, activityId: entry.id } },
          headers: ifMatch(entry.revision),
          body: { body: draft ?? '' },
        }),
      );
      setDraft(null);
    } catch (error) {
      setProblem(error as ApiProblem);
    } finally {
      await queries.invalidateQueries({ queryKey: ['/api/v1/outreach/cases/{id}'] });
    }
  };
  if (draft === null) {
    return (
      <Typography sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {entry.body}{' '}
        <Link component="button" type="button" variant="body2" onClick={() => setDraft(entry.body)}>
          {t('desk.edit')}
        </Link>
      </Typography>
    );
  }
  return (
    <Box sx={{ my: 1 }}>
      {problem === null ? null : <Refused problem={problem} />}
      <TextField
        fullWidth
        multiline
        autoFocus
        label={t('desk.said')}
        value={draft}
        onChange={({ target }) => setDraft(target.value)}
      />
      <Button onClick={() => void save()} disabled={draft.trim() === ''}>
        {t('desk.save')}
      </Button>
      <Button onClick={() => setDraft(null)}>{t('action.cancel')}</Button>
    </Box>
  );
}
