import { Box, Button, Checkbox, FormControlLabel, Stack, TextField, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { client, idempotencyKey, ifMatch, type Schemas, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useActor } from '../format/use-actor.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText, useWord } from '../i18n/use-text.js';
import type { Choice } from '../list/chooser.js';
import { Panel } from '../shell/panel.js';
import { Refused } from '../shell/states.js';
import type { Claim } from './claim-page.js';
import { CustomerChoice, IncidentChoice } from './match-choices.js';

type Action = Schemas['ClaimActionDto'];
type RefusalCode = NonNullable<Action['reasons']>[number];
const REFUSALS: readonly RefusalCode[] = [
  'no_trace',
  'outside_deadline',
  'product_not_covered',
  'already_compensated',
  'nothing_owed',
  'not_recognised',
  'other',
];

/** What is decided of a claim, what stands against it, and the next steps; the service says which there are. */
export function ClaimDecision({ claim }: { readonly claim: Claim }) {
  const t = useText();
  const notify = useNotify();
  const queries = useQueryClient();
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const run = async (action: Action): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const done = unwrap(
        await client.POST('/api/v1/claims/{id}/actions', {
          params: { path: { id: claim.id } },
          headers: { ...ifMatch(claim.version), ...idempotencyKey() },
          body: { ...action, note: note.trim() === '' ? null : note },
        }),
      );
      notify(t('claims.now', { status: t(`claims.status.${done.status}`) }), { type: 'success' });
    } catch (error) {
      setProblem(error as ApiProblem);
    } finally {
      setBusy(false);
      await queries.invalidateQueries();
    }
  };
  const can = (status: Claim['status']): boolean => claim.nextStatuses.includes(status);
  const isDecided = claim.status === 'accepted' || claim.status === 'refused';
  return (
    <Panel title={t('claims.decision')}>
      <Stack spacing={1.5}>
        <Decided claim={claim} />
        {problem === null ? null : <Refused problem={problem} />}
        {claim.status === 'unmatched' ? <MatchFields claim={claim} isBusy={isBusy} run={run} /> : null}
        <TextField
          multiline
          minRows={2}
          label={t('claims.noteLabel')}
          value={note}
          onChange={({ target }) => setNote(target.value)}
          helperText={t('claims.noteAdvice')}
        />
        {can('accepted') ? (
          <Button
            variant="contained"
            disabled={isBusy || claim.blockers.some(({ to }) => to === 'accepted')}
            onClick={() => void run({ action: 'accept' })}
          >
            {t('claims.accept')}
          </Button>
        ) : null}
        {can('refused') ? <RefusalFields claim={claim} isBusy={isBusy} run={run} /> : null}
        {isDecided ? (
          <Button disabled={isBusy || note.trim() === ''} onClick={() => void run({ action: 'reopen' })}>
            {t('claims.reopen')}
          </Button>
        ) : null}
        {claim.status === 'open' ? (
          <>
            <Button disabled={isBusy} onClick={() => void run({ action: 'check' })}>
              {t('claims.check')}
            </Button>
            <MatchAnew claim={claim} isBusy={isBusy} run={run} />
          </>
        ) : null}
      </Stack>
    </Panel>
  );
}

type Step = {
  readonly claim: Claim;
  readonly isBusy: boolean;
  readonly run: (action: Action) => Promise<void>;
};

/** What was decided, by whom and why; and what stands against accepting. */
function Decided({ claim }: { readonly claim: Claim }) {
  const t = useText();
  const word = useWord();
  const format = useFormat();
  const actor = useActor();
  const why = [...claim.refusalCodes.map((code) => word('claims.refusal', code)), claim.decisionNote];
  return (
    <>
      {claim.decidedAt === null ? null : (
        <Typography>
          {[
            t(`claims.status.${claim.status}`),
            actor(claim.decidedBy ?? ''),
            format.instant(claim.decidedAt, VIEWER_ZONE),
            ...why,
          ]
            .filter((text) => text !== null)
            .join(' · ')}
        </Typography>
      )}
      {claim.blockers.length === 0 ? null : (
        <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
          {claim.blockers.map(({ to, code, message }) => (
            <li key={`${to} ${code}`}>{word('claims.blocker', code, message)}</li>
          ))}
        </Box>
      )}
    </>
  );
}

/** Whose the claim is and of which incident, as an agent knows it. */
function MatchFields({ claim, isBusy, run }: Step) {
  const t = useText();
  const [customer, setCustomer] = useState<Choice | null>(null);
  const [incident, setIncident] = useState<Choice | null>(null);
  const match = (): void => {
    if (customer !== null && incident !== null)
      void run({ action: 'match', customerId: customer.id, incidentId: incident.id });
  };
  return (
    <>
      <CustomerChoice
        label={t('customers.customer')}
        candidates={claim.candidates.customers}
        value={customer}
        choose={setCustomer}
      />
      <IncidentChoice
        label={t('offers.incident')}
        candidates={claim.candidates.incidents}
        value={incident}
        choose={setIncident}
      />
      <Button variant="contained" disabled={isBusy || customer === null || incident === null} onClick={match}>
        {t('claims.match')}
      </Button>
    </>
  );
}

/** A claim that was matched with the wrong customer or incident, before it is decided. */
function MatchAnew(step: Step) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  return isOpen ? (
    <MatchFields {...step} />
  ) : (
    <Button disabled={step.isBusy} onClick={() => setOpen(true)}>
      {t('claims.matchAnew')}
    </Button>
  );
}

/** The reasons that the customer is given; the one that the verdict names is chosen at first. */
function RefusalFields({ claim, isBusy, run }: Step) {
  const t = useText();
  const [reasons, setReasons] = useState<readonly RefusalCode[]>(REFUSALS.filter((code) => code === claim.verdict));
  const choose = (code: RefusalCode, isOn: boolean): void =>
    setReasons(isOn ? [...reasons, code] : reasons.filter((other) => other !== code));
  return (
    <Box component="fieldset" sx={{ border: '1px solid', borderColor: 'divider', borderRadius: 1, m: 0 }}>
      <Typography component="legend" sx={{ px: 0.5 }}>
        {t('claims.refuseBecause')}
      </Typography>
      {REFUSALS.map((code) => (
        <FormControlLabel
          key={code}
          sx={{ display: 'flex' }}
          control={<Checkbox checked={reasons.includes(code)} onChange={(_, isOn) => choose(code, isOn)} />}
          label={t(`claims.refusal.${code}`)}
        />
      ))}
      <Button
        variant="outlined"
        disabled={isBusy || reasons.length === 0}
        onClick={() => void run({ action: 'refuse', reasons: [...reasons] })}
      >
        {t('claims.refuse')}
      </Button>
    </Box>
  );
}
