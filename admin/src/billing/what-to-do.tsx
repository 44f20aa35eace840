import {
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  MenuItem,
  Stack,
  TextField,
  Typography,
} from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useNotify } from 'react-admin';
import { client, idempotencyKey, ifMatch, type Schemas, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useGet } from '../api/use-get.js';
import { useText } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import { Refused } from '../shell/states.js';

type Credit = Schemas['CreditDetail'];

const ACTIONS = ['retry', 'redirect', 'give_up', 'confirm'] as const;
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
                color={action === 'give_up' ? 'error' : 'primary'}
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
};

const EMPTY: Fields = { connectionId: '', billingCustomerId: '', reason: '', billingDocument: '' };

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
  const queries = useQueryClient();
  const [key] = useState(idempotencyKey);
  const [fields, setFields] = useState(EMPTY);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const faultOf = (path: string): string | undefined =>
    problem?.reasons.find((reason) => reason.path === path)?.message;
  const field = (name: keyof Fields) => ({
    value: fields[name],
    onChange: ({ target }: { target: { value: string } }) => setFields({ ...fields, [name]: target.value }),
    error: faultOf(name) !== undefined,
    helperText: faultOf(name),
  });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await send(action, credit, fields, { ...key, ...ifMatch(credit.version) });
      await queries.invalidateQueries();
      notify(t('billing.done'), { type: 'success' });
      close();
    } catch (error) {
      setProblem(error as ApiProblem);
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={close} fullWidth maxWidth="xs" aria-labelledby="credit-action">
      <form onSubmit={(event) => void submit(event)}>
        <DialogTitle id="credit-action">{`${t(`billing.action.${action}`)}, ${credit.reference}`}</DialogTitle>
        <DialogContent>
          <Stack spacing={2} sx={{ pt: 1 }}>
            <Typography>{t(`billing.actionAdvice.${action}`)}</Typography>
            {problem === null ? null : <Refused problem={problem} />}
            {action === 'redirect' ? <Elsewhere credit={credit} field={field} /> : null}
            {action === 'confirm' ? (
              <TextField autoFocus required label={t('billing.document')} {...field('billingDocument')} />
            ) : null}
            {action === 'redirect' || action === 'give_up' ? (
              <TextField required multiline label={t('billing.reason')} {...field('reason')} />
            ) : null}
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button
            type="submit"
            variant="contained"
            color={action === 'give_up' ? 'error' : 'primary'}
            disabled={isBusy}
          >
            {t(`billing.action.${action}`)}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

type Field = (name: keyof Fields) => object;

/** Another connection, and who the customer is there. */
function Elsewhere({ credit, field }: { readonly credit: Credit; readonly field: Field }) {
  const t = useText();
  const { data } = useGet('/api/v1/billing/connections', {});
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      <TextField select required label={t('billing.connection')} {...field('connectionId')}>
        {(data?.items ?? [])
          .filter(({ id }) => id !== credit.connectionId)
          .map(({ id, name }) => (
            <MenuItem key={id} value={id}>
              {name}
            </MenuItem>
          ))}
      </TextField>
      <TextField label={t('billing.idThere')} {...field('billingCustomerId')} />
    </Box>
  );
}

/** Sends the decision; a person's other change since is refused by the version. */
async function send(
  action: Action,
  { id }: Credit,
  { connectionId, billingCustomerId, reason, billingDocument }: Fields,
  headers: Record<string, string>,
): Promise<void> {
  const params = { path: { id } };
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
  }
}
