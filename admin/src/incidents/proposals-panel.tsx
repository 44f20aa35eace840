import { Box, Stack, Typography } from '@mui/material';
import type { Schemas } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { Panel } from '../shell/panel.js';
import { useText } from '../i18n/use-text.js';
import { Proposal } from './proposal.js';

export type ProposalView = Schemas['ProposalView'];

/** The windows that readers of status pages and post-mortems propose and nobody has decided on. */
export function ProposalsPanel({
  incidentId,
  version,
  zone,
}: {
  readonly incidentId: string;
  /** The incident as it was read: accepting a proposal changes its windows. */
  readonly version: number;
  readonly zone: string;
}) {
  const t = useText();
  const query = useGet('/api/v1/incidents/{id}/proposals', {
    path: { id: incidentId },
    query: { status: 'proposed', limit: 100 },
  });
  const items = query.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Panel title={t('proposal.title', { smart_count: items.length })}>
      <Typography color="textSecondary" sx={{ mb: 1 }}>
        {t('proposal.advice')}
      </Typography>
      <Stack component="ul" spacing={2} sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {items.map((proposal) => (
          <Box component="li" key={proposal.id}>
            <Proposal proposal={proposal} version={version} zone={zone} />
          </Box>
        ))}
      </Stack>
    </Panel>
  );
}
