import { Box } from '@mui/material';
import { useId } from 'react';
import { useText } from '../i18n/use-text.js';
import { type ImpactTone, useTones } from '../theme/tones.js';

const SIZE = 12;

/** Shapes, so that no class is told by its colour alone. */
const SHAPES: Readonly<Record<ImpactTone, string>> = {
  unable_to_join: 'M1 1h10v10h-10z',
  media_loss: 'M6 0.8 11.6 11H0.4z',
  interactivity_loss: 'M6 0.5 11.5 6 6 11.5 0.5 6z',
  degraded: 'M1 4h10v4h-10z',
  unknown: 'M6 0.8a5.2 5.2 0 1 0 .01 0z',
  unaffected: 'M6 1.5a4.5 4.5 0 1 0 .01 0z',
};

/** The sign of a class. Where all of it is inferred, it is outlined. */
export function ImpactMark({ impact, inferred = false }: { readonly impact: ImpactTone; readonly inferred?: boolean }) {
  const tone = useTones().impact[impact];
  const hatch = useId();
  return (
    <svg width={SIZE} height={SIZE} viewBox="0 0 12 12" aria-hidden="true" focusable="false">
      <defs>
        <pattern id={hatch} width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="1.4" height="3" fill={tone.edge} />
        </pattern>
      </defs>
      <path
        d={SHAPES[impact]}
        fill={inferred ? 'none' : impact === 'unknown' ? `url(#${hatch})` : tone.fill}
        stroke={tone.edge}
        strokeWidth={1.2}
      />
    </svg>
  );
}

/** A class in its words, with its sign. */
export function ImpactWord({ impact, inferred = false }: { readonly impact: ImpactTone; readonly inferred?: boolean }) {
  const t = useText();
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.75, whiteSpace: 'nowrap' }}>
      <ImpactMark impact={impact} inferred={inferred} />
      {t(`impact.${impact}`)}
      {inferred ? ` (${t('impact.inferred')})` : ''}
    </Box>
  );
}
