import { Button, Stack, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { useState } from 'react';
import { client, idempotencyKey, type Schemas, unwrap } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { useActor } from '../format/use-actor.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { FormDialog } from '../shell/form-dialog.js';
import { Panel } from '../shell/panel.js';
import { useForm } from '../shell/use-form.js';
import { type Delivery, DeliveryMenu } from './delivery-menu.js';
import { DeliveryWord } from './delivery-status.js';

type Credit = Schemas['CreditDetail'];
type Reversal = Credit['reversals'][number];
type Question = { readonly reversal: Reversal; readonly agrees: boolean };

/** What was taken back of a credit, or is asked to be: above a limit a second person agrees. */
export function Reversals({ credit }: { readonly credit: Credit }) {
  const t = useText();
  const format = useFormat();
  const actor = useActor();
  const [question, setQuestion] = useState<Question | null>(null);
  const deliveries = useGet('/api/v1/deliveries', { query: { creditId: credit.id, kind: 'reversal', limit: 100 } });
  const deliveryOf = (id: string) => deliveries.data?.items.find((delivery) => delivery.id === id);
  return (
    <Panel title={t('billing.reversals')} flush>
      <Table aria-label={t('billing.reversals')}>
        <TableHead>
          <TableRow>
            <TableCell>{t('billing.reference')}</TableCell>
            <TableCell align="right">{t('billing.amount')}</TableCell>
            <TableCell>{t('billing.reason')}</TableCell>
            <TableCell>{t('billing.asked')}</TableCell>
            <TableCell>{t('billing.stands')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {credit.reversals.map((reversal) => (
            <TableRow key={reversal.id}>
              <TableCell>{reversal.reference}</TableCell>
              <TableCell align="right">{format.money(reversal)}</TableCell>
              <TableCell>{reversal.reason}</TableCell>
              <TableCell>
                {`${format.instant(reversal.requestedAt, VIEWER_ZONE)} · ${actor(reversal.requestedBy)}`}
              </TableCell>
              <TableCell>
                <ReversalState
                  reversal={reversal}
                  delivery={deliveryOf(reversal.id)}
                  ask={(agrees) => setQuestion({ reversal, agrees })}
                />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {question === null ? null : <DecideDialog credit={credit} {...question} close={() => setQuestion(null)} />}
    </Panel>
  );
}

function ReversalState({
  reversal,
  delivery,
  ask,
}: {
  readonly reversal: Reversal;
  readonly delivery: Delivery | undefined;
  readonly ask: (agrees: boolean) => void;
}) {
  const t = useText();
  const actor = useActor();
  if (reversal.status === 'requested') {
    return (
      <Stack direction="row" spacing={1} sx={{ alignItems: 'center' }}>
        <span>{t('billing.reversal.requested')}</span>
        <Button variant="outlined" onClick={() => ask(true)}>
          {t('billing.agree')}
        </Button>
        <Button color="error" onClick={() => ask(false)}>
          {t('billing.refuse')}
        </Button>
      </Stack>
    );
  }
  const decided = reversal.decidedBy === null ? '' : ` · ${actor(reversal.decidedBy)}`;
  if (reversal.deliveryStatus === null) return <>{`${t(`billing.reversal.${reversal.status}`)}${decided}`}</>;
  return (
    <>
      <DeliveryWord status={reversal.deliveryStatus} />
      {decided}
      {delivery === undefined ? null : <DeliveryMenu delivery={delivery} />}
      {delivery?.reasonMessage == null ? null : <div>{delivery.reasonMessage}</div>}
    </>
  );
}

function DecideDialog({
  credit,
  reversal,
  agrees,
  close,
}: Question & { readonly credit: Credit; readonly close: () => void }) {
  const t = useText();
  const format = useFormat();
  const [key] = useState(idempotencyKey);
  const form = useForm({});
  const send = async (): Promise<void> => {
    const init = { params: { path: { id: credit.id, reversalId: reversal.id } }, headers: key };
    if (agrees) unwrap(await client.POST('/api/v1/credits/{id}/reversals/{reversalId}/approve', init));
    else unwrap(await client.POST('/api/v1/credits/{id}/reversals/{reversalId}/refuse', init));
    close();
  };
  return (
    <FormDialog
      title={t(agrees ? 'billing.agreeTitle' : 'billing.refuseTitle', { amount: format.money(reversal) })}
      advice={t(agrees ? 'billing.agreeAdvice' : 'billing.refuseAdvice')}
      action={t(agrees ? 'billing.agree' : 'billing.refuse')}
      form={form}
      send={send}
      close={close}
      isDanger={!agrees}
    />
  );
}
