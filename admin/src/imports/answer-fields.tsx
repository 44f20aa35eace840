import { Box, MenuItem, TextField, Typography } from '@mui/material';
import { useGet } from '../api/use-get.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import type { Form } from '../shell/use-form.js';
import type { Answers } from './upload.js';

const FIELDS = ['timezone', 'dayFirst', 'customer', 'components', 'meeting', 'date', 'start', 'end'] as const;
const KINDS: Readonly<Partial<Record<(typeof FIELDS)[number], string>>> = {
  date: 'date',
  start: 'datetime-local',
  end: 'datetime-local',
};

/** What the file cannot say and the service asked for, each with its question; what was answered stays to be changed. */
export function AnswerFields({ form }: { readonly form: Form<Answers> }) {
  const t = useText();
  const sources = useGet('/api/v1/import-sources', {});
  const asked = FIELDS.filter((name) => form.faultOf(name) !== undefined || form.fields[name] !== '');
  const items = sources.data?.items ?? [];
  if (asked.length === 0 && items.length === 0) return null;
  return (
    <Box role="group" aria-label={t('imports.answers')}>
      {asked.length === 0 ? null : (
        <>
          <Typography sx={{ fontWeight: 600 }}>{t('imports.answers')}</Typography>
          <Typography color="textSecondary" sx={{ mb: 1.5 }}>
            {t('imports.answersAdvice')}
          </Typography>
        </>
      )}
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { sm: 'repeat(auto-fill, minmax(280px, 1fr))' } }}>
        {items.length === 0 ? null : (
          <TextField
            select
            label={t('imports.source')}
            {...form.text('source')}
            slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
          >
            <MenuItem value="">{t('imports.noSource')}</MenuItem>
            {items.map(({ key, name }) => (
              <MenuItem key={key} value={key}>
                {name}
              </MenuItem>
            ))}
          </TextField>
        )}
        {asked.map((name) =>
          name === 'dayFirst' ? (
            <TextField
              key={name}
              select
              label={t('imports.answer.dayFirst')}
              {...form.text('dayFirst')}
              slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
            >
              <MenuItem value="">{t('imports.dayFirst.unsaid')}</MenuItem>
              <MenuItem value="true">{t('imports.dayFirst.yes')}</MenuItem>
              <MenuItem value="false">{t('imports.dayFirst.no')}</MenuItem>
            </TextField>
          ) : (
            <TextField
              key={name}
              type={KINDS[name] ?? 'text'}
              label={t(`imports.answer.${name}`)}
              {...form.text(name)}
              placeholder={name === 'timezone' ? VIEWER_ZONE : undefined}
              slotProps={KINDS[name] === undefined ? {} : { inputLabel: { shrink: true } }}
            />
          ),
        )}
      </Box>
    </Box>
  );
}
