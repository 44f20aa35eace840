import { Box, Link, MenuItem, TextField, Typography } from '@mui/material';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { useLocale } from 'react-admin';
import { ApiProblem, problemOf } from '../api/problem.js';
import { useText } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import { Loaded, Refused } from '../shell/states.js';

const TYPING_PAUSE_MS = 600;

/** A sample letter under what is typed and the logo, in a language that the reader chooses. */
export function LetterPreview({ change, logo }: { readonly change: object; readonly logo: string | null }) {
  const t = useText();
  const [locale, setLocale] = useState(useLocale() === 'fr' ? 'fr' : 'en');
  return (
    <PdfPreview
      address={`/api/v1/letters/preview?locale=${locale}`}
      change={change}
      rest={logo}
      actions={
        <TextField
          select
          label={t('settings.previewLanguage')}
          value={locale}
          onChange={({ target }) => setLocale(target.value)}
          sx={{ minWidth: 140 }}
        >
          <MenuItem value="fr">Français</MenuItem>
          <MenuItem value="en">English</MenuItem>
        </TextField>
      }
    />
  );
}

/** A sample letter with what is typed, as the PDF that customers would get; it follows the typing. */
export function PdfPreview({
  address,
  change,
  rest = null,
  actions,
}: {
  readonly address: string;
  readonly change: object;
  /** What else the letter rests on: it is drawn anew when that changes. */
  readonly rest?: string | null;
  readonly actions?: ReactNode;
}) {
  const t = useText();
  const typed = JSON.stringify(change);
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const wait = setTimeout(() => setSettled(typed), TYPING_PAUSE_MS);
    return () => clearTimeout(wait);
  }, [typed]);
  const query = useQuery<Blob, ApiProblem>({
    queryKey: ['letter preview', address, settled, rest],
    queryFn: ({ signal }) => preview(address, settled, signal),
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <Panel title={t('settings.preview')} actions={actions}>
      <Typography variant="body2" color="textSecondary" sx={{ mb: 1 }}>
        {t('settings.previewAdvice')}
      </Typography>
      {query.error !== null && query.data !== undefined ? <Refused problem={query.error} /> : null}
      <Loaded query={query} lines={10}>
        {(pdf) => <PdfFrame pdf={pdf} />}
      </Loaded>
    </Panel>
  );
}

function PdfFrame({ pdf }: { readonly pdf: Blob }) {
  const t = useText();
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(pdf);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [pdf]);
  if (address === null) return null;
  if (!navigator.pdfViewerEnabled) {
    return (
      <Typography>
        {t('offer.noViewer')}{' '}
        <Link href={address} download="amends.pdf" underline="always">
          {t('offer.openLetter')}
        </Link>
      </Typography>
    );
  }
  return (
    <Box
      component="iframe"
      src={address}
      title={t('settings.preview')}
      sx={{ width: '100%', height: { xs: 480, md: 'min(960px, calc(100vh - 220px))' }, border: 0 }}
    />
  );
}

async function preview(address: string, body: string, signal: AbortSignal): Promise<Blob> {
  const response = await fetch(address, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body,
    signal,
  }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new ApiProblem(0, 'no_answer', 'The service does not answer.');
  });
  if (!response.ok) throw problemOf(response.status, await response.json().catch(() => null));
  return response.blob();
}
