import { Box, Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { type TextKey, useText } from '../i18n/use-text.js';
import { useTones } from '../theme/tones.js';

const KEYS: readonly { readonly key: string; readonly text: TextKey }[] = [
  { key: 'j', text: 'desk.key.next' },
  { key: 'k', text: 'desk.key.previous' },
  { key: 'e', text: 'desk.key.edit' },
  { key: 'c', text: 'desk.key.call' },
  { key: 'n', text: 'desk.key.note' },
  { key: 'm', text: 'desk.key.mail' },
  { key: '/', text: 'desk.key.search' },
  { key: '?', text: 'desk.key.help' },
];

/** The keys that work on the pages of cases. */
export function KeysDialog({ close }: { readonly close: () => void }) {
  const t = useText();
  const tones = useTones();
  return (
    <Dialog open onClose={close} aria-labelledby="keys-title">
      <DialogTitle id="keys-title">{t('desk.keys')}</DialogTitle>
      <DialogContent>
        <Box component="dl" sx={{ display: 'grid', gridTemplateColumns: 'auto 1fr', columnGap: 2, rowGap: 1, m: 0 }}>
          {KEYS.map(({ key, text }) => (
            <Box key={key} sx={{ display: 'contents' }}>
              <Box component="dt">
                <Box
                  component="kbd"
                  sx={{ border: `1px solid ${tones.edge}`, borderRadius: 0.75, px: 1, fontSize: 13 }}
                >
                  {key}
                </Box>
              </Box>
              <Box component="dd" sx={{ m: 0 }}>
                {t(text)}
              </Box>
            </Box>
          ))}
        </Box>
      </DialogContent>
      <DialogActions>
        <Button autoFocus onClick={close}>
          {t('action.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
