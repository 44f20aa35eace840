import { Link, Paper } from '@mui/material';
import { ListBase } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import type { Answer } from '../api/client.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { ListFoot } from '../list/list-foot.js';
import { ChoiceFilter, ListFilters, TextFilter } from '../list/list-filters.js';
import { type Column, ListTable } from '../list/list-table.js';
import { Empty } from '../shell/states.js';
import { DELIVERY_STATUSES } from './delivery-words.js';
import { DeliveryWord } from './delivery-status.js';

type Credit = Answer<'/api/v1/credits'>['items'][number];

/** Credits by where they stand. */
export function CreditsTab() {
  const t = useText();
  return (
    <Paper variant="outlined">
      <ListBase resource="credits" perPage={50} storeKey={false} disableAuthentication>
        <ListFilters>
          <ChoiceFilter
            name="status"
            label={t('billing.stands')}
            choices={DELIVERY_STATUSES.map((value) => ({ value, label: t(`billing.status.${value}`) }))}
          />
          <TextFilter name="customerId" label={t('billing.customerId')} />
        </ListFilters>
        <ListTable
          label={t('billing.tab.credits')}
          columns={useCreditColumns()}
          empty={<Empty title={t('billing.noCredit')} advice={t('billing.noCreditAdvice')} />}
        />
        <ListFoot />
      </ListBase>
    </Paper>
  );
}

function useCreditColumns(): readonly Column<Credit>[] {
  const t = useText();
  const format = useFormat();
  return [
    {
      key: 'customer',
      label: t('customers.customer'),
      cell: ({ id, customerName }) => (
        <Link component={RouterLink} to={`/billing/credits/${id}`}>
          {customerName}
        </Link>
      ),
    },
    { key: 'status', label: t('billing.stands'), cell: ({ status }) => <DeliveryWord status={status} /> },
    { key: 'amount', label: t('billing.amount'), isNumber: true, cell: ({ amount }) => format.money(amount) },
    {
      key: 'accepted',
      label: t('billing.accepted'),
      cell: ({ acceptedAt }) => format.instant(acceptedAt, VIEWER_ZONE),
    },
    { key: 'connection', label: t('billing.connection'), cell: ({ connectionName }) => connectionName ?? '–' },
    { key: 'document', label: t('billing.document'), cell: ({ billingDocument }) => billingDocument ?? '–' },
    { key: 'why', label: t('billing.why'), cell: ({ reasonMessage }) => reasonMessage ?? '' },
    { key: 'reference', label: t('billing.reference'), cell: ({ reference }) => reference },
  ];
}
