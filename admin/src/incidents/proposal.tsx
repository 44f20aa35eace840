import { Box, Button, MenuItem, Radio, Stack, TextField, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { client, ifMatch, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { Refused } from '../shell/states.js';
import type { ProposalView } from './proposals-panel.js';

type Edge = 'start' | 'end';

/** One proposed window with the sentences that it rests on; where they compete, the reader says which to believe. */
export function Proposal({
  proposal,
  version,
  zone,
}: {
  readonly proposal: ProposalView;
  readonly version: number;
  readonly zone: string;
}) {
  const t = useText();
  const format = useFormat();
  const notify = useNotify();
  const queries = useQueryClient();
  const components = useGet('/api/v1/components', { query: { limit: 200 } });
  const [believed, setBelieved] = useState<Readonly<Record<Edge, number | null>>>({ start: null, end: null });
  const [componentKey, setComponentKey] = useState(proposal.componentKey ?? '');
  const [isOngoing, setOngoing] = useState(false);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const decide = async (isAccepting: boolean): Promise<void> => {
    setProblem(null);
    const path = { id: proposal.incidentId, proposalId: proposal.id };
    const why = reason.trim() === '' ? null : reason;
    try {
      if (isAccepting) {
        unwrap(
          await client.POST('/api/v1/incidents/{id}/proposals/{proposalId}/accept', {
            params: { path },
            headers: ifMatch(version),
            body: {
              ...(believed.start === null ? {} : { startClaim: believed.start }),
              ...(believed.end === null ? {} : { endClaim: believed.end }),
              ...(isOngoing ? { ongoing: true } : {}),
              ...(componentKey === '' || componentKey === proposal.componentKey ? {} : { componentKey }),
              reason: why,
            },
          }),
        );
      } else {
        const params = { path };
        unwrap(
          await client.POST('/api/v1/incidents/{id}/proposals/{proposalId}/dismiss', { params, body: { reason: why } }),
        );
      }
      notify(t(isAccepting ? 'proposal.accepted' : 'proposal.dismissed'), { type: 'success' });
    } catch (error) {
      setProblem(error as ApiProblem);
    } finally {
      await queries.invalidateQueries();
    }
  };
  const told = (at: string | null): string => (at === null ? t('proposal.open') : format.second(at, zone));
  return (
    <Stack spacing={1} sx={{ border: '1px solid', borderColor: 'divider', borderRadius: 1, p: 1.5 }}>
      <Typography>
        <Box component="span" sx={{ fontWeight: 600 }}>
          {proposal.componentKey ?? proposal.subject ?? t('proposal.noComponent')}
        </Box>
        {` · ${told(proposal.startsAt)} – ${told(proposal.endsAt)} · ${t(`capabilityState.${proposal.state}`)} · ${t(`proposal.origin.${proposal.origin}`)}`}
      </Typography>
      {(['start', 'end'] as const).map((edge) => (
        <Claims
          key={edge}
          proposal={proposal}
          edge={edge}
          zone={zone}
          believed={believed[edge]}
          believe={(claim) => setBelieved({ ...believed, [edge]: claim })}
        />
      ))}
      {problem === null ? null : <Refused problem={problem} />}
      <Stack direction="row" useFlexGap spacing={1} sx={{ flexWrap: 'wrap', alignItems: 'center' }}>
        <TextField
          select
          label={t('windows.component')}
          value={componentKey}
          onChange={({ target }) => setComponentKey(target.value)}
          sx={{ minWidth: 150 }}
        >
          {(components.data?.items ?? []).map(({ key }) => (
            <MenuItem key={key} value={key}>
              {key}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          label={t('windows.reason')}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
          sx={{ flex: 1, minWidth: 200 }}
        />
        {proposal.endsAt === null ? (
          <Button
            aria-pressed={isOngoing}
            variant={isOngoing ? 'outlined' : 'text'}
            onClick={() => setOngoing(!isOngoing)}
          >
            {t('proposal.goesOn')}
          </Button>
        ) : null}
        {proposal.nextStatuses.includes('accepted') ? (
          <Button variant="contained" onClick={() => void decide(true)}>
            {t('proposal.accept')}
          </Button>
        ) : null}
        {proposal.nextStatuses.includes('dismissed') ? (
          <Button onClick={() => void decide(false)}>{t('proposal.dismiss')}</Button>
        ) : null}
      </Stack>
    </Stack>
  );
}

/** The sentences that tell one edge, each with its time; several times compete, and one is chosen. */
function Claims({
  proposal,
  edge,
  zone,
  believed,
  believe,
}: {
  readonly proposal: ProposalView;
  readonly edge: Edge;
  readonly zone: string;
  readonly believed: number | null;
  readonly believe: (claim: number) => void;
}) {
  const t = useText();
  const format = useFormat();
  const claims = proposal.claims
    .map((claim, place) => ({ ...claim, place }))
    .filter(({ about }) => about === edge || (edge === 'start' && about === 'alert'));
  const isChoice = new Set(claims.filter(({ about }) => about === edge).map(({ at }) => at)).size > 1;
  if (claims.length === 0) return null;
  return (
    <Box role={isChoice ? 'radiogroup' : 'group'} aria-label={t(`proposal.edge.${edge}`)}>
      {claims.map(({ place, at, about, sentence, precision }) => (
        <Stack key={place} direction="row" spacing={1} sx={{ alignItems: 'flex-start' }}>
          {isChoice && about === edge ? (
            <Radio
              size="small"
              checked={believed === place}
              onChange={() => believe(place)}
              slotProps={{ input: { 'aria-label': t('proposal.believe', { at: format.second(at, zone) }) } }}
              sx={{ p: 0.25 }}
            />
          ) : null}
          <Typography sx={{ minWidth: 130, whiteSpace: 'nowrap' }}>
            {`${t(`proposal.about.${about}`)} ${format.second(at, zone)}`}
            {precision === 'approximate' ? ' ≈' : ''}
          </Typography>
          <Typography component="blockquote" color="textSecondary" sx={{ m: 0 }}>
            {sentence}
          </Typography>
        </Stack>
      ))}
    </Box>
  );
}
