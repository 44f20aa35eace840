import { TextField } from '@mui/material';
import { client, ifMatch, unwrap } from '../api/client.js';
import { minorOf } from '../format/minor-units.js';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { FormDialog } from '../shell/form-dialog.js';
import type { Offer } from './offer-moves.js';
import { useOfferForm } from './use-offer-form.js';

/** Changes what an offer comes to, with a reason; it is a draft after that, for somebody else to approve. */
export function AdjustDialog({
  offer,
  close,
  done,
}: {
  readonly offer: Offer;
  readonly close: () => void;
  readonly done: (status: Offer['status']) => void;
}) {
  const t = useText();
  const format = useFormat();
  const { currency, amountMinor } = offer.amount;
  const { form, refusal, send } = useOfferForm(offer, { amount: '', reason: '' }, (name) =>
    name === 'amount' ? 'amountMinor' : name,
  );
  const { amount, reason } = form.fields;
  const wanted = minorOf(amount, currency);
  const adjust = async (): Promise<void> => {
    if (wanted === null) return;
    const changed = unwrap(
      await client.PATCH('/api/v1/offers/{id}', {
        params: { path: { id: offer.id } },
        headers: ifMatch(offer.version),
        body: { amountMinor: wanted, reason },
      }),
    );
    done(changed.status);
  };
  const comesTo =
    wanted === null
      ? t('offer.amountAdvice')
      : `${format.money({ amountMinor: wanted, currency })} · ${signed(wanted - amountMinor)}`;
  return (
    <FormDialog
      title={t('offer.adjustTitle', { amount: format.money(offer.amount) })}
      advice={t('offer.adjustAdvice')}
      action={t('offer.adjust')}
      form={form}
      send={() => send(adjust)}
      close={close}
      isReady={wanted !== null && reason.trim() !== ''}
      refusal={refusal}
    >
      <TextField
        autoFocus
        required
        label={t('offer.newAmount', { currency })}
        {...form.text('amount', comesTo)}
        error={form.faultOf('amount') !== undefined || (amount !== '' && wanted === null)}
        slotProps={{ htmlInput: { inputMode: 'decimal' } }}
      />
      <TextField
        required
        multiline
        minRows={2}
        label={t('offer.reason')}
        {...form.text('reason', t('offer.reasonAdvice'))}
      />
    </FormDialog>
  );

  function signed(minor: number): string {
    const text = format.money({ amountMinor: Math.abs(minor), currency });
    return minor < 0 ? `−${text}` : `+${text}`;
  }
}
