import { Alert, Box, Button, Link, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { ApiProblem } from '../api/problem.js';
import { useActor } from '../format/use-actor.js';
import { type Money, useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText, useWord } from '../i18n/use-text.js';
import type { Offer } from './offer-moves.js';
import { ReasonDialog } from './reason-dialog.js';
import { useGiven } from './use-given.js';

/** What is out of the ordinary with an offer: it is stale, supplements another, or was changed by hand. */
export function OfferNotices({ offer }: { readonly offer: Offer }) {
  const t = useText();
  const format = useFormat();
  const actor = useActor();
  const { adjusted, supplementOf } = offer;
  return (
    <Stack spacing={1} sx={{ mb: offer.stale === null && adjusted === null && supplementOf === null ? 0 : 2 }}>
      <StaleNotice offer={offer} />
      {supplementOf === null ? null : (
        <Alert severity="info" icon={false}>
          {t('offer.supplement')}{' '}
          <Link component={RouterLink} to={`/offers/${supplementOf}`} underline="always">
            {t('offer.original')}
          </Link>
        </Alert>
      )}
      {adjusted === null ? null : (
        <Alert severity="info" icon={false}>
          <Typography sx={{ fontWeight: 600 }}>
            {t('offer.adjusted', {
              who: actor(adjusted.by),
              at: format.instant(adjusted.at, VIEWER_ZONE),
              from: format.money(adjusted.original),
              to: format.money(offer.amount),
            })}
          </Typography>
          <Typography>{adjusted.reason}</Typography>
        </Alert>
      )}
    </Stack>
  );
}

/** Something else would be computed now: what, why, and what can be done about it. */
function StaleNotice({ offer }: { readonly offer: Offer }) {
  const t = useText();
  const word = useWord();
  const format = useFormat();
  const given = useGiven();
  const actor = useActor();
  const [isKeeping, setKeeping] = useState(false);
  const { stale } = offer;
  if (stale === null) return null;
  return (
    <Alert severity={stale.kept === null ? 'warning' : 'info'} icon={false} role="status">
      <Typography sx={{ fontWeight: 600 }}>{t('offer.staleTitle')}</Typography>
      <Typography>
        {stale.reasons.map((reason) => word('offer.staleReason', reason)).join(' ')}{' '}
        {stale.proposed === null
          ? ''
          : t('offer.staleDifference', {
              now: given.ofOffer(offer),
              proposed: given.ofMany([stale.proposed], stale.proposed.inKind),
            })}
      </Typography>
      {stale.kept === null ? (
        <>
          <Typography color="textSecondary">{t('offer.staleAdvice')}</Typography>
          <Button onClick={() => setKeeping(true)}>{t('offer.move.kept')}</Button>
        </>
      ) : (
        <Typography>
          {t('offer.staleKept', { who: actor(stale.kept.by), at: format.instant(stale.kept.at, VIEWER_ZONE) })}{' '}
          {stale.kept.reason}
        </Typography>
      )}
      {isKeeping ? (
        <ReasonDialog offer={offer} to="kept" close={() => setKeeping(false)} done={() => setKeeping(false)} />
      ) : null}
    </Alert>
  );
}

/** What `content_changed` tells: what was seen, what it is, and who made it so. */
type ContentChange = {
  readonly seen: { readonly amount: Money | null };
  readonly current: { readonly amount: Money };
  readonly differenceMinor: number | null;
  readonly edits: readonly {
    readonly by: string;
    readonly reason: string;
    readonly fromMinor: number;
    readonly toMinor: number;
  }[];
};

/** The offer is not what was looked at: nothing was approved; the difference, and who changed it and why. */
export function ContentChanged({ problem }: { readonly problem: ApiProblem }) {
  const t = useText();
  const format = useFormat();
  const actor = useActor();
  const { seen, current, differenceMinor, edits } = problem.details as unknown as ContentChange;
  const { currency } = current.amount;
  return (
    <Alert severity="warning" icon={false} role="alert" sx={{ mb: 1 }}>
      <Typography sx={{ fontWeight: 600 }}>{t('offer.contentChanged')}</Typography>
      <Typography>
        {t('offer.contentDifference', {
          seen: seen.amount === null ? '?' : format.money(seen.amount),
          now: format.money(current.amount),
          difference:
            differenceMinor === null ? '?' : format.money({ amountMinor: Math.abs(differenceMinor), currency }),
          sign: (differenceMinor ?? 0) < 0 ? '−' : '+',
        })}
      </Typography>
      <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
        {edits.map(({ by, reason, fromMinor, toMinor }) => (
          <li key={`${by} ${fromMinor} ${toMinor} ${reason}`}>
            {`${actor(by)}${t('shell.colon')}${format.money({ amountMinor: fromMinor, currency })} → ${format.money({ amountMinor: toMinor, currency })}. ${reason}`}
          </li>
        ))}
      </Box>
      <Typography color="textSecondary">{t('offer.contentAdvice')}</Typography>
    </Alert>
  );
}
