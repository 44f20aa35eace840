import { Box, Link, Stack, Typography } from '@mui/material';
import { Link as RouterLink, useParams } from 'react-router-dom';
import type { Schemas } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { Page } from '../shell/page.js';
import { Panel } from '../shell/panel.js';
import { Loaded } from '../shell/states.js';
import { ClaimArithmetic } from './claim-arithmetic.js';
import { ClaimDecision } from './claim-decision.js';
import { ClaimEvidence } from './claim-evidence.js';

export type Claim = Schemas['ClaimDetail'];

/** One claim: what was said, what we found, their numbers beside ours, and what is decided. */
export default function ClaimPage() {
  const { id = '' } = useParams();
  const t = useText();
  const query = useGet('/api/v1/claims/{id}', { path: { id } });
  const found = query.data;
  return (
    <Page
      title={found === undefined ? t('claims.one') : t('claims.of', { name: found.claimant.name })}
      above={
        <Link component={RouterLink} to="/outreach/claims" variant="body2">
          {t('claims.title')}
        </Link>
      }
      beside={
        found === undefined ? undefined : (
          <Typography color="textSecondary">
            {[t(`claims.status.${found.status}`), found.verdict === null ? null : t(`claims.verdict.${found.verdict}`)]
              .filter((text) => text !== null)
              .join(' · ')}
          </Typography>
        )
      }
    >
      <Loaded query={query} lines={10}>
        {(claim) => (
          <Box
            sx={{
              display: 'grid',
              gap: 2,
              gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 3fr) minmax(0, 2fr)' },
              alignItems: 'start',
            }}
          >
            <Stack spacing={2} sx={{ minWidth: 0 }}>
              <ClaimEvidence claim={claim} />
              {claim.arithmetic === null ? null : <ClaimArithmetic arithmetic={claim.arithmetic} />}
              <Said claim={claim} />
            </Stack>
            <ClaimDecision key={claim.version} claim={claim} />
          </Box>
        )}
      </Loaded>
    </Page>
  );
}

/** Every coming of the claim, in the claimant's own words. */
function Said({ claim }: { readonly claim: Claim }) {
  const t = useText();
  const format = useFormat();
  return (
    <Panel title={t('claims.said')}>
      {claim.comings.map((coming) => (
        <Box key={coming.id} sx={{ '& + &': { mt: 2 } }}>
          <Typography color="textSecondary" variant="body2">
            {[
              format.instant(coming.arrivedAt, VIEWER_ZONE),
              t(`claims.channel.${coming.channel}`),
              `${coming.name} <${coming.email}>`,
              coming.company,
              coming.meeting,
              [coming.day, coming.time].filter((text) => text !== null).join(' '),
              coming.reference,
            ]
              .filter((text) => text !== null && text !== '')
              .join(' · ')}
          </Typography>
          <Typography component="blockquote" sx={{ m: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {coming.text}
          </Typography>
        </Box>
      ))}
    </Panel>
  );
}
