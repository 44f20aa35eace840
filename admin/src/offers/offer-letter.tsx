import { Box, Button, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { ApiProblem, problemOf } from '../api/problem.js';
import { useText } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import { Loaded } from '../shell/states.js';
import type { Offer } from './offer-moves.js';

/** The letter as the PDF that is or would be sent. One that cannot be written says why in place of a blank frame. */
export function OfferLetter({ offer }: { readonly offer: Offer }) {
  const t = useText();
  const address = `/api/v1/offers/${offer.id}/letter.pdf`;
  const query = useQuery<boolean, ApiProblem>({
    queryKey: ['letter', offer.id, offer.version],
    queryFn: ({ signal }) => isThere(address, signal),
    retry: false,
  });
  return (
    <Panel
      title={t('offer.letter')}
      actions={
        <Button component="a" href={address} target="_blank" rel="noopener">
          {t('offer.openLetter')}
        </Button>
      }
    >
      <Typography variant="body2" color="textSecondary" sx={{ mb: 1 }}>
        {t(offer.sentAt === null ? 'offer.letterDraft' : 'offer.letterSent')}
      </Typography>
      <Loaded query={query} lines={8}>
        {() =>
          navigator.pdfViewerEnabled ? (
            <Box
              component="iframe"
              key={offer.version}
              src={address}
              title={t('offer.letterOf', { name: offer.customerName })}
              sx={{ width: '100%', height: { xs: 480, md: 'min(960px, calc(100vh - 180px))' }, border: 0 }}
            />
          ) : (
            <Typography>{t('offer.noViewer')}</Typography>
          )
        }
      </Loaded>
    </Panel>
  );
}

/** A frame cannot tell that its PDF failed, so the answer is looked at first; its bytes are left to the frame. */
async function isThere(address: string, signal: AbortSignal): Promise<true> {
  const response = await fetch(address, { credentials: 'same-origin', signal }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new ApiProblem(0, 'no_answer', 'The service does not answer.');
  });
  if (!response.ok) throw problemOf(response.status, await response.json().catch(() => null));
  await response.body?.cancel();
  return true;
}
