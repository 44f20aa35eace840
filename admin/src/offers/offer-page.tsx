import { Box, Link, Stack, Typography } from '@mui/material';
import { Link as RouterLink, useParams } from 'react-router-dom';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { Page } from '../shell/page.js';
import { Loaded } from '../shell/states.js';
import { OfferCalculation } from './offer-calculation.js';
import { OfferBlockers, OfferHistory, OfferPeople } from './offer-facts.js';
import { OfferLetter } from './offer-letter.js';
import { type Offer, OfferMoves } from './offer-moves.js';
import { OfferNotices } from './offer-notices.js';
import { useGiven } from './use-given.js';

/** One offer: how its amount is made up, what is in the way, who decided, and the letter beside it. */
export default function OfferPage() {
  const { id = '' } = useParams();
  const t = useText();
  const query = useGet('/api/v1/offers/{id}', { path: { id } });
  if (query.data !== undefined) return <OfferContent offer={query.data} />;
  return (
    <Page title={t('offer.loading')}>
      <Loaded query={query} lines={10}>
        {() => null}
      </Loaded>
    </Page>
  );
}

function OfferContent({ offer }: { readonly offer: Offer }) {
  const t = useText();
  const format = useFormat();
  const given = useGiven();
  const customer = `/customers/${encodeURIComponent(offer.customerId)}?incident=${offer.incidentId}`;
  return (
    <Page
      title={t('offer.title', { name: offer.customerName })}
      above={
        <Link component={RouterLink} to={`/offers/incident/${offer.incidentId}`} variant="body2">
          {t('offers.title')}
        </Link>
      }
      beside={
        <Typography color="textSecondary">
          <Box component="span" sx={{ color: 'text.primary', fontWeight: 600, fontSize: 18, mr: 1 }}>
            {given.ofOffer(offer)}
          </Box>
          {t(`offer.status.${offer.status}`)}
          {offer.provisional ? ` · ${t('offers.provisional')}` : ''}
          {offer.validUntil === null
            ? ''
            : ` · ${t('offer.validUntil', { day: format.lastDay(offer.validUntil, VIEWER_ZONE) })}`}
        </Typography>
      }
    >
      <OfferNotices offer={offer} />
      <OfferMoves offer={offer} />
      <Box
        sx={{
          display: 'grid',
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 1fr) minmax(0, 1fr)' },
          gap: 2,
        }}
      >
        <Stack spacing={2} sx={{ minWidth: 0 }}>
          <OfferCalculation offer={offer} />
          <Typography variant="body2" color="textSecondary" sx={{ px: 0.5 }}>
            {t('offer.policy', { code: offer.policyCode, version: offer.policyVersion })}
            {' · '}
            <Link component={RouterLink} to={customer} underline="always">
              {t('offer.customer')}
            </Link>
          </Typography>
          <OfferBlockers offer={offer} />
          <OfferPeople offer={offer} />
          <OfferHistory offer={offer} />
        </Stack>
        <OfferLetter offer={offer} />
      </Box>
    </Page>
  );
}
