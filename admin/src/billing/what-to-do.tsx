import { Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { Schemas } from '../api/client.js';
import { useText } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import { ActionDialog, DELIVERY_ACTIONS, type DeliveryAction, type DeliveryTarget, isGrave } from './action-dialog.js';

type Credit = Schemas['CreditDetail'];

/** What a person can do with a credit's delivery now; what cannot be done says why. `?do=` asks for one at once. */
export function WhatToDo({ credit }: { readonly credit: Credit }) {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const blockersOf = (action: DeliveryAction): readonly { readonly message: string }[] =>
    credit.blockers.filter((blocker) => blocker.action === action);
  const possible = DELIVERY_ACTIONS.filter((action) => blockersOf(action).length === 0);
  const [asked, setAsked] = useState<DeliveryAction | null>(
    () => possible.find((action) => action === search.get('do')) ?? null,
  );
  const close = (): void => {
    setAsked(null);
    // Once answered it is not asked again, neither by a reload nor when the credit has moved on.
    if (search.has('do')) setSearch({}, { replace: true });
  };
  if (possible.length === 0) return null;
  return (
    <Panel title={t('billing.whatToDo')}>
      <Stack spacing={1.5}>
        {DELIVERY_ACTIONS.map((action) => {
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
      {asked === null ? null : <ActionDialog action={asked} target={targetOf(credit)} close={close} />}
    </Panel>
  );
}

function targetOf({ id, reference, version, connectionId, amount, reversed }: Credit): DeliveryTarget {
  return { creditId: id, reversalId: null, reference, version, connectionId, amount, reversed };
}
