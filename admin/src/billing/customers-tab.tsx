import { Box, Button, Link, Paper } from '@mui/material';
import { useState } from 'react';
import { ListBase } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import type { Answer } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { ListFoot } from '../list/list-foot.js';
import { ChoiceFilter, FlagFilter, ListFilters, TextFilter } from '../list/list-filters.js';
import { type Column, ListTable } from '../list/list-table.js';
import { Empty } from '../shell/states.js';
import { useTones } from '../theme/tones.js';
import { CustomerRouteDialog } from './customer-route-dialog.js';

export type BilledCustomer = Answer<'/api/v1/billing/customers'>['items'][number] & { readonly id: string };

/** Which customer's credits go where, and as whom; an id that is missing is in sight before anything is sent. */
export function CustomersTab() {
  const t = useText();
  const connections = useGet('/api/v1/billing/connections', {});
  const [asked, setAsked] = useState<BilledCustomer | null>(null);
  const choices = (connections.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Paper variant="outlined">
      <ListBase resource="billed-customers" perPage={50} storeKey={false} disableAuthentication>
        <ListFilters>
          <TextFilter name="q" label={t('routes.search')} />
          <ChoiceFilter name="connectionId" label={t('billing.connection')} choices={choices} />
          <FlagFilter name="mapping" value="missing" label={t('routes.missingOnly')} />
          <FlagFilter name="mapping" value="own" label={t('routes.ownOnly')} />
        </ListFilters>
        <ListTable<BilledCustomer>
          label={t('billing.tab.customers')}
          columns={useCustomerColumns(setAsked)}
          empty={<Empty title={t('routes.none')} advice={t('routes.noneAdvice')} />}
        />
        <ListFoot />
        {asked === null ? null : <CustomerRouteDialog customer={asked} close={() => setAsked(null)} />}
      </ListBase>
    </Paper>
  );
}

function useCustomerColumns(ask: (customer: BilledCustomer) => void): readonly Column<BilledCustomer>[] {
  const t = useText();
  const format = useFormat();
  return [
    {
      key: 'name',
      label: t('customers.customer'),
      cell: ({ customerId, name }) => (
        <Link component={RouterLink} to={`/customers/${encodeURIComponent(customerId)}`}>
          {name}
        </Link>
      ),
    },
    {
      key: 'where',
      label: t('billing.connection'),
      cell: ({ connectionName, ownConnectionId }) =>
        connectionName === null
          ? t('routes.nowhere')
          : `${connectionName}${ownConnectionId === null ? '' : ` · ${t('routes.own')}`}`,
    },
    { key: 'there', label: t('billing.idThere'), cell: (customer) => <IdThere customer={customer} /> },
    {
      key: 'edit',
      label: t('billing.whatToDo'),
      cell: (customer) => (
        <Button
          onClick={() => ask(customer)}
          aria-label={t(customer.isMissing ? 'routes.nameIdOf' : 'settings.editOf', { name: customer.name })}
        >
          {t(customer.isMissing ? 'routes.nameId' : 'settings.edit')}
        </Button>
      ),
    },
    {
      key: 'parked',
      label: t('routes.parked'),
      isNumber: true,
      cell: ({ parkedCount }) => (parkedCount === 0 ? '' : format.number(parkedCount)),
    },
    { key: 'id', label: t('billing.customerId'), cell: ({ customerId }) => customerId },
  ];
}

function IdThere({ customer }: { readonly customer: BilledCustomer }) {
  const t = useText();
  const tones = useTones();
  const { isMissing, billingCustomerId, ownBillingCustomerId } = customer;
  if (isMissing) {
    return (
      <Box component="span" sx={{ color: tones.danger, fontWeight: 600 }}>
        {t('routes.missing')}
      </Box>
    );
  }
  if (billingCustomerId === null) return <>–</>;
  return <>{`${billingCustomerId}${ownBillingCustomerId === billingCustomerId ? ` · ${t('routes.own')}` : ''}`}</>;
}
