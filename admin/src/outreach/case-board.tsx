import { Box, Link, Paper, Stack, Typography } from '@mui/material';
import { useListContext } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { ImpactWord } from '../impact/impact-mark.js';
import { CASE_STATUSES } from '../incidents/customers-tab.js';
import { useGiven } from '../offers/use-given.js';
import { Loaded } from '../shell/states.js';
import { useTones } from '../theme/tones.js';
import { useOwnerName } from './use-owner-name.js';
import { type CaseFilter, caseFilterOf, type CaseRow, type CaseSort, caseSortOf } from './case-query.js';

const CARDS = 30;

/** The cases by status; the columns scroll sideways together where they do not fit. */
export function CaseBoard({ incidentId }: { readonly incidentId?: string }) {
  const t = useText();
  const { filterValues, sort } = useListContext();
  const { status: only, ...filter } = caseFilterOf(filterValues as Record<string, unknown>);
  const statuses = CASE_STATUSES.filter((status) => only === undefined || status === only);
  const asked = { ...filter, ...(incidentId === undefined ? {} : { incidentId }) };
  return (
    <Box
      role="region"
      aria-label={t('desk.board')}
      tabIndex={0}
      sx={{
        display: 'grid',
        gap: 1.5,
        px: 2,
        pb: 2,
        overflowX: 'auto',
        alignItems: 'start',
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: `repeat(${statuses.length}, minmax(190px, 1fr))` },
      }}
    >
      {statuses.map((status) => (
        <Column key={status} status={status} filter={asked} sort={caseSortOf(sort.field)} />
      ))}
    </Box>
  );
}

function Column({
  status,
  filter,
  sort,
}: {
  readonly status: (typeof CASE_STATUSES)[number];
  readonly filter: CaseFilter;
  readonly sort: CaseSort;
}) {
  const t = useText();
  const tones = useTones();
  const format = useFormat();
  const asked = { ...filter, status, sort, limit: CARDS };
  const query = useGet('/api/v1/outreach/cases', { query: asked }, { keepPrevious: true });
  const total = query.data?.total ?? null;
  return (
    <Box component="section" aria-labelledby={`column-${status}`} sx={{ minWidth: 0 }}>
      <Typography
        variant="h2"
        id={`column-${status}`}
        sx={{ mb: 1, pb: 0.75, fontSize: 14, borderBottom: `1px solid ${tones.line}` }}
      >
        {t(`case.status.${status}`)}{' '}
        <Box component="span" sx={{ color: tones.quiet, fontWeight: 400 }}>
          {total === null ? '' : format.number(total)}
        </Box>
      </Typography>
      <Loaded query={query} lines={3}>
        {({ items }) => (
          <Stack spacing={1}>
            {items.length === 0 ? <Typography color="textSecondary">{t('desk.empty')}</Typography> : null}
            {items.map((item) => (
              <Card key={item.id} item={item} />
            ))}
            {total !== null && total > items.length ? (
              <Typography color="textSecondary">{t('desk.more', { smart_count: total - items.length })}</Typography>
            ) : null}
          </Stack>
        )}
      </Loaded>
    </Box>
  );
}

function Card({ item }: { readonly item: CaseRow }) {
  const t = useText();
  const format = useFormat();
  const given = useGiven();
  const ownerName = useOwnerName();
  const { nextActionAt, lastTouchAt, offer } = item;
  return (
    <Paper variant="outlined" sx={{ p: 1.25, minWidth: 0, '&:focus-within': { borderColor: 'primary.main' } }}>
      <Link component={RouterLink} to={`/outreach/${item.id}`} data-case={item.id} sx={{ fontWeight: 600 }}>
        {item.customer.name}
      </Link>
      <Box sx={{ fontSize: 13, my: 0.25 }}>
        <ImpactWord impact={item.impactClass} />
        {` · ${format.number(item.people)}`}
        <span className="visually-hidden">{` ${t('impact.people', { smart_count: item.people })}`}</span>
      </Box>
      <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1, alignItems: 'baseline' }}>
        <Typography sx={{ fontWeight: 600 }}>{offer === null ? '' : given.ofOffer(offer)}</Typography>
        <Typography variant="body2" color="textSecondary">
          {offer === null ? t('customers.noOffer') : t(`offer.status.${offer.status}`)}
        </Typography>
      </Stack>
      {nextActionAt === null && item.nextAction === null ? null : (
        <Typography
          variant="body2"
          color={item.isDue ? 'error' : undefined}
          sx={{ fontWeight: item.isDue ? 600 : 400 }}
        >
          {nextText(item, t, format)}
        </Typography>
      )}
      <Flags item={item} />
      <Typography variant="caption" component="p" color="textSecondary" noWrap title={item.owner ?? undefined}>
        {`${ownerName(item.owner)} · ${
          lastTouchAt === null
            ? t('desk.untouched')
            : t('desk.touchedShort', { at: format.recent(lastTouchAt, VIEWER_ZONE) })
        }`}
      </Typography>
    </Paper>
  );
}

/** What is next, and since or until when. */
export function nextText(
  { nextAction, nextActionAt, isDue }: Pick<CaseRow, 'nextAction' | 'nextActionAt' | 'isDue'>,
  t: ReturnType<typeof useText>,
  format: ReturnType<typeof useFormat>,
): string {
  const at =
    nextActionAt === null
      ? null
      : t(isDue ? 'desk.due' : 'desk.next', { at: format.recent(nextActionAt, VIEWER_ZONE) });
  return [nextAction, at].filter((text) => text !== null).join(' · ');
}

/** What is out of the ordinary with a case, in words. */
export function Flags({ item }: { readonly item: CaseRow }) {
  const t = useText();
  const words = [
    item.escalatedAt === null ? null : t('desk.flagged.escalated'),
    item.holdReason === null ? null : t('desk.flagged.held'),
    item.snoozedUntil === null ? null : t('desk.flagged.snoozed'),
    item.claimCount === 0 ? null : t('desk.flagged.claims', { smart_count: item.claimCount }),
    item.stillAffected ? null : t('desk.flagged.gone'),
  ].filter((word) => word !== null);
  if (words.length === 0) return null;
  return (
    <Typography variant="body2" sx={{ color: 'warning.main' }}>
      {words.join(' · ')}
    </Typography>
  );
}
