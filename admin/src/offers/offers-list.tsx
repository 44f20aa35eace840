import { Box, Button, Link, Paper, Stack } from '@mui/material';
import { ListBase, useListContext } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { ImpactWord } from '../impact/impact-mark.js';
import { IMPACT_CLASSES } from '../impact/people-by-class.js';
import { type IncidentCustomer, OFFER_STATUSES } from '../incidents/customers-tab.js';
import type { IncidentOverview } from '../incidents/incident-page.js';
import { ListFoot } from '../list/list-foot.js';
import { ChoiceFilter, ColumnChoice, ListFilters, TextFilter } from '../list/list-filters.js';
import { type Column, ListTable, useColumns } from '../list/list-table.js';
import { Empty } from '../shell/states.js';
import { Budgets } from './budgets.js';
import { OfferSelection } from './offer-selection.js';
import { ProposeButton } from './propose-button.js';
import { sumByUnit, useGiven } from './use-given.js';

const PER_PAGE = 50;

/** The offers of an incident, the largest first, and who gets none and why; approved and sent from here. */
export function OffersList({ overview }: { readonly overview: IncidentOverview }) {
  const t = useText();
  const { incident, assessment } = overview;
  const columns = useOfferColumns(assessment?.id ?? '');
  const choice = useColumns('incident-offers', columns);
  if (assessment === null) return <Empty title={t('offers.none')} advice={t('incident.notAssessedAdvice')} />;
  return (
    <Paper variant="outlined" sx={{ minWidth: 0 }}>
      <ListBase
        resource="incident-offers"
        perPage={PER_PAGE}
        sort={{ field: 'amount', order: 'DESC' }}
        queryOptions={{ meta: { incidentId: incident.id } }}
        storeKey={`offers.${incident.id}`}
      >
        <Budgets incidentId={incident.id} />
        <StatusTotals overview={overview} />
        <ListFilters>
          <TextFilter name="q" label={t('customers.search')} />
          <ChoiceFilter
            name="offer"
            label={t('offers.status')}
            choices={[
              ...OFFER_STATUSES.map((value) => ({ value, label: t(`offer.status.${value}`) })),
              { value: 'none', label: t('customers.noOffer') },
            ]}
          />
          <ChoiceFilter
            name="class"
            label={t('customers.class')}
            choices={IMPACT_CLASSES.slice(0, 5).map((value) => ({ value, label: t(`impact.${value}`) }))}
          />
          <Stack direction="row" sx={{ flex: 1, justifyContent: 'flex-end' }}>
            <ColumnChoice columns={columns} isShown={choice.isShown} toggle={choice.toggle} />
          </Stack>
          <ProposeButton assessmentId={assessment.id} isFirst={overview.offers.length === 0} />
        </ListFilters>
        <ListTable
          label={t('offers.title')}
          columns={choice.shown}
          nameOf={({ name }) => name}
          empty={<Empty title={t('offers.noMatch')} />}
        />
        <ListFoot />
        <OfferSelection />
      </ListBase>
    </Paper>
  );
}

/** How many offers stand so, and what they come to; each total is the way to those offers. */
function StatusTotals({ overview }: { readonly overview: IncidentOverview }) {
  const t = useText();
  const format = useFormat();
  const given = useGiven();
  const { filterValues, setFilters } = useListContext();
  const chosen = (filterValues as { offer?: string }).offer;
  const statuses = OFFER_STATUSES.filter((status) => overview.offers.some((total) => total.status === status));
  if (statuses.length === 0) return null;
  return (
    <Stack
      direction="row"
      useFlexGap
      spacing={1}
      role="group"
      aria-label={t('offers.byStatus')}
      sx={{ px: 2, pt: 1.5, flexWrap: 'wrap' }}
    >
      {statuses.map((status) => {
        const totals = overview.offers.filter((total) => total.status === status);
        const isChosen = chosen === status;
        return (
          <Button
            key={status}
            variant="outlined"
            aria-pressed={isChosen}
            onClick={() => setFilters(isChosen ? {} : { offer: status }, {})}
            sx={{ textAlign: 'left', borderColor: isChosen ? 'primary.main' : 'divider', whiteSpace: 'normal' }}
          >
            <Box component="span" sx={{ color: 'text.primary' }}>
              {t(`offer.status.${status}`)} {format.number(totals.reduce((sum, { count }) => sum + count, 0))}
              {' · '}
              {given.ofMany(totals, sumByUnit(totals))}
            </Box>
          </Button>
        );
      })}
    </Stack>
  );
}

function useOfferColumns(assessmentId: string): readonly Column<IncidentCustomer>[] {
  const t = useText();
  const format = useFormat();
  const given = useGiven();
  return [
    {
      key: 'name',
      label: t('customers.customer'),
      sort: 'name',
      cell: ({ name, externalId, offer }) => (
        <Link
          component={RouterLink}
          to={offer === null ? `/customers/${encodeURIComponent(externalId)}` : `/offers/${offer.id}`}
        >
          {name}
        </Link>
      ),
    },
    { key: 'class', label: t('customers.class'), sort: 'class', cell: (row) => <ImpactWord impact={row.class} /> },
    {
      key: 'people',
      label: t('customers.people'),
      sort: 'people',
      first: 'DESC',
      isNumber: true,
      cell: ({ peopleHit }) => format.number(peopleHit),
    },
    {
      key: 'amount',
      label: t('offers.amount'),
      sort: 'amount',
      first: 'DESC',
      isNumber: true,
      cell: ({ offer }) => (offer === null ? '–' : given.ofOffer(offer)),
    },
    {
      key: 'status',
      label: t('offers.status'),
      isWrapped: true,
      cell: (row) =>
        row.offer === null ? <NoOffer row={row} assessmentId={assessmentId} /> : t(`offer.status.${row.offer.status}`),
    },
    {
      key: 'why',
      label: t('offers.why'),
      cell: (row) => <Clipped text={whyText(row, format.language)} />,
    },
    { key: 'plan', label: t('customers.plan'), isExtra: true, cell: ({ plan }) => plan ?? '–' },
    {
      key: 'fee',
      label: t('customers.fee'),
      sort: 'fee',
      first: 'DESC',
      isNumber: true,
      isExtra: true,
      cell: ({ monthlyFee }) => (monthlyFee === null ? '–' : format.money(monthlyFee)),
    },
  ];
}

function whyText({ offer, reasons }: IncidentCustomer, language: 'en' | 'fr'): string {
  if (offer !== null) return offer.why?.[language] ?? '–';
  return reasons.map(({ text }) => text[language]).join(' ') || '–';
}

function Clipped({ text }: { readonly text: string }) {
  return (
    <Box title={text} sx={{ maxWidth: { xs: 240, lg: 300, xl: 560 }, overflow: 'hidden', textOverflow: 'ellipsis' }}>
      {text}
    </Box>
  );
}

function NoOffer({ row, assessmentId }: { readonly row: IncidentCustomer; readonly assessmentId: string }) {
  const t = useText();
  if (row.outcome === 'refused') return <>{t('customers.toReview')}</>;
  if (row.outcome !== 'nothing_owed') return <>–</>;
  return (
    <>
      {t('customers.nothingOwed')}
      {' · '}
      <Link
        href={`/api/v1/proposals/${assessmentId}/${encodeURIComponent(row.externalId)}/letter.pdf`}
        target="_blank"
        rel="noopener"
      >
        {t('offers.apology')}
      </Link>
    </>
  );
}
