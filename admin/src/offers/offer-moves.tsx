import { Alert, Box, Button, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { client, idempotencyKey, ifMatch, type Schemas, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useActor } from '../format/use-actor.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { Refused } from '../shell/states.js';
import { AdjustDialog } from './adjust-dialog.js';
import { AnswerDialog } from './answer-dialog.js';
import { ContentChanged } from './offer-notices.js';
import { ReasonDialog } from './reason-dialog.js';

export type Offer = Schemas['OfferDetail'];
type Status = Offer['status'];

/** The moves in the order in which an offer is led to its end; `expired` comes by itself. */
const MOVES = ['approved', 'sent', 'accepted', 'declined', 'draft', 'withdrawn'] as const satisfies readonly Status[];
type Asked = Exclude<(typeof MOVES)[number], 'approved' | 'sent'>;

/** The buttons that the offer's `nextStatuses` allow; and, when somebody else was quicker, who and how. */
export function OfferMoves({ offer }: { readonly offer: Offer }) {
  const t = useText();
  const notify = useNotify();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Asked | 'amount' | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [seenVersion, setSeenVersion] = useState(offer.version);
  const [isBusy, setBusy] = useState(false);
  const moved = (status: Status): void => {
    setAsked(null);
    setProblem(null);
    notify(t('offer.moved', { status: t(`offer.status.${status}`) }), { type: 'success' });
  };
  const move = async (to: 'approved' | 'sent'): Promise<void> => {
    setBusy(true);
    setSeenVersion(offer.version);
    try {
      const params = { path: { id: offer.id } };
      const headers = ifMatch(offer.version);
      const done =
        to === 'approved'
          ? unwrap(
              await client.POST('/api/v1/offers/{id}/approve', {
                params,
                headers,
                body: { contentHash: offer.contentHash },
              }),
            )
          : unwrap(
              await client.POST('/api/v1/offers/{id}/send', { params, headers: { ...headers, ...idempotencyKey() } }),
            );
      await queries.invalidateQueries();
      moved(done.status);
    } catch (error) {
      setProblem(error as ApiProblem);
      await queries.invalidateQueries({ queryKey: ['/api/v1/offers/{id}'] });
    } finally {
      setBusy(false);
    }
  };
  const allowed = MOVES.filter((to) => offer.nextStatuses.includes(to));
  return (
    <Box sx={{ mb: allowed.length === 0 && problem === null ? 0 : 2 }}>
      {problem === null ? null : problem.status === 412 ? (
        <Overtaken offer={offer} sinceVersion={seenVersion} />
      ) : problem.code === 'content_changed' ? (
        <ContentChanged problem={problem} />
      ) : (
        <Refused problem={problem} />
      )}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        {allowed.map((to, index) => (
          <Button
            key={to}
            variant={index === 0 ? 'contained' : 'outlined'}
            disabled={isBusy}
            onClick={() => {
              setProblem(null);
              if (to === 'approved' || to === 'sent') void move(to);
              else setAsked(to);
            }}
          >
            {t(`offer.move.${to}`)}
          </Button>
        ))}
        {offer.status === 'draft' || offer.status === 'approved' ? (
          <Button disabled={isBusy} onClick={() => setAsked('amount')}>
            {t('offer.move.amount')}
          </Button>
        ) : null}
      </Box>
      {asked === 'accepted' || asked === 'declined' ? (
        <AnswerDialog offer={offer} answer={asked} close={() => setAsked(null)} done={moved} />
      ) : asked === 'amount' ? (
        <AdjustDialog offer={offer} close={() => setAsked(null)} done={moved} />
      ) : asked === null ? null : (
        <ReasonDialog offer={offer} to={asked} close={() => setAsked(null)} done={moved} />
      )}
    </Box>
  );
}

/** What happened to the offer since the reader saw it: who did what, and when. */
export function Overtaken({ offer, sinceVersion }: { readonly offer: Offer; readonly sinceVersion: number }) {
  const t = useText();
  const format = useFormat();
  const actor = useActor();
  const later = offer.transitions.filter(({ version }) => version > sinceVersion);
  const last = later.at(-1);
  if (last === undefined) return null;
  return (
    <Alert severity="warning" icon={false} role="alert" sx={{ mb: 1 }}>
      <Typography sx={{ fontWeight: 600 }}>
        {t('stale.title', { who: actor(last.actor), at: format.instant(last.at, VIEWER_ZONE) })}
      </Typography>
      <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
        {later.map(({ version, to, reason }) => (
          <li key={version}>
            {t(`offer.status.${to}`)}
            {reason === null ? '' : ` · ${reason}`}
          </li>
        ))}
      </Box>
    </Alert>
  );
}
