import { Box, Button, Link, Stack, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { client, idempotencyKey, type Schemas, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useGet } from '../api/use-get.js';
import { useActor } from '../format/use-actor.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText, useWord } from '../i18n/use-text.js';
import { Refused } from '../shell/states.js';
import { useMailReason } from './use-mail-reason.js';

type Mail = Schemas['ShownMail'];

/** What is written and has not left. A mail gets its line in the timeline when it does. */
const WAITING: readonly Mail['status'][] = ['held', 'queued', 'sending', 'transmitting'];
const ACTS = ['release', 'cancel'] as const;
const MOST_LOOKED_AT = 100;
const REFRESH_MS = 5000;

/** The mails of a case that wait to be sent: why, and where that is put right. Nothing where none waits. */
export function WaitingMails({ caseId }: { readonly caseId: string }) {
  const t = useText();
  const queries = useQueryClient();
  const asked = { query: { caseId, direction: 'out', limit: MOST_LOOKED_AT } } as const;
  const found = useGet('/api/v1/outreach/mails', asked);
  const waiting = (found.data?.items ?? []).filter(({ status }) => WAITING.includes(status));
  const count = waiting.length;
  useGet('/api/v1/outreach/mails', asked, { refetchEveryMs: count > 0 && REFRESH_MS });
  const state = useGet('/api/v1/outreach/mail-state', {}, { enabled: count > 0 });
  useEffect(() => {
    // One more or one less: what left has its line in the timeline now.
    void queries.invalidateQueries({ queryKey: ['/api/v1/outreach/cases/{id}'] });
  }, [count, queries]);
  if (count === 0) return null;
  return (
    <Box
      component="section"
      aria-label={t('mail.waiting')}
      sx={{ pb: 1, borderBottom: '1px solid', borderColor: 'divider' }}
    >
      <Typography variant="h3">{t('mail.waiting')}</Typography>
      {state.data?.isSetUp === false ? (
        <Typography sx={{ color: 'warning.main' }}>
          {t('mail.notReady')}. {t('mail.notReadyAdvice')}{' '}
          <Link component={RouterLink} to="/settings/mail" underline="always">
            {t('mail.setUp')}
          </Link>
        </Typography>
      ) : null}
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {waiting.map((mail) => (
          <WaitingMail key={mail.id} mail={mail} isSetUp={state.data?.isSetUp ?? false} />
        ))}
      </Box>
    </Box>
  );
}

function WaitingMail({ mail, isSetUp }: { readonly mail: Mail; readonly isSetUp: boolean }) {
  const t = useText();
  const word = useWord();
  const format = useFormat();
  const actor = useActor();
  const reasonWords = useMailReason();
  const queries = useQueryClient();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const act = async (action: (typeof ACTS)[number]): Promise<void> => {
    setProblem(null);
    try {
      const body = { action, ids: [mail.id] };
      unwrap(await client.POST('/api/v1/outreach/mails/actions', { headers: idempotencyKey(), body }));
    } catch (error) {
      setProblem(error as ApiProblem);
    } finally {
      await queries.invalidateQueries();
    }
  };
  const { template, status, statusReason, subject, toAddress, createdBy, createdAt, availableAt } = mail;
  const isLater = status === 'queued' && availableAt !== null && mail.attempts > 0;
  const reason = reasonWords(statusReason);
  // What is held can go only once e-mail is set up; the service refuses it before.
  const acts = ACTS.filter((name) => mail.actions.includes(name) && (name !== 'release' || isSetUp));
  return (
    <Box component="li" sx={{ py: 1 }}>
      <Typography>
        <Box component="span" sx={{ fontWeight: 600 }}>
          {template === null ? subject : word('mail.templates', template)}
        </Box>
        {` · ${t(`mail.status.${status}`)}`}
        {reason === '' ? '' : ` (${reason})`}
        {isLater ? ` · ${t('mail.triesAgain', { at: format.instant(availableAt, VIEWER_ZONE) })}` : ''}
      </Typography>
      <Typography sx={{ overflowWrap: 'anywhere' }}>{`${toAddress} · ${subject}`}</Typography>
      {problem === null ? null : <Refused problem={problem} />}
      <Stack direction="row" sx={{ alignItems: 'center', justifyContent: 'space-between', flexWrap: 'wrap' }}>
        <Typography variant="caption" color="textSecondary">
          {`${actor(createdBy)} · ${format.instant(createdAt, VIEWER_ZONE)}`}
        </Typography>
        <Box>
          {acts.map((name) => (
            <Button key={name} onClick={() => void act(name)} aria-label={`${t(`mail.act.${name}`)}: ${subject}`}>
              {t(`mail.act.${name}`)}
            </Button>
          ))}
        </Box>
      </Stack>
    </Box>
  );
}
