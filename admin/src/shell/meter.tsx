import { Box } from '@mui/material';
import { useTones } from '../theme/tones.js';

/** A share of a whole as a bar; what it is a share of stands beside it in words. */
export function Meter({ label, share }: { readonly label: string; readonly share: number }) {
  const tones = useTones();
  const part = Math.min(1, Math.max(0, share));
  return (
    <Box
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(part * 100)}
      sx={{
        mt: 0.5,
        height: 8,
        borderRadius: 1,
        bgcolor: tones.hover,
        border: `1px solid ${tones.line}`,
        overflow: 'hidden',
      }}
    >
      <Box sx={{ height: '100%', width: `${part * 100}%`, bgcolor: share > 1 ? tones.danger : tones.quiet }} />
    </Box>
  );
}
