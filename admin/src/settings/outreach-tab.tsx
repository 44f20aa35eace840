import { Box, Button, Checkbox, FormControlLabel, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { type Answer, client, unwrap } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { useText } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import { Loaded } from '../shell/states.js';
import { type Form, useForm } from '../shell/use-form.js';
import { ClaimFormPanel } from './claim-form-panel.js';
import { useVersion } from './use-version.js';
import { RefusedChange, SaveChange } from './versioned.js';

type Settings = Answer<'/api/v1/outreach/settings'>;
type Colleague = Settings['people'][number];

const MODES = ['account_owner', 'round_robin'] as const;
/** The first is day 1. */
const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** Who gets the cases, when the company works, what happens by itself; and whether customers may claim by the form. */
export function OutreachTab() {
  const settings = useGet('/api/v1/outreach/settings', {});
  return (
    <Stack spacing={2}>
      <ClaimFormPanel />
      <Loaded query={settings}>{(stored) => <FollowUpForm stored={stored} />}</Loaded>
    </Stack>
  );
}

function FollowUpForm({ stored }: { readonly stored: Settings }) {
  const t = useText();
  const form = useForm(fieldsOf(stored), (name) => PATHS[name] ?? name);
  const { headers, saved, keepMine } = useVersion(stored, form);
  const save = async (): Promise<void> => {
    saved(unwrap(await client.PUT('/api/v1/outreach/settings', { body: bodyOf(form.fields), headers })));
  };
  return (
    <Panel title={t('followUp.title')}>
      <Stack component="form" noValidate spacing={2} sx={{ maxWidth: 720, pt: 1 }} onSubmit={form.submit(save)}>
        <RefusedChange {...form} stored={stored} keepMine={keepMine} />
        <TextField select label={t('followUp.mode')} {...form.text('mode')}>
          {MODES.map((mode) => (
            <MenuItem key={mode} value={mode}>
              {t(`followUp.modes.${mode}`)}
            </MenuItem>
          ))}
        </TextField>
        <TextField multiline minRows={2} label={t('followUp.team')} {...form.text('team', t('followUp.teamAdvice'))} />
        <People form={form} />
        <Calendar form={form} />
        <TextField
          inputMode="numeric"
          label={t('followUp.escalateAfterHours')}
          {...form.text('escalateAfterHours', t('followUp.never'))}
        />
        <TextField
          inputMode="numeric"
          label={t('followUp.reminderDaysBefore')}
          {...form.text('reminderDaysBefore', t('followUp.never'))}
        />
        <TextField
          type="time"
          label={t('followUp.digestAt')}
          {...form.text('digestAt', t('followUp.digestAdvice'))}
          slotProps={{ inputLabel: { shrink: true } }}
        />
        <SaveChange isBusy={form.isBusy} stored={stored} />
      </Stack>
    </Panel>
  );
}

/** Those of the company who own cases, as they stand there, and where their digest goes. */
function People({ form: { fields, set, faultOf } }: { readonly form: Form<Fields> }) {
  const t = useText();
  const { people } = fields;
  const write = (index: number, change: Partial<Colleague>): void =>
    set({ people: people.map((person, at) => (at === index ? { ...person, ...change } : person)) });
  const fault = faultOf('people');
  return (
    <Box component="fieldset" sx={{ border: '1px solid', borderColor: 'divider', borderRadius: 1, m: 0, minWidth: 0 }}>
      <Typography component="legend" sx={{ px: 0.5 }}>
        {t('followUp.people')}
      </Typography>
      <Stack spacing={1.5} sx={{ py: 1 }}>
        <Typography variant="body2" color={fault === undefined ? 'textSecondary' : 'error'}>
          {fault ?? t('followUp.peopleAdvice')}
        </Typography>
        {people.map((person, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- a row has nothing else of its own while it is typed
          <Stack key={index} direction="row" useFlexGap spacing={1} sx={{ flexWrap: 'wrap', alignItems: 'center' }}>
            <TextField
              label={t('followUp.personId')}
              value={person.id}
              onChange={({ target }) => write(index, { id: target.value })}
            />
            <TextField
              type="email"
              label={t('followUp.personEmail')}
              value={person.email}
              onChange={({ target }) => write(index, { email: target.value })}
            />
            <TextField
              select
              label={t('followUp.personLanguage')}
              value={person.locale}
              onChange={({ target }) => write(index, { locale: target.value === 'fr' ? 'fr' : 'en' })}
            >
              <MenuItem value="en">English</MenuItem>
              <MenuItem value="fr">Français</MenuItem>
            </TextField>
            <Button
              aria-label={t('followUp.removeOf', { name: person.id })}
              onClick={() => set({ people: people.filter((_, at) => at !== index) })}
            >
              {t('followUp.remove')}
            </Button>
          </Stack>
        ))}
        <Box>
          <Button variant="outlined" onClick={() => set({ people: [...people, { id: '', email: '', locale: 'en' }] })}>
            {t('followUp.add')}
          </Button>
        </Box>
      </Stack>
    </Box>
  );
}

/** When the company works: escalation counts these hours, and the digest comes on these days. */
function Calendar({ form: { fields, set, text, faultOf } }: { readonly form: Form<Fields> }) {
  const t = useText();
  const { days } = fields;
  const turn = (day: number, isOn: boolean): void =>
    set({ days: isOn ? [...days, day] : days.filter((other) => other !== day) });
  const fault = faultOf('days');
  const shrink = { inputLabel: { shrink: true } };
  return (
    <Box component="fieldset" sx={{ border: '1px solid', borderColor: 'divider', borderRadius: 1, m: 0, minWidth: 0 }}>
      <Typography component="legend" sx={{ px: 0.5 }}>
        {t('followUp.calendar')}
      </Typography>
      <Stack spacing={1.5} sx={{ py: 1 }}>
        <Stack direction="row" useFlexGap sx={{ flexWrap: 'wrap' }}>
          {WEEK.map((name, index) => (
            <FormControlLabel
              key={name}
              control={<Checkbox checked={days.includes(index + 1)} onChange={(_, isOn) => turn(index + 1, isOn)} />}
              label={t(`followUp.day.${name}`)}
            />
          ))}
        </Stack>
        {fault === undefined ? null : <Typography color="error">{fault}</Typography>}
        <Stack direction="row" useFlexGap spacing={1.5} sx={{ flexWrap: 'wrap' }}>
          <TextField type="time" label={t('followUp.from')} {...text('from')} slotProps={shrink} />
          <TextField type="time" label={t('followUp.to')} {...text('to')} slotProps={shrink} />
          <TextField label={t('followUp.zone')} {...text('zone')} />
        </Stack>
        <TextField
          multiline
          minRows={2}
          label={t('followUp.holidays')}
          {...text('holidays', t('followUp.holidaysAdvice'))}
        />
      </Stack>
    </Box>
  );
}

type Fields = ReturnType<typeof fieldsOf>;

/** Where a field stands in the input, when that is not under its own name. */
const PATHS: Readonly<Partial<Record<string, string>>> = {
  mode: 'assignment.mode',
  team: 'assignment.team',
  zone: 'calendar.zone',
  days: 'calendar.days',
  from: 'calendar.from',
  to: 'calendar.to',
  holidays: 'calendar.holidays',
};

function fieldsOf({ assignment, people, calendar, ...others }: Settings) {
  return {
    mode: assignment.mode,
    team: assignment.team.join('\n'),
    people,
    zone: calendar.zone,
    days: calendar.days,
    from: calendar.from,
    to: calendar.to,
    holidays: calendar.holidays.join('\n'),
    escalateAfterHours: String(others.escalateAfterHours),
    reminderDaysBefore: String(others.reminderDaysBefore),
    digestAt: others.digestAt ?? '',
  };
}

function bodyOf({ mode, team, people, zone, days, from, to, holidays, digestAt, ...numbers }: Fields) {
  return {
    assignment: { mode, team: linesOf(team) },
    people: [...people],
    calendar: { zone: zone.trim(), days: [...days], from, to, holidays: linesOf(holidays) },
    escalateAfterHours: Number(numbers.escalateAfterHours),
    reminderDaysBefore: Number(numbers.reminderDaysBefore),
    digestAt: digestAt === '' ? null : digestAt,
  };
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
