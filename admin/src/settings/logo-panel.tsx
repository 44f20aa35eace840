import { Box, Button, Stack, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { type ChangeEvent, useRef, useState } from 'react';
import { useNotify } from 'react-admin';
import { client, ifMatch, type Schemas, unwrap } from '../api/client.js';
import { ApiProblem } from '../api/problem.js';
import { useText } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import { Refused } from '../shell/states.js';

/** The picture at the head of letters: to look at, to replace, to take away. */
export function LogoPanel({ logo }: { readonly logo: Schemas['LogoFacts'] }) {
  const t = useText();
  const notify = useNotify();
  const queries = useQueryClient();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const isThere = logo.version > 0;
  const run = async (work: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    try {
      await work();
      setProblem(null);
      notify(t('settings.saved'), { type: 'success' });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    } finally {
      await queries.invalidateQueries();
      setBusy(false);
    }
  };
  const take = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    const [file] = target.files ?? [];
    // The same file may be chosen again after it was refused.
    target.value = '';
    if (file !== undefined) void run(() => upload(file, logo.version));
  };
  return (
    <Panel title={t('settings.logo')}>
      <Stack spacing={1.5} sx={{ pt: 1 }}>
        {problem === null ? null : <Refused problem={problem} />}
        {isThere ? (
          <Box
            component="img"
            src={`/api/v1/settings/logo/image?${logo.sha256}`}
            alt={t('settings.logoNow')}
            sx={{ maxWidth: 240, maxHeight: 60, objectFit: 'contain', objectPosition: 'left', bgcolor: '#fff', p: 1 }}
          />
        ) : (
          <Typography color="textSecondary">{t('settings.logoNone')}</Typography>
        )}
        <Stack direction="row" spacing={1}>
          <Button variant="outlined" disabled={isBusy} onClick={() => input.current?.click()}>
            {t(isThere ? 'settings.logoReplace' : 'settings.logoChoose')}
          </Button>
          <input
            ref={input}
            type="file"
            hidden
            aria-label={t('settings.logoChoose')}
            accept="image/png,image/jpeg"
            onChange={take}
          />
          {isThere ? (
            <Button disabled={isBusy} onClick={() => void run(() => remove(logo.version))}>
              {t('settings.logoRemove')}
            </Button>
          ) : null}
        </Stack>
        <Typography variant="body2" color="textSecondary">
          {t('settings.logoAdvice')}
        </Typography>
      </Stack>
    </Panel>
  );
}

async function upload(file: File, version: number): Promise<unknown> {
  return unwrap(
    await client.PUT('/api/v1/settings/logo', {
      headers: { ...ifMatch(version), 'content-type': file.type === 'image/jpeg' ? 'image/jpeg' : 'image/png' },
      // The type of a binary body is a text; what is sent is the file itself.
      body: file as unknown as string,
      bodySerializer: (body) => body as unknown as File,
    }),
  );
}

async function remove(version: number): Promise<unknown> {
  return unwrap(await client.DELETE('/api/v1/settings/logo', { headers: ifMatch(version) }));
}
