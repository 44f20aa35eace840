import { Box, Link, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { ImpactWord } from '../impact/impact-mark.js';
import { useGiven } from '../offers/use-given.js';
import { Panel } from '../shell/panel.js';
import { Flags } from './case-board.js';
import type { Case } from './case-page.js';

/** What the conversation is about, and with whom. */
export function CaseFacts({ item }: { readonly item: Case }) {
  const t = useText();
  const format = useFormat();
  const given = useGiven();
  const customer = `/customers/${encodeURIComponent(item.customer.externalId)}?incident=${item.incidentId}`;
  return (
    <Panel title={t('desk.facts')}>
      <Flags item={item} />
      {item.holdReason === null ? null : <Typography>{item.holdReason}</Typography>}
      <Box
        component="dl"
        sx={{ display: 'grid', gridTemplateColumns: 'auto minmax(0, 1fr)', columnGap: 2, rowGap: 0.5, m: 0 }}
      >
        <Fact label={t('offers.incident')}>
          <Link component={RouterLink} to={`/incidents/${item.incidentId}`}>
            {item.incidentTitle}
          </Link>
        </Fact>
        <Fact label={t('customers.class')}>
          <ImpactWord impact={item.impactClass} /> · {t('desk.people', { smart_count: item.people })}
        </Fact>
        <Fact label={t('desk.contractValue')}>{item.monthlyFee === null ? '–' : format.money(item.monthlyFee)}</Fact>
        <Fact label={t('customers.owed')}>
          {item.offer === null ? (
            item.owedReasons.map(({ text }) => text[format.language]).join(' ') || t('customers.noOffer')
          ) : (
            <Link component={RouterLink} to={`/offers/${item.offer.id}`}>
              {`${given.ofOffer(item.offer)} · ${t(`offer.status.${item.offer.status}`)}`}
            </Link>
          )}
        </Fact>
        <Fact label={t('desk.priority')}>
          {`${format.number(item.priority)} = ${item.priorityReasons
            .map(({ code, points }) => `${t(`desk.points.${code}`)} ${points}`)
            .join(' + ')}`}
        </Fact>
        {item.tags.length === 0 ? null : <Fact label={t('desk.tags')}>{item.tags.join(', ')}</Fact>}
      </Box>
      <Link component={RouterLink} to={customer} sx={{ display: 'inline-block', mt: 1 }}>
        {t('desk.customer')}
      </Link>
      <Typography variant="h3" sx={{ mt: 2 }}>
        {t('desk.contacts')}
      </Typography>
      {item.contacts.map((contact) => (
        <Typography key={contact.id} sx={{ overflowWrap: 'anywhere' }}>
          {contact.name}
          <Typography component="span" variant="body2" color="textSecondary">
            {` · ${contact.email}${contact.optedOut ? ` · ${t('customer.optedOut')}` : ''}`}
          </Typography>
        </Typography>
      ))}
    </Panel>
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
