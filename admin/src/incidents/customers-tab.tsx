import { Button, Link, Paper, Stack } from '@mui/material';
import { ListBase, useListContext } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import type { Schemas } from '../api/client.js';
import { useFormat } from '../format/use-format.js';
import { type Text, useText } from '../i18n/use-text.js';
import { ImpactWord } from '../impact/impact-mark.js';
import { IMPACT_CLASSES } from '../impact/people-by-class.js';
import { ListFoot } from '../list/list-foot.js';
import { ChoiceFilter, ColumnChoice, ListFilters, TextFilter } from '../list/list-filters.js';
import { type Column, ListTable, useColumns } from '../list/list-table.js';
import { type Given, useGiven } from '../offers/use-given.js';
import { Empty } from '../shell/states.js';
import { exportCustomers } from './export-customers.js';
import type { IncidentTabProps } from './incident-page.js';
import { SavedViews } from './saved-views.js';
import { SelectionBar } from './selection-bar.js';

export type IncidentCustomer = Schemas['IncidentCustomer'];

export const OFFER_STATUSES = ['draft', 'approved', 'sent', 'accepted', 'declined', 'expired', 'withdrawn'] as const;
export const CASE_STATUSES = ['to_contact', 'contacted', 'waiting', 'answered', 'resolved', 'not_reachable'] as const;
const PER_PAGE = 50;

/** Everybody who was hit, with what is owed and how far we are. */
export default function CustomersTab({ overview, zone }: IncidentTabProps) {
  const t = useText();
  const { incident, assessment } = overview;
  const columns = useCustomerColumns(incident.id, zone);
  const choice = useColumns('incident-customers', columns);
  if (assessment === null) return <Empty title={t('incident.notAssessed')} advice={t('incident.notAssessedAdvice')} />;
  return (
    <Paper variant="outlined" sx={{ minWidth: 0 }}>
      <ListBase
        resource="incident-customers"
        perPage={PER_PAGE}
        sort={{ field: 'class', order: 'ASC' }}
        queryOptions={{ meta: { incidentId: incident.id } }}
        storeKey={`customers.${incident.id}`}
      >
        <ListFilters>
          <TextFilter name="q" label={t('customers.search')} />
          <ChoiceFilter
            name="class"
            label={t('customers.class')}
            choices={IMPACT_CLASSES.slice(0, 5).map((value) => ({ value, label: t(`impact.${value}`) }))}
          />
          <ChoiceFilter
            name="offer"
            label={t('customers.offer')}
            choices={[
              ...OFFER_STATUSES.map((value) => ({ value, label: t(`offer.status.${value}`) })),
              { value: 'none', label: t('customers.noOffer') },
            ]}
          />
          <ChoiceFilter
            name="case"
            label={t('customers.case')}
            choices={CASE_STATUSES.map((value) => ({ value, label: t(`case.status.${value}`) }))}
          />
          <SavedViews list="incident-customers" />
          <Stack direction="row" sx={{ flex: 1, justifyContent: 'flex-end' }}>
            <ColumnChoice columns={columns} isShown={choice.isShown} toggle={choice.toggle} />
            <ExportButton incidentId={incident.id} />
          </Stack>
        </ListFilters>
        <ListTable
          label={t('incident.tab.customers')}
          columns={choice.shown}
          nameOf={({ name }) => name}
          empty={<NoCustomer />}
        />
        <ListFoot />
        <SelectionBar />
      </ListBase>
    </Paper>
  );
}

function NoCustomer() {
  const t = useText();
  const { filterValues, setFilters } = useListContext();
  const isFiltered = Object.keys(filterValues).length > 0;
  return (
    <Empty
      title={isFiltered ? t('customers.noMatch') : t('customers.none')}
      action={
        isFiltered ? (
          <Button variant="outlined" onClick={() => setFilters({}, {})}>
            {t('list.clear')}
          </Button>
        ) : undefined
      }
    />
  );
}

