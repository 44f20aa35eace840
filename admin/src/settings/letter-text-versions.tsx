import {
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableRow,
  Typography,
} from '@mui/material';
import { useId, useState } from 'react';
import { useGet } from '../api/use-get.js';
import { useActor } from '../format/use-actor.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import { Loaded } from '../shell/states.js';
import { LANGUAGE_NAMES, partsOf, type StoredTexts, TEXT_PATHS, typedOf } from './letter-texts.js';

const MOST_SHOWN = 100;

/** Every version of the letters' own words: who wrote it and when, what it said, and the way to start from it again. */
export function LetterTextVersions({ current, start }: { readonly current: number; readonly start: Start }) {
  const t = useText();
  const format = useFormat();
  const actor = useActor();
  const [shown, setShown] = useState<number | null>(null);
  const query = useGet('/api/v1/letter-texts/versions', { query: { limit: MOST_SHOWN } });
  return (
    <Panel title={t('letterTexts.versions')}>
      {shown === null ? null : (
        <VersionDialog version={shown} current={current} start={start} close={() => setShown(null)} />
      )}
      <Loaded query={query} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <Typography color="textSecondary">{t('letterTexts.noVersion')}</Typography>
          ) : (
            <>
              <Typography color="textSecondary">{t('letterTexts.versionsAdvice')}</Typography>
              <Table aria-label={t('letterTexts.versions')}>
                <TableBody>
                  {items.map(({ version, createdBy, createdAt, paragraphs }) => (
                    <TableRow key={version}>
                      <TableCell sx={{ pl: 0, py: 0.75 }}>
                        {t('letterTexts.version', { version })}
                        {version === current ? ` · ${t('letterTexts.inForce')}` : ''}
                        <Typography variant="body2" color="textSecondary">
                          {`${actor(createdBy)} · ${format.instant(createdAt, VIEWER_ZONE)} · ${t('letterTexts.paragraphs', { smart_count: paragraphs })}`}
                        </Typography>
                      </TableCell>
                      <TableCell align="right" sx={{ pr: 0 }}>
                        <Button onClick={() => setShown(version)} aria-label={t('letterTexts.lookAt', { version })}>
                          {t('letterTexts.look')}
                        </Button>
                      </TableCell>
                    </TableRow>
                  ))}
                </TableBody>
              </Table>
            </>
          )
        }
      </Loaded>
    </Panel>
  );
}

type Start = (texts: StoredTexts) => void;

function VersionDialog({
  version,
  current,
  start,
  close,
}: {
  readonly version: number;
  readonly current: number;
  readonly start: Start;
  readonly close: () => void;
}) {
  const t = useText();
  const heading = useId();
  const query = useGet('/api/v1/letter-texts/versions/{version}', { path: { version: String(version) } });
  const found = query.data;
  return (
    <Dialog open onClose={close} fullWidth maxWidth="md" aria-labelledby={heading}>
      <DialogTitle id={heading}>{t('letterTexts.version', { version })}</DialogTitle>
      <DialogContent>
        <Loaded query={query} lines={4}>
          {(texts) => <Words texts={texts} />}
        </Loaded>
      </DialogContent>
      <DialogActions>
        <Button onClick={close}>{t('action.close')}</Button>
        {version === current || found === undefined ? null : (
          <Button
            variant="contained"
            onClick={() => {
              start(found);
              close();
            }}
          >
            {t('letterTexts.startFrom')}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

/** The paragraphs that a version words, each with where it stands. */
function Words({ texts }: { readonly texts: StoredTexts }) {
  const t = useText();
  const typed = typedOf(texts);
  const worded = TEXT_PATHS.filter((path) => typed[path] !== '');
  if (worded.length === 0) return <Typography>{t('letterTexts.allOurs')}</Typography>;
  return (
    <Stack component="dl" spacing={1.5} sx={{ m: 0 }}>
      {worded.map((path) => {
        const [language, nature, name] = partsOf(path);
        return (
          <div key={path}>
            <Typography component="dt" variant="body2" color="textSecondary">
              {[LANGUAGE_NAMES[language], t(`letterTexts.natures.${nature}`), t(`letterTexts.paragraph.${name}`)].join(
                ' · ',
              )}
            </Typography>
            <Box component="dd" lang={language} sx={{ m: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {typed[path]}
            </Box>
          </div>
        );
      })}
    </Stack>
  );
}
