import { Link, Stack, Typography } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import { Loaded } from '../shell/states.js';

/** What a customer claims of an incident; nothing is shown where they claim nothing. */
export function ClaimsPanel({ customerId, incidentId }: { readonly customerId: string; readonly incidentId: string }) {
  const t = useText();
  const format = useFormat();
  const query = useGet('/api/v1/claims', { query: { customerId, incidentId, limit: 20 } });
  if (query.data?.items.length === 0) return null;
  return (
    <Panel title={t('claims.title')}>
      <Loaded query={query} lines={2}>
        {({ items }) => (
          <Stack spacing={1}>
            {items.map((claim) => (
              <Typography key={claim.id}>
                <Link component={RouterLink} to={`/outreach/claims/${claim.id}`}>
                  {claim.claimant.name}
                </Link>
                {[
                  '',
                  t(`claims.status.${claim.status}`),
                  claim.verdict === null ? null : t(`claims.verdict.${claim.verdict}`),
                  claim.claimedAmount === null ? null : format.money(claim.claimedAmount),
                  format.instant(claim.arrivedAt, VIEWER_ZONE),
                ]
                  .filter((text) => text !== null)
                  .join(' · ')}
              </Typography>
            ))}
          </Stack>
        )}
      </Loaded>
    </Panel>
  );
}
