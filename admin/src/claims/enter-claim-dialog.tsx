import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack, TextField, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { client, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { type TextKey, useText } from '../i18n/use-text.js';
import { Refused } from '../shell/states.js';
import type { Choice } from '../list/chooser.js';
import { CustomerChoice, IncidentChoice } from './match-choices.js';

const EMPTY = {
  name: '',
  email: '',
  company: '',
  meeting: '',
  day: '',
  time: '',
  text: '',
  reference: '',
  claimedMinutes: '',
  claimedPercent: '',
};
type Name = keyof typeof EMPTY;
const CHOSEN = ['customerId', 'incidentId'];

const FIELDS: readonly {
  readonly name: Name;
  readonly label: TextKey;
  readonly type?: string;
  readonly isNeeded?: true;
}[] = [
  { name: 'name', label: 'claims.field.name', isNeeded: true },
  { name: 'email', label: 'claims.field.email', type: 'email', isNeeded: true },
  { name: 'company', label: 'claims.field.company' },
  { name: 'meeting', label: 'claims.field.meeting' },
  { name: 'day', label: 'claims.field.day', type: 'date' },
  { name: 'time', label: 'claims.field.time', type: 'time' },
  { name: 'reference', label: 'claims.field.reference' },
  { name: 'claimedMinutes', label: 'claims.field.claimedMinutes', type: 'number' },
  { name: 'claimedPercent', label: 'claims.field.claimedPercent' },
];

/** Enters a claim that came by telephone or by mail; it is matched and judged at once. */
export function EnterClaimDialog({ close }: { readonly close: () => void }) {
  const t = useText();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [fields, setFields] = useState(EMPTY);
  const [customer, setCustomer] = useState<Choice | null>(null);
  const [incident, setIncident] = useState<Choice | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const faultAt = (name: string) => problem?.reasons.find(({ path }) => path === name)?.message;
  const bind = (name: Name) => {
    const fault = faultAt(name);
    return {
      value: fields[name],
      onChange: ({ target }: { target: { value: string } }) => setFields({ ...fields, [name]: target.value }),
      error: fault !== undefined,
      helperText: fault,
    };
  };
  const isAtField = problem?.reasons.some(({ path = '' }) => path in EMPTY || CHOSEN.includes(path)) ?? false;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const { claimedMinutes, name, email, text, ...others } = fields;
      const said = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== ''));
      const minutes = claimedMinutes === '' ? {} : { claimedMinutes: Number(claimedMinutes) };
      const known = {
        ...(customer === null ? {} : { customerId: customer.id }),
        ...(incident === null ? {} : { incidentId: incident.id }),
      };
      const body = { name, email, text, ...said, ...minutes, ...known };
      const claim = unwrap(await client.POST('/api/v1/claims', { body }));
      await queries.invalidateQueries();
      void navigate(`/outreach/claims/${claim.id}`);
    } catch (error) {
      setProblem(error as ApiProblem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={close} fullWidth maxWidth="md" aria-labelledby="enter-claim">
      <form onSubmit={(event) => void submit(event)}>
        <DialogTitle id="enter-claim">{t('claims.enter')}</DialogTitle>
        <DialogContent>
          <Stack spacing={2} sx={{ pt: 1 }}>
            <Typography color="textSecondary">{t('claims.enterAdvice')}</Typography>
            {problem === null || isAtField ? null : <Refused problem={problem} />}
            <Stack direction="row" useFlexGap spacing={1.5} sx={{ flexWrap: 'wrap' }}>
              {FIELDS.map(({ name, label, type, isNeeded }) => (
                <TextField
                  key={name}
                  required={isNeeded === true}
                  type={type ?? 'text'}
                  label={t(label)}
                  {...bind(name)}
                  slotProps={type === 'date' || type === 'time' ? { inputLabel: { shrink: true } } : {}}
                  sx={{ width: { xs: '100%', sm: 'calc(50% - 6px)' } }}
                />
              ))}
            </Stack>
            <TextField required multiline minRows={3} label={t('claims.field.text')} {...bind('text')} />
            <CustomerChoice
              label={t('claims.field.customer')}
              value={customer}
              choose={setCustomer}
              error={faultAt('customerId')}
            />
            <IncidentChoice
              label={t('claims.field.incident')}
              value={incident}
              choose={setIncident}
              error={faultAt('incidentId')}
            />
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button type="submit" variant="contained" disabled={isBusy}>
            {t('claims.enter')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
