import { useState } from 'react';
import type { Answer } from '../api/client.js';
import { useText } from '../i18n/use-text.js';
import { RowMenu } from '../list/row-menu.js';
import { ActionDialog, type DeliveryAction, type DeliveryTarget } from './action-dialog.js';

export type Delivery = Answer<'/api/v1/deliveries'>['items'][number];

/** These can be asked of a delivery of either kind; a credit is confirmed and taken back on its own page. */
const ACTIONS = ['retry', 'redirect', 'give_up'] as const satisfies readonly DeliveryAction[];

/** What can be done about a delivery where it is listed; nothing is shown where nothing can. */
export function DeliveryMenu({ delivery }: { readonly delivery: Delivery }) {
  const t = useText();
  const [asked, setAsked] = useState<DeliveryAction | null>(null);
  const possible = ACTIONS.filter((action) => !delivery.blockers.some((blocker) => blocker.action === action));
  return (
    <>
      <RowMenu
        text={t('billing.decide')}
        label={t('billing.decideOn', { reference: delivery.reference })}
        items={possible.map((key) => ({ key, label: t(`billing.action.${key}`) }))}
        choose={setAsked}
      />
      {asked === null ? null : <ActionDialog action={asked} target={targetOf(delivery)} close={() => setAsked(null)} />}
    </>
  );
}

function targetOf({ id, kind, creditId, amountMinor, reversedMinor, currency, ...rest }: Delivery): DeliveryTarget {
  return {
    ...rest,
    creditId,
    reversalId: kind === 'reversal' ? id : null,
    amount: { amountMinor, currency },
    reversed: { amountMinor: reversedMinor, currency },
  };
}
