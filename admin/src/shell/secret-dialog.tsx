import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack, TextField, Typography } from '@mui/material';
import { useId, useState } from 'react';
import { useText } from '../i18n/use-text.js';

/** A password or a key, shown this once: it closes only on purpose. */
export function SecretDialog({
  title,
  label,
  secret,
  close,
}: {
  readonly title: string;
  readonly label: string;
  readonly secret: string;
  readonly close: () => void;
}) {
  const t = useText();
  const heading = useId();
  const [isCopied, setCopied] = useState(false);
  return (
    <Dialog open fullWidth maxWidth="sm" aria-labelledby={heading}>
      <DialogTitle id={heading}>{title}</DialogTitle>
      <DialogContent>
        <Stack spacing={2} sx={{ pt: 1 }}>
          <Typography>{t('settings.shownOnce')}</Typography>
          <TextField
            autoFocus
            label={label}
            value={secret}
            onFocus={({ target }) => target.select()}
            slotProps={{ htmlInput: { readOnly: true, spellCheck: false } }}
            sx={{ '& input': { fontFamily: 'ui-monospace, monospace' } }}
          />
          <Typography role="status" color="textSecondary">
            {isCopied ? t('settings.copied') : ''}
          </Typography>
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={() => void navigator.clipboard.writeText(secret).then(() => setCopied(true))}>
          {t('settings.copy')}
        </Button>
        <Button variant="contained" onClick={close}>
          {t('settings.noted')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
