import { Box, Stack } from '@mui/material';
import { useFormat } from '../format/use-format.js';
import { type TextKey, useText } from '../i18n/use-text.js';
import type { ImpactTone } from '../theme/tones.js';
import { ImpactMark } from './impact-mark.js';

/** The classes that mean harm, heaviest first. */
export const HIT_CLASSES = ['unable_to_join', 'media_loss', 'interactivity_loss', 'degraded'] as const;
/** All of them, for a choice. */
export const IMPACT_CLASSES = [...HIT_CLASSES, 'unknown', 'unaffected'] as const satisfies readonly ImpactTone[];

/** How many people were hit, by class; a class with nobody is left out. */
export function PeopleByClass({
  people,
  what = 'impact.people',
}: {
  readonly people: Readonly<Record<string, number>>;
  readonly what?: TextKey;
}) {
  const t = useText();
  const format = useFormat();
  const classes = HIT_CLASSES.filter((name) => (people[name] ?? 0) > 0);
  return (
    <Stack component="dl" direction="row" useFlexGap sx={{ flexWrap: 'wrap', gap: { xs: 2, md: 4 }, m: 0 }}>
      {classes.map((name) => (
        <Box key={name} sx={{ display: 'flex', flexDirection: 'column-reverse' }}>
          <Box
            component="dt"
            sx={{ display: 'flex', alignItems: 'center', gap: 0.75, color: 'text.secondary', fontSize: 13 }}
          >
            <ImpactMark impact={name} />
            {t(`impact.${name}`)}
          </Box>
          <Box component="dd" sx={{ m: 0, fontSize: 24, fontWeight: 600, lineHeight: 1.25 }}>
            {format.number(people[name] ?? 0)}
            <Box component="span" sx={{ fontSize: 13, fontWeight: 400, color: 'text.secondary', ml: 0.75 }}>
              {t(what, { smart_count: people[name] ?? 0 })}
            </Box>
          </Box>
        </Box>
      ))}
    </Stack>
  );
}
