import { Alert, Button } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client, type Schemas, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useText } from '../i18n/use-text.js';
import { Refused } from '../shell/states.js';
import { useGiven } from './use-given.js';

const FATES = ['created', 'unchanged', 'replaced', 'stale', 'supplemented', 'withdrawn', 'kept', 'ended'] as const;

/** Works out what everybody is offered, under the newest assessment and the policies as they are; says what came of it. */
export function ProposeButton({ assessmentId, isFirst }: { readonly assessmentId: string; readonly isFirst: boolean }) {
  const t = useText();
  const given = useGiven();
  const queries = useQueryClient();
  const [result, setResult] = useState<Schemas['ProposeResult'] | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const propose = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const params = { path: { id: assessmentId } };
      setResult(unwrap(await client.POST('/api/v1/assessments/{id}/offers', { params, body: {} })));
      await queries.invalidateQueries();
    } catch (error) {
      setProblem(error as ApiProblem);
      // The page may show an assessment that is no longer the newest.
      await queries.invalidateQueries();
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button variant={isFirst ? 'contained' : 'outlined'} disabled={isBusy} onClick={() => void propose()}>
        {t(isFirst ? 'offers.propose' : 'offers.proposeAgain')}
      </Button>
      {problem === null ? null : <Refused problem={problem} />}
      {result === null ? null : (
        <Alert severity="success" icon={false} role="status" sx={{ flexBasis: '100%' }} onClose={() => setResult(null)}>
          {`${given.ofMany(result.totals, result.inKind)} · `}
          {FATES.filter((fate) => result.offers[fate] > 0)
            .map((fate) => t(`offers.fate.${fate}`, { smart_count: result.offers[fate] }))
            .join(' · ') || t('offers.fate.none')}
          {` · ${t('offers.fate.nothingOwed', { smart_count: result.outcomes.nothing_owed })}`}
          {result.outcomes.refused === 0
            ? ''
            : ` · ${t('offers.fate.refused', { smart_count: result.outcomes.refused })}`}
        </Alert>
      )}
    </>
  );
}
