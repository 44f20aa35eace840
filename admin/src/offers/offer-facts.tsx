import { Box, Table, TableBody, TableCell, TableRow, Typography } from '@mui/material';
import { useActor } from '../format/use-actor.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText, useWord } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import type { Offer } from './offer-moves.js';

/**
 * What keeps the offer from each status ahead, with the way out. It expires by itself, and a reason is asked for by a
 * dialog: neither is an obstacle.
 */
export function OfferBlockers({ offer }: { readonly offer: Offer }) {
  const t = useText();
  const word = useWord();
  const blockers = offer.blockers.filter(({ to, code }) => to !== 'expired' && code !== 'reason_required');
  if (blockers.length === 0) return null;
  const blockersTo = (status: Offer['status']) => blockers.filter(({ to }) => to === status);
  const statuses = [...new Set(blockers.map(({ to }) => to))];
  return (
    <Panel title={t('offer.blockers')}>
      {statuses.map((to) => (
        <Box key={to} sx={{ '& + &': { mt: 1 } }}>
          <Typography sx={{ fontWeight: 500 }}>{t('offer.before', { status: t(`offer.status.${to}`) })}</Typography>
          <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
            {blockersTo(to).map(({ code, message }) => (
              <li key={code}>
                {word('offer.blocker', code, message)}{' '}
                {word('offer.wayOut', code, '') === '' ? null : (
                  <Typography component="span" color="textSecondary">
                    {word('offer.wayOut', code)}
                  </Typography>
                )}
              </li>
            ))}
          </Box>
        </Box>
      ))}
    </Panel>
  );
}

/** Who proposed, who approved, who answered: the four eyes. */
export function OfferPeople({ offer }: { readonly offer: Offer }) {
  const t = useText();
  const format = useFormat();
  const actor = useActor();
  const at = (who: string | null, when: string | null): string =>
    when === null ? t('offer.notYet') : [who, format.instant(when, VIEWER_ZONE)].filter(Boolean).join(' · ');
  const { answer, approvedBy } = offer;
  const answered =
    answer === null ? null : [answer.saidBy, answer.channel === null ? null : t(`offer.channels.${answer.channel}`)];
  const facts = [
    [t('offer.proposedBy'), at(actor(offer.createdBy), offer.createdAt)],
    [t('offer.approvedBy'), at(approvedBy === null ? null : actor(approvedBy), offer.approvedAt)],
    ...(offer.approvalsNeeded < 2
      ? []
      : [
          [
            t('offer.approvals', { needed: offer.approvalsNeeded }),
            offer.approvals.map((one) => at(actor(one.by), one.at)).join(', ') || t('offer.notYet'),
          ],
        ]),
    [t('offer.sentAt'), at(null, offer.sentAt)],
    [t('offer.answeredBy'), at(answered?.filter((part) => part !== null).join(', ') ?? null, offer.answeredAt)],
    ...(answer?.note == null ? [] : [[t('offer.note'), answer.note]]),
  ];
  return (
    <Panel title={t('offer.people')} flush>
      <Table aria-label={t('offer.people')}>
        <TableBody>
          {facts.map(([label, value]) => (
            <TableRow key={label}>
              <TableCell component="th" scope="row" sx={{ color: 'text.secondary', fontWeight: 400 }}>
                {label}
              </TableCell>
              <TableCell sx={{ whiteSpace: 'normal', py: 0.5 }}>{value}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Panel>
  );
}

/** Every move of the offer, the latest first. */
export function OfferHistory({ offer }: { readonly offer: Offer }) {
  const t = useText();
  const format = useFormat();
  const actor = useActor();
  return (
    <Panel title={t('offer.history')} flush>
      <Table aria-label={t('offer.history')}>
        <TableBody>
          {offer.transitions.toReversed().map(({ version, from, to, actor: by, reason, at }) => (
            <TableRow key={version}>
              <TableCell sx={{ whiteSpace: 'normal', py: 0.5 }}>
                {from === null ? t('offer.began') : t(`offer.status.${to}`)}
                {reason === null ? null : (
                  <Typography variant="body2" color="textSecondary">
                    {reason}
                  </Typography>
                )}
              </TableCell>
              <TableCell>{actor(by)}</TableCell>
              <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
                {format.instant(at, VIEWER_ZONE)}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Panel>
  );
}
