import { Alert, Box, Button, Link, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { useNotify } from 'react-admin';
import { Link as RouterLink, useNavigate, useParams } from 'react-router-dom';
import { type Answer, client, type Schemas, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useGet } from '../api/use-get.js';
import { useText } from '../i18n/use-text.js';
import { Page } from '../shell/page.js';
import { Panel } from '../shell/panel.js';
import { Loaded, Refused } from '../shell/states.js';
import { jsonLines } from './json-lines.js';
import { faultsByLine, RulesEditor } from './rules-editor.js';
import { RulesInWords } from './rules-in-words.js';
import { Simulator } from './simulator.js';

type Policy = Answer<'/api/v1/policies/{code}'>;

const TYPING_PAUSE_MS = 350;
const BLANK = { kind: 'goodwill', zone: Intl.DateTimeFormat().resolvedOptions().timeZone };

/** Writes a new version of a policy: from its newest one or an example, checked by the service while it is typed. */
export default function PolicyEditorPage() {
  const t = useText();
  const { code = '' } = useParams();
  const policy = useGet('/api/v1/policies/{code}', { path: { code } });
  return (
    <Page
      title={t('policies.newVersionOf', { name: policy.data?.name ?? code })}
      above={
        <Link component={RouterLink} to={`/policies/${code}`} variant="body2">
          {policy.data?.name ?? code}
        </Link>
      }
    >
      <Loaded query={policy}>{(found) => <Editor key={found.code} policy={found} />}</Loaded>
    </Page>
  );
}

function Editor({ policy }: { readonly policy: Policy }) {
  const t = useText();
  const [text, setText] = useState(() => textOf(policy.latest?.rules ?? BLANK));
  const checked = useChecked(text);
  const { rules, isJson, faults, answer } = checked;
  return (
    <Box
      sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'repeat(2, minmax(0, 1fr))' } }}
    >
      <Stack spacing={2} sx={{ minWidth: 0 }}>
        <Panel
          title={t('policies.rules')}
          actions={<StartFrom policy={policy} choose={(from) => setText(textOf(from))} />}
        >
          <RulesEditor label={t('policies.rulesJson')} text={text} faults={faults} change={setText} />
        </Panel>
      </Stack>
      <Stack spacing={2} sx={{ minWidth: 0 }}>
        <Panel title={t('policies.inWords')}>
          {!isJson ? (
            <Typography color="textSecondary">{t('policies.notJson')}</Typography>
          ) : answer?.valid === true ? (
            <RulesInWords sentences={answer.description} beside={policy.latest?.description} />
          ) : answer === undefined ? null : (
            <Typography color="textSecondary">{t('policies.faults', { smart_count: faults.length })}</Typography>
          )}
          {checked.problem === null ? null : <Refused problem={checked.problem} />}
        </Panel>
        <PutInForce policy={policy} rules={answer?.valid === true ? rules : null} />
        <Simulator rules={answer?.valid === true ? rules : null} />
      </Stack>
    </Box>
  );
}

function textOf(rules: unknown): string {
  return JSON.stringify(rules, null, 2);
}

/** What the service says of the text, once the reader pauses. */
function useChecked(text: string) {
  const t = useText();
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const wait = setTimeout(() => setSettled(text), TYPING_PAUSE_MS);
    return () => clearTimeout(wait);
  }, [text]);
  const { brokenAt } = jsonLines(settled);
  const rules = brokenAt === null ? (JSON.parse(settled) as Record<string, unknown>) : null;
  const isObject = rules !== null && typeof rules === 'object' && !Array.isArray(rules);
  const { data, error } = useQuery<Schemas['CheckedRules'], ApiProblem>({
    queryKey: ['policy check', settled],
    queryFn: async () => unwrap(await client.POST('/api/v1/policies/validate', { body: { rules: rules ?? {} } })),
    enabled: isObject,
    retry: false,
  });
  const answer = isObject ? data : undefined;
  const broken = [{ line: brokenAt ?? 1, code: 'not_json', message: t('policies.notJsonHere') }];
  const faults = isObject ? faultsByLine(settled, answer?.faults ?? []) : broken;
  return { rules, isJson: isObject, faults, answer: settled === text ? answer : undefined, problem: error };
}

/** Takes the place of the text by the newest version or by a published schedule. */
function StartFrom({ policy, choose }: { readonly policy: Policy; readonly choose: (rules: unknown) => void }) {
  const t = useText();
  const [value, setValue] = useState(policy.latest === null ? '' : 'latest');
  const { data: examples } = useGet('/api/v1/policies/examples', {});
  const start = (chosen: string): void => {
    setValue(chosen);
    if (chosen === 'latest') choose(policy.latest?.rules);
    else choose(examples?.find(({ code }) => code === chosen)?.rules ?? BLANK);
  };
  return (
    <TextField
      select
      label={t('policies.startFrom')}
      value={value}
      onChange={({ target }) => start(target.value)}
      sx={{ width: 240 }}
      slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
    >
      <MenuItem value="">{t('policies.blank')}</MenuItem>
      {policy.latest === null ? null : (
        <MenuItem value="latest">{t('policies.fromVersion', { version: policy.latest.version })}</MenuItem>
      )}
      {(examples ?? []).map(({ code, name, missing }) => (
        <MenuItem key={code} value={code}>
          {missing.length === 0 ? name : t('policies.incomplete', { name })}
        </MenuItem>
      ))}
    </TextField>
  );
}

/** From which day on the rules are in force; the version before them ends there. */
function PutInForce({ policy, rules }: { readonly policy: Policy; readonly rules: Record<string, unknown> | null }) {
  const t = useText();
  const notify = useNotify();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [from, setFrom] = useState('');
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const fault = problem?.reasons.find(({ path }) => path === 'from')?.message;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (rules === null) return;
    setBusy(true);
    try {
      const params = { path: { code: policy.code } };
      unwrap(await client.POST('/api/v1/policies/{code}/versions', { params, body: { from, rules } }));
      await queries.invalidateQueries();
      notify(t('policies.added'), { type: 'success' });
      void navigate(`/policies/${policy.code}`);
    } catch (error) {
      setProblem(error as ApiProblem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Panel title={t('policies.putInForce')}>
      <form onSubmit={(event) => void submit(event)}>
        {problem === null || fault !== undefined ? null : <Refused problem={problem} />}
        <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: 'wrap', alignItems: 'flex-start' }}>
          <TextField
            required
            type="date"
            label={t('policies.from')}
            value={from}
            onChange={({ target }) => setFrom(target.value)}
            error={fault !== undefined}
            helperText={fault}
            slotProps={{ inputLabel: { shrink: true } }}
          />
          <Button type="submit" variant="contained" disabled={isBusy || rules === null}>
            {t('policies.add')}
          </Button>
        </Stack>
      </form>
      <Alert severity="info" icon={false} sx={{ mt: 1.5 }}>
        {t('policies.foreverAdvice')}
      </Alert>
    </Panel>
  );
}
