import { TextField } from '@mui/material';
import { client, ifMatch, unwrap } from '../api/client.js';
import { useText } from '../i18n/use-text.js';
import { FormDialog } from '../shell/form-dialog.js';
import type { Offer } from './offer-moves.js';
import { useOfferForm } from './use-offer-form.js';

/** Takes an offer back, makes it a draft again, or keeps a stale one: each needs a reason. */
export function ReasonDialog({
  offer,
  to,
  close,
  done,
}: {
  readonly offer: Offer;
  readonly to: 'withdrawn' | 'draft' | 'kept';
  readonly close: () => void;
  readonly done: (status: Offer['status']) => void;
}) {
  const t = useText();
  const { form, refusal, send } = useOfferForm(offer, { reason: '' });
  const { reason } = form.fields;
  const move = async (): Promise<void> => {
    const init = { params: { path: { id: offer.id } }, headers: ifMatch(offer.version), body: { reason } };
    const moved =
      to === 'withdrawn'
        ? unwrap(await client.POST('/api/v1/offers/{id}/withdraw', init))
        : to === 'draft'
          ? unwrap(await client.POST('/api/v1/offers/{id}/reopen', init))
          : unwrap(await client.POST('/api/v1/offers/{id}/keep', init));
    done(moved.status);
  };
  return (
    <FormDialog
      title={t(`offer.askReason.${to}.title`)}
      advice={t(`offer.askReason.${to}.advice`)}
      action={t(`offer.askReason.${to}.button`)}
      form={form}
      send={() => send(move)}
      close={close}
      isReady={reason.trim() !== ''}
      refusal={refusal}
    >
      <TextField
        autoFocus
        required
        multiline
        minRows={2}
        label={t('offer.reason')}
        {...form.text('reason', t('offer.reasonAdvice'))}
      />
    </FormDialog>
  );
}
