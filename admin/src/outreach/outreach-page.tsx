import { Box, Link, Paper, Stack, TextField, Typography } from '@mui/material';
import { Link as RouterLink, useSearchParams } from 'react-router-dom';
import type { Schemas } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { ImpactWord } from '../impact/impact-mark.js';
import { CASE_STATUSES } from '../incidents/customers-tab.js';
import { Page } from '../shell/page.js';
import { Loaded } from '../shell/states.js';

const CARDS = 30;
type CardCase = Pick<
  Schemas['CaseDetail'],
  'id' | 'customer' | 'impactClass' | 'offer' | 'owner' | 'nextAction' | 'nextActionAt' | 'lastTouchAt'
>;

/** The conversations by status, the most urgent first. The filters stand in the address. */
export default function OutreachPage() {
  const t = useText();
  const [params, setParams] = useSearchParams();
  const filter = { q: params.get('q') ?? '', owner: params.get('owner') ?? '' };
  const setFilter = (name: 'q' | 'owner', value: string): void => {
    const entries = Object.entries({ ...filter, [name]: value }).filter(([, text]) => text !== '');
    setParams(Object.fromEntries(entries), { replace: true });
  };
  return (
    <Page title={t('desk.title')}>
      <Stack direction="row" useFlexGap spacing={1} sx={{ flexWrap: 'wrap', mb: 2 }}>
        <TextField
          type="search"
          label={t('desk.search')}
          value={filter.q}
          onChange={({ target }) => setFilter('q', target.value)}
        />
        <TextField
          type="search"
          label={t('desk.owner')}
          value={filter.owner}
          onChange={({ target }) => setFilter('owner', target.value)}
        />
      </Stack>
      <Box
        role="region"
        aria-label={t('desk.board')}
        tabIndex={0}
        sx={{
          display: 'grid',
          gap: 1.5,
          overflowX: 'auto',
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: `repeat(${CASE_STATUSES.length}, minmax(200px, 1fr))` },
        }}
      >
        {CASE_STATUSES.map((status) => (
          <Column key={status} status={status} filter={filter} />
        ))}
      </Box>
    </Page>
  );
}

function Column({
  status,
  filter,
}: {
  readonly status: (typeof CASE_STATUSES)[number];
  readonly filter: { readonly q: string; readonly owner: string };
}) {
  const t = useText();
  const format = useFormat();
  const asked = Object.fromEntries(Object.entries(filter).filter(([, text]) => text !== ''));
  const query = useGet('/api/v1/outreach/cases', { query: { status, limit: CARDS, ...asked } }, { keepPrevious: true });
  const total = query.data?.total ?? null;
  return (
    <Box component="section" aria-labelledby={`column-${status}`} sx={{ minWidth: 0 }}>
      <Typography variant="h2" id={`column-${status}`} sx={{ mb: 1 }}>
        {t(`case.status.${status}`)} {total === null ? '' : format.number(total)}
      </Typography>
      <Loaded query={query} lines={3}>
        {({ items }) => (
          <Stack spacing={1}>
            {items.length === 0 ? <Typography color="textSecondary">{t('desk.empty')}</Typography> : null}
            {items.map((item) => (
              <Card key={item.id} item={item} now={query.dataUpdatedAt} />
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

/** `now` is when the case was read. */
function Card({ item, now }: { readonly item: CardCase; readonly now: number }) {
  const t = useText();
  const format = useFormat();
  const { nextActionAt, lastTouchAt } = item;
  const isDue = nextActionAt !== null && Date.parse(nextActionAt) <= now;
  return (
    <Paper variant="outlined" sx={{ p: 1.25, minWidth: 0 }}>
      <Link component={RouterLink} to={`/outreach/${item.id}`} sx={{ fontWeight: 500 }}>
        {item.customer.name}
      </Link>
      <Box sx={{ fontSize: 13 }}>
        <ImpactWord impact={item.impactClass} />
      </Box>
      <Typography variant="body2">
        {item.offer === null
          ? t('customers.noOffer')
          : `${format.money(item.offer.amount)} · ${t(`offer.status.${item.offer.status}`)}`}
      </Typography>
      <Typography variant="body2" color="textSecondary" sx={{ overflowWrap: 'anywhere' }}>
        {t('desk.owner')}: {item.owner ?? t('desk.nobody')}
      </Typography>
      {nextActionAt === null ? null : (
        <Typography variant="body2" color={isDue ? 'error' : undefined}>
          {[item.nextAction, t(isDue ? 'desk.due' : 'desk.next', { at: format.instant(nextActionAt, VIEWER_ZONE) })]
            .filter((text) => text !== null)
            .join(' · ')}
        </Typography>
      )}
      <Typography variant="body2" color="textSecondary">
        {lastTouchAt === null
          ? t('desk.untouched')
          : t('desk.touched', { at: format.instant(lastTouchAt, VIEWER_ZONE) })}
      </Typography>
    </Paper>
  );
}