function ExportButton({ incidentId }: { readonly incidentId: string }) {
  const t = useText();
  const given = useGiven();
  const { filterValues, sort } = useListContext();
  return (
    <Button onClick={() => void exportCustomers(incidentId, filterValues, sort, t, given)}>{t('list.export')}</Button>
  );
}

/** What the customer's offer is worth, or why there is none. */
function owedWord(row: IncidentCustomer, given: Given, t: Text): string {
  if (row.offer !== null) return given.ofOffer(row.offer);
  if (row.outcome === 'nothing_owed') return t('customers.nothingOwed');
  return row.outcome === 'refused' ? t('customers.toReview') : '–';
}

function useCustomerColumns(incidentId: string, zone: string): readonly Column<IncidentCustomer>[] {
  const t = useText();
  const format = useFormat();
  const given = useGiven();
  return [
    {
      key: 'name',
      label: t('customers.customer'),
      sort: 'name',
      cell: ({ name, externalId }) => (
        <Link component={RouterLink} to={`/customers/${encodeURIComponent(externalId)}?incident=${incidentId}`}>
          {name}
        </Link>
      ),
    },
    {
      key: 'class',
      label: t('customers.class'),
      sort: 'class',
      cell: (row) => (
        <ImpactWord
          impact={row.class}
          inferred={row.class === 'unable_to_join' && row.peopleInferred >= row.peopleHit}
        />
      ),
    },
    {
      key: 'people',
      label: t('customers.people'),
      sort: 'people',
      first: 'DESC',
      isNumber: true,
      cell: ({ peopleHit }) => format.number(peopleHit),
    },
    {
      key: 'seconds',
      label: t('customers.time'),
      sort: 'seconds',
      first: 'DESC',
      isNumber: true,
      cell: ({ personSeconds }) => (personSeconds === 0 ? '–' : format.duration(personSeconds)),
    },
    {
      key: 'clock',
      label: t('customers.clock'),
      isNumber: true,
      isExtra: true,
      cell: ({ clockSeconds }) => (clockSeconds === 0 ? '–' : format.duration(clockSeconds)),
    },
    {
      key: 'meetings',
      label: t('customers.meetings'),
      sort: 'meetings',
      first: 'DESC',
      isNumber: true,
      cell: ({ meetingsHit, meetingsUnknown }) =>
        `${format.number(meetingsHit)}${meetingsUnknown === 0 ? '' : ` + ${format.number(meetingsUnknown)} ?`}`,
    },
    {
      key: 'owed',
      label: t('customers.owed'),
      sort: 'amount',
      first: 'DESC',
      isNumber: true,
      cell: (row) => owedWord(row, given, t),
    },
    {
      key: 'offer',
      label: t('customers.offer'),
      cell: ({ offer }) => (offer === null ? '–' : t(`offer.status.${offer.status}`)),
    },
    {
      key: 'case',
      label: t('customers.case'),
      cell: (row) => (row.case === null ? '–' : t(`case.status.${row.case.status}`)),
    },
    { key: 'plan', label: t('customers.plan'), cell: ({ plan }) => plan ?? '–' },
    {
      key: 'fee',
      label: t('customers.fee'),
      sort: 'fee',
      first: 'DESC',
      isNumber: true,
      cell: ({ monthlyFee }) => (monthlyFee === null ? '–' : format.money(monthlyFee)),
    },
    { key: 'owner', label: t('customers.owner'), cell: (row) => row.case?.owner?.split('@')[0] ?? '–' },
    {
      key: 'next',
      label: t('customers.next'),
      isExtra: true,
      cell: (row) =>
        [row.case?.nextAction, row.case?.nextActionAt == null ? null : format.instant(row.case.nextActionAt, zone)]
          .filter((text) => text != null)
          .join(' · ') || '–',
    },
    { key: 'id', label: t('customers.id'), isExtra: true, cell: ({ externalId }) => externalId },
  ];
}
