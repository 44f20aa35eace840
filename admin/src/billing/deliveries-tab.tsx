import { Link, Paper } from '@mui/material';
import { ListBase } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { ListFoot } from '../list/list-foot.js';
import { ChoiceFilter, ListFilters } from '../list/list-filters.js';
import { type Column, ListTable } from '../list/list-table.js';
import { Empty } from '../shell/states.js';
import { DELIVERY_STATUSES } from './delivery-words.js';
import { type Delivery, DeliveryMenu } from './delivery-menu.js';
import { DeliveryWord } from './delivery-status.js';

/** What is on its way, credits and the taking back of them; first what waits for a person. */
export function DeliveriesTab() {
  const t = useText();
  return (
    <Paper variant="outlined">
      <ListBase resource="deliveries" perPage={50} storeKey={false} disableAuthentication>
        <ListFilters>
          <ChoiceFilter
            name="status"
            label={t('billing.stands')}
            choices={DELIVERY_STATUSES.map((value) => ({ value, label: t(`billing.status.${value}`) }))}
          />
          <ChoiceFilter
            name="kind"
            label={t('billing.carries')}
            choices={(['credit', 'reversal'] as const).map((value) => ({ value, label: t(`billing.kind.${value}`) }))}
          />
        </ListFilters>
        <ListTable
          label={t('billing.tab.deliveries')}
          columns={useDeliveryColumns()}
          empty={<Empty title={t('billing.noDelivery')} advice={t('billing.noDeliveryAdvice')} />}
        />
        <ListFoot />
      </ListBase>
    </Paper>
  );
}

function useDeliveryColumns(): readonly Column<Delivery>[] {
  const t = useText();
  const format = useFormat();
  return [
    {
      key: 'customer',
      label: t('customers.customer'),
      cell: ({ creditId, customerName }) => (
        <Link component={RouterLink} to={`/billing/credits/${creditId}`}>
          {customerName}
        </Link>
      ),
    },
    { key: 'kind', label: t('billing.carries'), cell: ({ kind }) => t(`billing.kind.${kind}`) },
    { key: 'status', label: t('billing.stands'), cell: ({ status }) => <DeliveryWord status={status} /> },
    { key: 'amount', label: t('billing.amount'), isNumber: true, cell: (row) => format.money(row) },
    { key: 'where', label: t('billing.connection'), cell: ({ connectionName }) => connectionName ?? '–' },
    { key: 'do', label: t('billing.whatToDo'), cell: (delivery) => <DeliveryMenu delivery={delivery} /> },
    { key: 'why', label: t('billing.why'), cell: ({ reasonMessage }) => reasonMessage ?? '' },
    { key: 'tries', label: t('billing.tries'), isNumber: true, cell: ({ attempt }) => format.number(attempt) },
    {
      key: 'next',
      label: t('billing.nextTry'),
      cell: ({ nextAttemptAt }) => (nextAttemptAt === null ? '–' : format.instant(nextAttemptAt, VIEWER_ZONE)),
    },
    {
      key: 'changed',
      label: t('billing.changed'),
      cell: ({ updatedAt }) => format.instant(updatedAt, VIEWER_ZONE),
    },
    { key: 'reference', label: t('billing.reference'), cell: ({ reference }) => reference },
  ];
}
