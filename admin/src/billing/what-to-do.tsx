import { Button, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { client, idempotencyKey, ifMatch, type Schemas, unwrap } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { minorOf } from '../format/minor-units.js';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { FormDialog } from '../shell/form-dialog.js';
import { Panel } from '../shell/panel.js';
import { type Form, useForm } from '../shell/use-form.js';

type Credit = Schemas['CreditDetail'];

const ACTIONS = ['retry', 'redirect', 'give_up', 'confirm', 'reverse'] as const;
type Action = (typeof ACTIONS)[number];

/** What a person can do with a credit's delivery now; what cannot be done says why. */
export function WhatToDo({ credit }: { readonly credit: Credit }) {
  const t = useText();
  const [asked, setAsked] = useState<Action | null>(null);
  const blockersOf = (action: Action): readonly { readonly message: string }[] =>
    credit.blockers.filter((blocker) => blocker.action === action);
  const possible = ACTIONS.filter((action) => blockersOf(action).length === 0);
  if (possible.length === 0) return null;
  return (
    <Panel title={t('billing.whatToDo')}>
      <Stack spacing={1.5}>
        {ACTIONS.map((action) => {
          const blockers = blockersOf(action);
          return (
            <Stack
              key={action}
              direction="row"
              useFlexGap
              spacing={1.5}
              sx={{ alignItems: 'center', flexWrap: 'wrap' }}
            >
              <Button
                variant="outlined"
                color={isGrave(action) ? 'error' : 'primary'}
                disabled={blockers.length > 0}
                onClick={() => setAsked(action)}
                sx={{ minWidth: 168 }}
              >
                {t(`billing.action.${action}`)}
              </Button>
              <Typography color="textSecondary" sx={{ flex: 1, minWidth: 200 }}>
                {blockers.length > 0
                  ? blockers.map(({ message }) => message).join(' ')
                  : t(`billing.actionAdvice.${action}`)}
              </Typography>
            </Stack>
          );
        })}
      </Stack>
      {asked === null ? null : <ActionDialog action={asked} credit={credit} close={() => setAsked(null)} />}
    </Panel>
  );
}

type Fields = {
  readonly connectionId: string;
  readonly billingCustomerId: string;
  readonly reason: string;
  readonly billingDocument: string;
  readonly amount: string;
};

const EMPTY: Fields = { connectionId: '', billingCustomerId: '', reason: '', billingDocument: '', amount: '' };
const WITH_REASON: readonly Action[] = ['redirect', 'give_up', 'reverse'];

function isGrave(action: Action): boolean {
  return action === 'give_up' || action === 'reverse';
}

function ActionDialog({
  action,
  credit,
  close,
}: {
  readonly action: Action;
  readonly credit: Credit;
  readonly close: () => void;
}) {
  const t = useText();
  const notify = useNotify();
  const [key] = useState(idempotencyKey);
  const form = useForm(EMPTY);
  const isOdd = form.fields.amount !== '' && minorOf(form.fields.amount, credit.amount.currency) === null;
  const act = async (): Promise<void> => {
    await send(action, credit, form.fields, { ...key, ...ifMatch(credit.version) });
    notify(t('billing.done'), { type: 'success' });
    close();
  };
  return (
    <FormDialog
      title={`${t(`billing.action.${action}`)}, ${credit.reference}`}
      advice={t(`billing.actionAdvice.${action}`)}
      action={t(`billing.action.${action}`)}
      form={form}
      send={act}
      close={close}
      isDanger={isGrave(action)}
      isReady={!isOdd}
    >
      {action === 'redirect' ? <Elsewhere credit={credit} form={form} /> : null}
      {action === 'reverse' ? <AmountField credit={credit} form={form} isOdd={isOdd} /> : null}
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
function Elsewhere({ credit, form }: { readonly credit: Credit; readonly form: Form<Fields> }) {
  const t = useText();
  const { data } = useGet('/api/v1/billing/connections', {});
  return (
    <>
      <TextField select required label={t('billing.connection')} {...form.text('connectionId')}>
        {(data?.items ?? [])
          .filter(({ id }) => id !== credit.connectionId)
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
  credit: { amount, reversed },
  form,
  isOdd,
}: {
  readonly credit: Credit;
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
async function send(action: Action, credit: Credit, fields: Fields, headers: Record<string, string>): Promise<void> {
  const params = { path: { id: credit.id } };
  const { connectionId, billingCustomerId, reason, billingDocument } = fields;
  switch (action) {
    case 'retry':
      unwrap(await client.POST('/api/v1/credits/{id}/retry', { params, headers, body: {} }));
      return;
    case 'redirect': {
      const there = billingCustomerId === '' ? {} : { billingCustomerId };
      const body = { connectionId, reason, ...there };
      unwrap(await client.POST('/api/v1/credits/{id}/redirect', { params, headers, body }));
      return;
    }
    case 'give_up':
      unwrap(await client.POST('/api/v1/credits/{id}/give-up', { params, headers, body: { reason } }));
      return;
    case 'confirm':
      unwrap(await client.POST('/api/v1/credits/{id}/confirm', { params, headers, body: { billingDocument } }));
      return;
    case 'reverse': {
      const { currency } = credit.amount;
      const amountMinor = minorOf(fields.amount, currency);
      const body = { reason, ...(amountMinor === null ? {} : { amount: { amountMinor, currency } }) };
      unwrap(await client.POST('/api/v1/credits/{id}/reverse', { params, headers, body }));
      return;
    }
  }
}
