import { MenuItem, TextField } from '@mui/material';
import { useNotify } from 'react-admin';
import { client, unwrap } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { useText } from '../i18n/use-text.js';
import { RefusedChange } from '../settings/versioned.js';
import { useVersion } from '../settings/use-version.js';
import { FormDialog } from '../shell/form-dialog.js';
import { useForm } from '../shell/use-form.js';
import type { BilledCustomer } from './customers-tab.js';

/** Where one customer's credits go, and as whom; empty is as everybody. What is parked for want of it goes by itself. */
export function CustomerRouteDialog({
  customer,
  close,
}: {
  readonly customer: BilledCustomer;
  readonly close: () => void;
}) {
  const t = useText();
  const notify = useNotify();
  const { customerId: externalId, name } = customer;
  const connections = useGet('/api/v1/billing/connections', {});
  // What somebody else says meanwhile is seen beside what was typed.
  const fresh = useGet('/api/v1/billing/customers', { query: { q: externalId, limit: 100 } });
  const stored = fresh.data?.items.find(({ customerId }) => customerId === externalId) ?? customer;
  const form = useForm({
    connectionId: customer.ownConnectionId ?? '',
    billingCustomerId: customer.ownBillingCustomerId ?? '',
  });
  const { headers, keepMine } = useVersion(stored, form);
  const { connectionId, billingCustomerId } = form.fields;
  const send = async (): Promise<void> => {
    const body = {
      connectionId: connectionId === '' ? null : connectionId,
      billingCustomerId: billingCustomerId.trim() || null,
    };
    const params = { path: { customerExternalId: externalId } };
    unwrap(await client.PUT('/api/v1/billing/routes/{customerExternalId}', { params, headers, body }));
    notify(t('settings.saved'), { type: 'success' });
    close();
  };
  return (
    <FormDialog
      title={t('routes.title', { name })}
      advice={t('routes.advice')}
      action={t('settings.save')}
      form={form}
      send={send}
      close={close}
      refusal={
        form.problem?.status === 412 ? <RefusedChange {...form} stored={stored} keepMine={keepMine} /> : undefined
      }
    >
      <TextField
        select
        label={t('billing.connection')}
        {...form.text('connectionId')}
        slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
      >
        <MenuItem value="">{t('routes.asEverybody')}</MenuItem>
        {(connections.data?.items ?? []).map((connection) => (
          <MenuItem key={connection.id} value={connection.id}>
            {connection.name}
          </MenuItem>
        ))}
      </TextField>
      <TextField autoFocus label={t('billing.idThere')} {...form.text('billingCustomerId', t('routes.idAdvice'))} />
    </FormDialog>
  );
}
