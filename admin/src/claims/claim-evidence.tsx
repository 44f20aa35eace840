import { Box, Link, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText, useWord } from '../i18n/use-text.js';
import { ImpactWord } from '../impact/impact-mark.js';
import { useGiven } from '../offers/use-given.js';
import { Panel } from '../shell/panel.js';
import type { Claim } from './claim-page.js';

/** The verdict and all that it rests on, each with the way to it. */
export function ClaimEvidence({ claim }: { readonly claim: Claim }) {
  const t = useText();
  return (
    <Panel title={claim.verdict === null ? t('claims.noVerdict') : t(`claims.verdict.${claim.verdict}`)}>
      {claim.verdict === null ? null : (
        <Typography color="textSecondary" sx={{ mb: 1 }}>
          {t(`claims.verdictMeans.${claim.verdict}`)}
        </Typography>
      )}
      <Box
        component="dl"
        sx={{ display: 'grid', gridTemplateColumns: 'auto minmax(0, 1fr)', columnGap: 2, rowGap: 0.5, m: 0 }}
      >
        <Facts claim={claim} />
      </Box>
    </Panel>
  );
}

function Facts({ claim: { evidence, customer, incident } }: { readonly claim: Claim }) {
  const t = useText();
  const word = useWord();
  const format = useFormat();
  const given = useGiven();
  const at = (instant: string): string => format.instant(instant, VIEWER_ZONE);
  return (
    <>
      <Fact label={t('customers.customer')}>
        {customer === null ? (
          t('claims.unknown')
        ) : (
          <Link
            component={RouterLink}
            to={`/customers/${encodeURIComponent(customer.externalId)}${incident === null ? '' : `?incident=${incident.id}`}`}
          >
            {customer.name}
          </Link>
        )}
      </Fact>
      <Fact label={t('offers.incident')}>
        {incident === null ? (
          t('claims.unknown')
        ) : (
          <Link component={RouterLink} to={`/incidents/${incident.id}`}>
            {incident.title}
          </Link>
        )}
      </Fact>
      {evidence === null ? null : (
        <>
          <Fact label={t('claims.impact')}>
            {evidence.impact === null ? (
              t('claims.notNamed')
            ) : (
              <>
                <ImpactWord impact={evidence.impact.class} />
                {` · ${t('desk.people', { smart_count: evidence.impact.people })} · ${format.duration(evidence.impact.clockSeconds)} ${t('customer.byTheClock')}`}
                {evidence.impact.inferredSeconds === 0
                  ? ''
                  : ` (${t('customer.ofWhichInferred', { time: format.duration(evidence.impact.inferredSeconds) })})`}
              </>
            )}
          </Fact>
          {evidence.meetingNamed === null ? null : (
            <Fact label={t('claims.meeting')}>
              {evidence.meeting === null ? (
                t('claims.meetingUnknown', { name: evidence.meetingNamed })
              ) : (
                <>
                  {`${evidence.meeting.title ?? evidence.meeting.externalId} · `}
                  <ImpactWord impact={evidence.meeting.class} />
                  {` · ${format.duration(evidence.meeting.seconds)}`}
                </>
              )}
            </Fact>
          )}
          {evidence.offer === null ? null : (
            <Fact label={t('customers.offer')}>
              <Link component={RouterLink} to={`/offers/${evidence.offer.id}`}>
                {`${given.ofOffer(evidence.offer)} · ${t(`offer.status.${evidence.offer.status}`)}`}
              </Link>
            </Fact>
          )}
          {evidence.proposal === null ? null : (
            <Fact label={t('customers.owed')}>
              {evidence.proposal.total === null
                ? evidence.proposal.reasons.map(({ text }) => text[format.language]).join(' ')
                : given.ofMany([evidence.proposal.total], evidence.proposal.inKind)}
            </Fact>
          )}
          {evidence.notCovered.length === 0 ? null : (
            <Fact label={t('claims.notCovered')}>
              {evidence.notCovered.map((code) => word('claims.coverage', code)).join(', ')}
            </Fact>
          )}
          {evidence.deadline === null ? null : <Fact label={t('claims.deadline')}>{at(evidence.deadline.dueAt)}</Fact>}
          {evidence.completeness === null ? null : (
            <Fact label={t('claims.known')}>
              {t('claims.knownOf', {
                meetings: format.number(evidence.completeness.meetings),
                sessions: format.number(evidence.completeness.sessions),
                attempts: format.number(evidence.completeness.attempts),
                failed: format.number(evidence.completeness.failedAttempts),
              })}
              {evidence.completeness.gapSeconds === 0
                ? ''
                : ` ${t('claims.gaps', { time: format.duration(evidence.completeness.gapSeconds) })}`}
            </Fact>
          )}
        </>
      )}
    </>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <Box component="dt" sx={{ color: 'text.secondary', fontSize: 13 }}>
        {label}
      </Box>
      <Box component="dd" sx={{ m: 0 }}>
        {children}
      </Box>
    </>
  );
}
