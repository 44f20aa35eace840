import { Alert, Box, Button, Link, Skeleton, Stack, Typography } from '@mui/material';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { ApiProblem } from '../api/problem.js';
import { useText } from '../i18n/use-text.js';
import { Page } from './page.js';

/** Shows what a query gave, and until then, or without it, says how things stand. */
export function Loaded<T>({
  query,
  lines = 6,
  children,
}: {
  readonly query: UseQueryResult<T, ApiProblem>;
  readonly lines?: number;
  readonly children: (data: NonNullable<T>) => ReactNode;
}) {
  if (query.data !== undefined && query.data !== null) return <>{children(query.data)}</>;
  if (query.error !== null) return <Refused problem={query.error} retry={() => void query.refetch()} />;
  return <Waiting lines={lines} />;
}

/** Grey lines where the content will be; said once to who listens. */
export function Waiting({ lines }: { readonly lines: number }) {
  const t = useText();
  return (
    <Box role="status" aria-label={t('state.loading')}>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={28} width={`${95 - ((line * 17) % 40)}%`} />
      ))}
    </Box>
  );
}

/** A refusal with all its reasons, each as the service says it, and the way out. */
export function Refused({ problem, retry }: { readonly problem: ApiProblem; readonly retry?: () => void }) {
  const t = useText();
  const isForbidden = problem.status === 403;
  const isAway = problem.status === 0 || problem.status >= 500;
  const title = isForbidden
    ? t('state.forbidden')
    : isAway
      ? t('state.away')
      : problem.status === 404
        ? t('state.notFound')
        : problem.message;
  const advice = isForbidden
    ? t('state.forbiddenAdvice')
    : isAway
      ? t('state.awayAdvice')
      : problem.status === 404
        ? problem.message
        : null;
  return (
    <Alert severity={isForbidden || problem.status === 404 ? 'info' : 'error'} icon={false} role="alert" sx={{ my: 1 }}>
      <Typography sx={{ fontWeight: 600 }}>{title}</Typography>
      {advice === null ? null : <Typography>{advice}</Typography>}
      <Reasons problem={problem} />
      {retry === undefined || isForbidden ? null : (
        <Button onClick={retry} variant="outlined" sx={{ mt: 1 }}>
          {t('state.retry')}
        </Button>
      )}
    </Alert>
  );
}

/** The reasons of a refusal, one a line. */
export function Reasons({ problem }: { readonly problem: ApiProblem }) {
  if (problem.reasons.length === 0) return null;
  return (
    <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
      {problem.reasons.map(({ path, code, message }) => (
        <li key={`${path ?? ''} ${code}`}>{path === undefined || path === '' ? message : `${path}: ${message}`}</li>
      ))}
    </Box>
  );
}

/** Nothing here yet: what will be here, and the one thing to do. */
export function Empty({
  title,
  advice,
  action,
}: {
  readonly title: string;
  readonly advice?: string;
  readonly action?: ReactNode;
}) {
  return (
    <Stack spacing={1} sx={{ alignItems: 'flex-start', py: 4, px: 2, maxWidth: 560 }}>
      <Typography sx={{ fontWeight: 600 }}>{title}</Typography>
      {advice === undefined ? null : <Typography color="textSecondary">{advice}</Typography>}
      {action}
    </Stack>
  );
}

/** A page failed by a fault of its own. */
export function Broken({ error }: { readonly error: Error }) {
  const t = useText();
  if (error instanceof ApiProblem) return <Refused problem={error} retry={() => location.reload()} />;
  return (
    <Alert severity="error" icon={false} role="alert">
      <Typography sx={{ fontWeight: 600 }}>{t('state.broken')}</Typography>
      <Typography>{error.message}</Typography>
      <Button onClick={() => location.reload()} variant="outlined" sx={{ mt: 1 }}>
        {t('state.reload')}
      </Button>
    </Alert>
  );
}

/** There is no page at this address. */
export function NotFoundPage() {
  const t = useText();
  return (
    <Page title={t('state.noPage')}>
      <Link component={RouterLink} to="/">
        {t('state.toHome')}
      </Link>
    </Page>
  );
}
