import { MenuItem, TextField } from '@mui/material';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { client, idempotencyKey, ifMatch, unwrap } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { minorOf } from '../format/minor-units.js';
import { type Money, useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { FormDialog } from '../shell/form-dialog.js';
import { type Form, useForm } from '../shell/use-form.js';

export const DELIVERY_ACTIONS = ['retry', 'redirect', 'give_up', 'confirm', 'reverse'] as const;
export type DeliveryAction = (typeof DELIVERY_ACTIONS)[number];

/** What an action is about: the delivery of a credit, or that of one of its reversals. */
export type DeliveryTarget = {
  readonly creditId: string;
  readonly reversalId: string | null;
  readonly reference: string;
  readonly version: number;
  readonly connectionId: string | null;
  readonly amount: Money;
  /** How much of it has been taken back. */
  readonly reversed: Money;
};

type Fields = {
  readonly connectionId: string;
  readonly billingCustomerId: string;
  readonly reason: string;
  readonly billingDocument: string;
  readonly amount: string;
};

const EMPTY: Fields = { connectionId: '', billingCustomerId: '', reason: '', billingDocument: '', amount: '' };
const WITH_REASON: readonly DeliveryAction[] = ['redirect', 'give_up', 'reverse'];

/** What cannot be undone. */
export function isGrave(action: DeliveryAction): boolean {
  return action === 'give_up' || action === 'reverse';
}

/** What is asked before a delivery is decided about. */
export function ActionDialog({
  action,
  target,
  close,
}: {
  readonly action: DeliveryAction;
  readonly target: DeliveryTarget;
  readonly close: () => void;
}) {
  const t = useText();
  const notify = useNotify();
  const [key] = useState(idempotencyKey);
  const form = useForm(EMPTY);
  const isOdd = form.fields.amount !== '' && minorOf(form.fields.amount, target.amount.currency) === null;
  const act = async (): Promise<void> => {
    await send(action, target, form.fields, { ...key, ...ifMatch(target.version) });
    notify(t('billing.done'), { type: 'success' });
    close();
  };
  return (
    <FormDialog
      title={`${t(`billing.action.${action}`)}, ${target.reference}`}
      advice={t(`billing.actionAdvice.${action}`)}
      action={t(`billing.action.${action}`)}
      form={form}
      send={act}
      close={close}
      isDanger={isGrave(action)}
      isReady={!isOdd}
    >
      {action === 'redirect' ? <Elsewhere target={target} form={form} /> : null}
      {action === 'reverse' ? <AmountField target={target} form={form} isOdd={isOdd} /> : null}
      {action === 'confirm' ? (
        <TextField autoFocus required label={t('billing.document')} {...form.text('billingDocument')} />
      ) : null}
      {WITH_REASON.includes(action) ? (
        <TextField required multiline label={t('billing.reason')} {...form.text('reason')} />
      ) : null}
    </FormDialog>
  );
}

/** Another connection, and who the customer is there. */
function Elsewhere({ target, form }: { readonly target: DeliveryTarget; readonly form: Form<Fields> }) {
  const t = useText();
  const { data } = useGet('/api/v1/billing/connections', {});
  return (
    <>
      <TextField select required label={t('billing.connection')} {...form.text('connectionId')}>
        {(data?.items ?? [])
          .filter(({ id }) => id !== target.connectionId)
          .map(({ id, name }) => (
            <MenuItem key={id} value={id}>
              {name}
            </MenuItem>
          ))}
      </TextField>
      <TextField label={t('billing.idThere')} {...form.text('billingCustomerId')} />
    </>
  );
}

/** How much to take back; left out, all that is left. */
function AmountField({
  target: { amount, reversed },
  form,
  isOdd,
}: {
  readonly target: DeliveryTarget;
  readonly form: Form<Fields>;
  readonly isOdd: boolean;
}) {
  const t = useText();
  const format = useFormat();
  const { currency } = amount;
  const left = format.money({ amountMinor: amount.amountMinor - reversed.amountMinor, currency });
  const field = form.text('amount', t('billing.reverseAmountAdvice', { left }));
  return (
    <TextField
      autoFocus
      label={t('billing.reverseAmount', { currency })}
      {...field}
      error={field.error || isOdd}
      slotProps={{ htmlInput: { inputMode: 'decimal' } }}
    />
  );
}

/** Sends the decision; a person's other change since is refused by the version. */
async function send(
  action: DeliveryAction,
  target: DeliveryTarget,
  fields: Fields,
  headers: Record<string, string>,
): Promise<void> {
  const params = { path: { id: target.creditId } };
  const of = target.reversalId === null ? {} : { reversalId: target.reversalId };
  const { connectionId, billingCustomerId, reason, billingDocument } = fields;
  switch (action) {
    case 'retry':
      unwrap(await client.POST('/api/v1/credits/{id}/retry', { params, headers, body: of }));
      return;
    case 'redirect': {
      const there = billingCustomerId === '' ? {} : { billingCustomerId };
      const body = { connectionId, reason, ...there, ...of };
      unwrap(await client.POST('/api/v1/credits/{id}/redirect', { params, headers, body }));
      return;
    }
    case 'give_up':
      unwrap(await client.POST('/api/v1/credits/{id}/give-up', { params, headers, body: { reason, ...of } }));
      return;
    case 'confirm':
      unwrap(await client.POST('/api/v1/credits/{id}/confirm', { params, headers, body: { billingDocument } }));
      return;
    case 'reverse': {
      const { currency } = target.amount;
      const amountMinor = minorOf(fields.amount, currency);
      const body = { reason, ...(amountMinor === null ? {} : { amount: { amountMinor, currency } }) };
      unwrap(await client.POST('/api/v1/credits/{id}/reverse', { params, headers, body }));
      return;
    }
  }
}
