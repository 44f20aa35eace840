import { Box, Link, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { Link as RouterLink, useParams } from 'react-router-dom';
import type { Schemas } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { useActor } from '../format/use-actor.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { ImpactWord } from '../impact/impact-mark.js';
import { Page } from '../shell/page.js';
import { Panel } from '../shell/panel.js';
import { Loaded } from '../shell/states.js';
import { ActivityForm, NextActionForm } from './case-forms.js';

export type Case = Schemas['CaseDetail'];

/** One conversation: what happened and what to write on the left, what it is about and what is next on the right. */
export default function CasePage() {
  const { id = '' } = useParams();
  const t = useText();
  const query = useGet('/api/v1/outreach/cases/{id}', { path: { id } });
  const found = query.data;
  // A call that is kept moves the case on; that is no change of somebody else's.
  const [ownVersion, setOwnVersion] = useState(0);
  const noteOwn = async (): Promise<void> => setOwnVersion((await query.refetch()).data?.version ?? 0);
  return (
    <Page
      title={found?.customer.name ?? t('desk.title')}
      above={
        <Link component={RouterLink} to="/outreach" variant="body2">
          {t('desk.title')}
        </Link>
      }
      beside={
        found === undefined ? undefined : (
          <Typography color="textSecondary">{t(`case.status.${found.status}`)}</Typography>
        )
      }
    >
      <Loaded query={query} lines={10}>
        {(item) => (
          <Box
            sx={{
              display: 'grid',
              gap: 2,
              gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 3fr) minmax(0, 2fr)' },
            }}
          >
            <Stack spacing={2} sx={{ minWidth: 0 }}>
              <Timeline item={item} />
              <ActivityForm item={item} kept={noteOwn} />
            </Stack>
            <Stack spacing={2} sx={{ minWidth: 0 }}>
              <NextActionForm key={item.id} item={item} ownVersion={ownVersion} />
              <Facts item={item} />
            </Stack>
          </Box>
        )}
      </Loaded>
    </Page>
  );
}

function Timeline({ item }: { readonly item: Case }) {
  const t = useText();
  const format = useFormat();
  const actor = useActor();
  return (
    <Panel title={t('desk.timeline')}>
      {item.timeline.length === 0 ? <Typography color="textSecondary">{t('desk.nothing')}</Typography> : null}
      <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {item.timeline.map((entry) => (
          <Box component="li" key={entry.id} sx={{ py: 1, borderTop: '1px solid', borderColor: 'divider' }}>
            <Typography>
              <Box component="span" sx={{ fontWeight: 500 }}>
                {t(`desk.kinds.${entry.kind}`)}
              </Box>
              <Typography component="span" variant="body2" color="textSecondary">
                {` · ${actor(entry.author)} · ${format.instant(entry.occurredAt, VIEWER_ZONE)}`}
              </Typography>
            </Typography>
            {entry.body === '' ? null : (
              <Typography sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{entry.body}</Typography>
            )}
          </Box>
        ))}
      </Box>
    </Panel>
  );
}

function Facts({ item }: { readonly item: Case }) {
  const t = useText();
  const format = useFormat();
  const customer = `/customers/${encodeURIComponent(item.customer.externalId)}?incident=${item.incidentId}`;
  return (
    <Panel title={t('desk.facts')}>
      <Typography>{item.incidentTitle}</Typography>
      <ImpactWord impact={item.impactClass} /> · {t('desk.people', { smart_count: item.people })}
      <Typography>
        {item.offer === null ? (
          t('customers.noOffer')
        ) : (
          <Link component={RouterLink} to={`/offers/${item.offer.id}`} underline="always">
            {`${format.money(item.offer.amount)} · ${t(`offer.status.${item.offer.status}`)}`}
          </Link>
        )}
      </Typography>
      <Link component={RouterLink} to={customer} underline="always">
        {t('desk.customer')}
      </Link>
      <Typography variant="h3" sx={{ mt: 1.5 }}>
        {t('desk.contacts')}
      </Typography>
      {item.contacts.map((contact) => (
        <Typography key={contact.id} sx={{ overflowWrap: 'anywhere' }}>
          {`${contact.name} · ${contact.email}${contact.optedOut ? ` · ${t('customer.optedOut')}` : ''}`}
        </Typography>
      ))}
    </Panel>
  );
}
