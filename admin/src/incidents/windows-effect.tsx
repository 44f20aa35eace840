import { Alert, Box, Typography } from '@mui/material';
import type { Schemas } from '../api/client.js';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { ImpactMark } from '../impact/impact-mark.js';
import { HIT_CLASSES } from '../impact/people-by-class.js';
import { customersHit, signed } from './figures.js';

/** What an assessment over the windows being edited would find, beside the latest one. Nothing is saved by looking. */
export function WindowsEffect({ preview }: { readonly preview: Schemas['Preview'] }) {
  const t = useText();
  const format = useFormat();
  const { figures, change, comparedWith, provisional } = preview;
  const customers = customersHit(figures.customers);
  const beside = (delta: number | undefined): string =>
    delta === undefined ? '' : ` (${signed(delta, format.number)})`;
  return (
    <Alert severity="info" icon={false} role="status" sx={{ mt: 2 }}>
      <Typography sx={{ fontWeight: 600 }}>
        {t('windows.effectTitle')}
        {comparedWith === null ? '' : ` · ${t('incident.revision', { revision: comparedWith.revision })}`}
      </Typography>
      <Box component="ul" sx={{ m: 0, pl: 0, listStyle: 'none' }}>
        <li>
          {format.number(customers)}
          {beside(change === null ? undefined : customersHit(change.customers))}{' '}
          {t('incident.customersHit', { smart_count: customers })}
        </li>
        {HIT_CLASSES.filter((name) => (figures.people[name] ?? 0) > 0 || (change?.people[name] ?? 0) !== 0).map(
          (name) => (
            <li key={name}>
              <ImpactMark impact={name} /> {t(`impact.${name}`)}: {format.number(figures.people[name] ?? 0)}
              {beside(change?.people[name])}
            </li>
          ),
        )}
      </Box>
      {provisional ? <Typography variant="body2">{t('windows.provisional')}</Typography> : null}
    </Alert>
  );
}
