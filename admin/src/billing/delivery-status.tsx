import { Box } from '@mui/material';
import { useText } from '../i18n/use-text.js';
import { useTones } from '../theme/tones.js';
import type { DeliveryStatus } from './delivery-words.js';

/** Where a delivery stands, in words; what waits for a person is set off. */
export function DeliveryWord({ status }: { readonly status: DeliveryStatus }) {
  const t = useText();
  const tones = useTones();
  const needsSomebody = status === 'parked' || status === 'unknown';
  return (
    <Box component="span" sx={needsSomebody ? { color: tones.danger, fontWeight: 600 } : {}}>
      {t(`billing.status.${status}`)}
    </Box>
  );
}
