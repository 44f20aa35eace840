import { MenuItem, TextField } from '@mui/material';
import type { ReactNode } from 'react';
import { useGetIdentity, useListContext } from 'react-admin';
import { useGet } from '../api/use-get.js';
import { useText } from '../i18n/use-text.js';
import { IMPACT_CLASSES } from '../impact/people-by-class.js';
import { CASE_STATUSES } from '../incidents/customers-tab.js';
import { ChoiceFilter, FlagFilter, ListFilters, TextFilter } from '../list/list-filters.js';
import { CASE_SORTS, caseSortOf } from './case-query.js';
import { CaseViews } from './case-views.js';

const MOST_INCIDENTS = 200;

/** What is asked of the cases; `isOfIncident` where the page is about one incident. */
export function CaseFilters({
  isOfIncident,
  children,
}: {
  readonly isOfIncident: boolean;
  /** What else stands in the row. */
  readonly children: ReactNode;
}) {
  const t = useText();
  const { identity } = useGetIdentity();
  const mine = (identity as { readonly email?: string } | undefined)?.email;
  return (
    <ListFilters>
      <TextFilter name="q" label={t('desk.search')} />
      {isOfIncident ? null : <IncidentFilter />}
      <ChoiceFilter
        name="status"
        label={t('incident.statusLabel')}
        choices={CASE_STATUSES.map((value) => ({ value, label: t(`case.status.${value}`) }))}
      />
      <ChoiceFilter
        name="class"
        label={t('customers.class')}
        choices={IMPACT_CLASSES.slice(0, 5).map((value) => ({ value, label: t(`impact.${value}`) }))}
      />
      <ChoiceFilter
        name="owed"
        label={t('customers.owed')}
        choices={(['offer', 'nothing_owed', 'refused', 'pending'] as const).map((value) => ({
          value,
          label: t(`desk.owed.${value}`),
        }))}
      />
      <TextFilter name="owner" label={t('desk.owner')} />
      <OrderChoice />
      {mine === undefined ? null : <FlagFilter name="owner" value={mine} label={t('desk.flag.mine')} />}
      {(['unowned', 'due', 'escalated', 'claimed', 'held', 'snoozed'] as const).map((name) => (
        <FlagFilter key={name} name={name} label={t(`desk.flag.${name}`)} />
      ))}
      <CaseViews />
      {children}
    </ListFilters>
  );
}

function IncidentFilter() {
  const t = useText();
  const incidents = useGet('/api/v1/incidents', { query: { limit: MOST_INCIDENTS } });
  const choices = incidents.data?.items.map(({ id, title }) => ({ value: id, label: title })) ?? [];
  return choices.length < 2 ? null : <ChoiceFilter name="incidentId" label={t('offers.incident')} choices={choices} />;
}

function OrderChoice() {
  const t = useText();
  const { sort, setSort } = useListContext();
  return (
    <TextField
      select
      label={t('desk.order')}
      value={caseSortOf(sort.field)}
      onChange={({ target }) => setSort({ field: target.value, order: 'ASC' })}
      sx={{ minWidth: 150 }}
    >
      {CASE_SORTS.map((name) => (
        <MenuItem key={name} value={name}>
          {t(`desk.sort.${name}`)}
        </MenuItem>
      ))}
    </TextField>
  );
}
