import { Box, Chip, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useRef, useState } from 'react';
import { useLocale, useNotify } from 'react-admin';
import { client, unwrap } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { useText } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import { Loaded } from '../shell/states.js';
import { type Form, useForm } from '../shell/use-form.js';
import {
  bodyOf,
  type Language,
  LANGUAGE_NAMES,
  LANGUAGES,
  type Nature,
  NATURES,
  type Paragraph,
  PARAGRAPHS,
  partsOf,
  type StoredTexts,
  TEXT_PATHS,
  type TextPath,
  typedOf,
  type TypedTexts,
} from './letter-texts.js';
import { LetterTextVersions } from './letter-text-versions.js';
import { PdfPreview } from './letter-preview.js';
import { useVersion } from './use-version.js';
import { RefusedChange, SaveChange } from './versioned.js';

type Field = StoredTexts['fields']['goodwill'][number];

/** What letters say in the company's own words, beside a letter that shows it at once. */
export function LetterTextsTab() {
  const texts = useGet('/api/v1/letter-texts', {});
  return <Loaded query={texts}>{(stored) => <TextsForm stored={stored} />}</Loaded>;
}

function TextsForm({ stored }: { readonly stored: StoredTexts }) {
  const t = useText();
  const notify = useNotify();
  const [language, setLanguage] = useState<Language>(useLocale() === 'fr' ? 'fr' : 'en');
  const [nature, setNature] = useState<Nature>('goodwill');
  const form = useForm<TypedTexts>(typedOf(stored));
  const { headers, saved, keepMine } = useVersion(stored, form);
  const body = bodyOf(form.fields);
  const save = async (): Promise<void> => {
    saved(unwrap(await client.PUT('/api/v1/letter-texts', { body, headers })));
  };
  const start = (older: StoredTexts): void => {
    form.set(typedOf(older));
    form.forget();
    notify(t('letterTexts.started', { version: older.version }), { type: 'info' });
  };
  const isHere = (path: string): boolean => path.startsWith(`${language}.${nature}.`);
  const wrongElsewhere = TEXT_PATHS.filter((path) => form.faultOf(path) !== undefined && !isHere(path));
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2,
        gridTemplateColumns: { md: 'minmax(320px, 5fr) minmax(0, 7fr)' },
        alignItems: 'start',
      }}
    >
      <Stack spacing={2} sx={{ minWidth: 0 }}>
        <Panel title={t('letterTexts.title')}>
          <Stack component="form" noValidate spacing={2} sx={{ pt: 1 }} onSubmit={form.submit(save)}>
            <Typography color="textSecondary">{t('letterTexts.advice')}</Typography>
            <RefusedChange {...form} stored={stored} keepMine={keepMine} />
            {wrongElsewhere.length === 0 ? null : (
              <Typography role="alert" color="error">
                {t('letterTexts.elsewhere', { where: placesOf(wrongElsewhere, t) })}
              </Typography>
            )}
            <Stack direction="row" spacing={2} useFlexGap sx={{ flexWrap: 'wrap' }}>
              <TextField
                select
                label={t('letterTexts.language')}
                value={language}
                onChange={({ target }) => setLanguage(target.value as Language)}
                sx={{ minWidth: 140 }}
              >
                {LANGUAGES.map((name) => (
                  <MenuItem key={name} value={name}>
                    {LANGUAGE_NAMES[name]}
                  </MenuItem>
                ))}
              </TextField>
              <TextField
                select
                label={t('letterTexts.nature')}
                value={nature}
                onChange={({ target }) => setNature(target.value as Nature)}
                sx={{ minWidth: 240 }}
              >
                {NATURES.map((name) => (
                  <MenuItem key={name} value={name}>
                    {t(`letterTexts.natures.${name}`)}
                  </MenuItem>
                ))}
              </TextField>
            </Stack>
            <Paragraphs form={form} at={`${language}.${nature}`} fields={stored.fields[nature]} />
            <SaveChange isBusy={form.isBusy} stored={stored} />
          </Stack>
        </Panel>
        <LetterTextVersions current={stored.version} start={start} />
      </Stack>
      <PdfPreview address={`/api/v1/letter-texts/preview?locale=${language}&nature=${nature}`} change={body} />
    </Box>
  );
}

/** The paragraphs of one kind of letter; a field is put where the cursor was last. */
function Paragraphs({
  form,
  at,
  fields,
}: {
  readonly form: Form<TypedTexts>;
  readonly at: `${Language}.${Nature}`;
  readonly fields: readonly Field[];
}) {
  const t = useText();
  const [last, setLast] = useState<Paragraph>('opening');
  const areas = useRef<Partial<Record<Paragraph, HTMLTextAreaElement | HTMLInputElement | null>>>({});
  const insert = (field: Field): void => {
    const area = areas.current[last];
    const path: TextPath = `${at}.${last}`;
    const before = form.fields[path];
    const start = area?.selectionStart ?? before.length;
    const said = `{${field}}`;
    form.set({ [path]: before.slice(0, start) + said + before.slice(area?.selectionEnd ?? start) });
    area?.focus();
    requestAnimationFrame(() => area?.setSelectionRange(start + said.length, start + said.length));
  };
  return (
    <>
      {PARAGRAPHS.map((name) => (
        <TextField
          key={name}
          multiline
          minRows={name === 'opening' ? 4 : 2}
          maxRows={12}
          label={t(`letterTexts.paragraph.${name}`)}
          {...form.text(`${at}.${name}`, t(`letterTexts.paragraphAdvice.${name}`))}
          onFocus={() => setLast(name)}
          inputRef={(area: HTMLTextAreaElement | null) => {
            areas.current[name] = area;
          }}
        />
      ))}
      <Box role="group" aria-label={t('letterTexts.fields')}>
        <Typography variant="body2" color="textSecondary" sx={{ mb: 0.5 }}>
          {t('letterTexts.fields')}
        </Typography>
        <Stack direction="row" useFlexGap spacing={0.75} sx={{ flexWrap: 'wrap' }}>
          {fields.map((field) => (
            <Chip
              key={field}
              component="button"
              type="button"
              clickable
              size="small"
              variant="outlined"
              label={`{${field}} ${t(`letterTexts.field.${field}`)}`}
              aria-label={t('letterTexts.insert', { field: t(`letterTexts.field.${field}`) })}
              onClick={() => insert(field)}
            />
          ))}
        </Stack>
      </Box>
    </>
  );
}

function placesOf(paths: readonly TextPath[], t: ReturnType<typeof useText>): string {
  const places = paths.map((path) => {
    const [language, nature] = partsOf(path);
    return `${LANGUAGE_NAMES[language]}, ${t(`letterTexts.natures.${nature}`)}`;
  });
  return [...new Set(places)].join('; ');
}
