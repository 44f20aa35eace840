import { Alert, Button, Stack, Typography } from '@mui/material';
import type { ApiProblem } from '../api/problem.js';
import { useActor } from '../format/use-actor.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { Refused } from '../shell/states.js';

type Stored = { readonly version: number; readonly updatedBy: string | null; readonly updatedAt: string | null };

/** What the service refused: somebody else's change with the choice to write over it, or the reasons that no field shows. */
export function RefusedChange({
  problem,
  elsewhere,
  stored,
  keepMine,
}: {
  readonly problem: ApiProblem | null;
  readonly elsewhere: ApiProblem | null;
  readonly stored: Stored;
  readonly keepMine: () => void;
}) {
  const t = useText();
  const format = useFormat();
  const actor = useActor();
  if (problem?.status !== 412) return elsewhere === null ? null : <Refused problem={elsewhere} />;
  const at = stored.updatedAt === null ? '' : format.clock(stored.updatedAt, VIEWER_ZONE);
  return (
    <Alert severity="warning" icon={false} role="alert">
      <Stack spacing={1} sx={{ alignItems: 'flex-start' }}>
        <Typography>{t('settings.overtaken', { who: actor(stored.updatedBy ?? ''), at })}</Typography>
        <Button variant="outlined" onClick={keepMine}>
          {t('stale.keepMine')}
        </Button>
      </Stack>
    </Alert>
  );
}

/** Who said so last, and when. */
export function LastChange({ stored: { version, updatedBy, updatedAt } }: { readonly stored: Stored }) {
  const t = useText();
  const format = useFormat();
  const actor = useActor();
  if (version === 0 || updatedBy === null || updatedAt === null) return null;
  return (
    <Typography variant="body2" color="textSecondary">
      {t('settings.lastChange', { who: actor(updatedBy), at: format.instant(updatedAt, VIEWER_ZONE) })}
    </Typography>
  );
}

/** The end of a form: the button that saves it, and who did last. */
export function SaveChange({ isBusy, stored }: { readonly isBusy: boolean; readonly stored: Stored }) {
  const t = useText();
  return (
    <Stack direction="row" spacing={2} sx={{ alignItems: 'center' }}>
      <Button type="submit" variant="contained" disabled={isBusy} sx={{ flexShrink: 0 }}>
        {t('settings.save')}
      </Button>
      <LastChange stored={stored} />
    </Stack>
  );
}
