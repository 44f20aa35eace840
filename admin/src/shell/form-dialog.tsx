import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack, Typography } from '@mui/material';
import { type ReactNode, useId } from 'react';
import { useText } from '../i18n/use-text.js';
import { Refused } from './states.js';
import type { Form } from './use-form.js';

/** A question with fields: what it is about, what the service refused, and the two ways out. */
export function FormDialog<Fields>({
  title,
  advice,
  action,
  form,
  send,
  close,
  isDanger = false,
  isReady = true,
  refusal,
  children,
}: {
  readonly title: string;
  readonly advice?: string;
  readonly action: string;
  readonly form: Form<Fields>;
  readonly send: () => Promise<void>;
  readonly close: () => void;
  readonly isDanger?: boolean;
  readonly isReady?: boolean;
  /** Shown in place of what no field can show, such as who changed it meanwhile. */
  readonly refusal?: ReactNode;
  readonly children?: ReactNode;
}) {
  const t = useText();
  const heading = useId();
  return (
    <Dialog open onClose={close} fullWidth maxWidth="sm" aria-labelledby={heading}>
      <form onSubmit={form.submit(send)} noValidate>
        <DialogTitle id={heading}>{title}</DialogTitle>
        <DialogContent>
          <Stack spacing={2} sx={{ pt: 1 }}>
            {advice === undefined ? null : <Typography color="textSecondary">{advice}</Typography>}
            {refusal ?? (form.elsewhere === null ? null : <Refused problem={form.elsewhere} />)}
            {children}
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button
            type="submit"
            variant="contained"
            color={isDanger ? 'error' : 'primary'}
            disabled={form.isBusy || !isReady}
          >
            {action}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
