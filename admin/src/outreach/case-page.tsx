import { Box, Button, Link, Stack, Typography } from '@mui/material';
import { useMemo, useState } from 'react';
import { useStore } from 'react-admin';
import { Link as RouterLink, useNavigate, useParams, useSearchParams } from 'react-router-dom';
import type { Schemas } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { ClaimsPanel } from '../claims/claims-panel.js';
import { useText } from '../i18n/use-text.js';
import { Page } from '../shell/page.js';
import { Loaded } from '../shell/states.js';
import { CaseFacts } from './case-facts.js';
import { ActivityForm, NextActionForm } from './case-forms.js';
import { Timeline } from './case-timeline.js';
import { KeysDialog } from './keys-dialog.js';
import { MailComposer } from './mail-composer.js';
import { useCaseKeys } from './use-case-keys.js';

export type Case = Schemas['CaseDetail'];
/** What the reader is about to do; it stands in the address, so that a key on the list opens it here. */
type Act = 'next' | 'call' | 'note' | 'mail' | null;

/** One conversation: what to write and what happened on the left, what is next and what it is about on the right. */
export default function CasePage() {
  const { id = '' } = useParams();
  const t = useText();
  const [params, setParams] = useSearchParams();
  const act = params.get('do') as Act;
  const setAct = (next: Act): void => setParams(next === null ? {} : { do: next }, { replace: true });
  const [isHelp, setHelp] = useState(false);
  const query = useGet('/api/v1/outreach/cases/{id}', { path: { id } });
  const found = query.data;
  // A call that is kept moves the case on; that is no change of somebody else's.
  const [ownVersion, setOwnVersion] = useState(0);
  const noteOwn = async (): Promise<void> => setOwnVersion((await query.refetch()).data?.version ?? 0);
  const step = useNeighbours(id);
  const keys = useMemo(() => {
    const to = (next: Act) => () => setParams(next === null ? {} : { do: next }, { replace: true });
    return {
      j: step.next,
      k: step.previous,
      e: to('next'),
      c: to('call'),
      n: to('note'),
      m: to('mail'),
      '?': () => setHelp(true),
    };
  }, [step, setParams]);
  useCaseKeys(keys);
  return (
    <Page
      title={found?.customer.name ?? t('desk.title')}
      above={
        <Link component={RouterLink} to="/outreach" variant="body2">
          {t('desk.title')}
        </Link>
      }
      beside={
        found === undefined ? undefined : (
          <Typography color="textSecondary">{t(`case.status.${found.status}`)}</Typography>
        )
      }
      actions={
        <>
          <Button onClick={step.previous} disabled={!step.hasPrevious} aria-keyshortcuts="k">
            {t('list.previous')}
          </Button>
          <Button onClick={step.next} disabled={!step.hasNext} aria-keyshortcuts="j">
            {t('list.next')}
          </Button>
          <Button variant="outlined" onClick={() => setAct('mail')} aria-keyshortcuts="m">
            {t('mail.title')}
          </Button>
        </>
      }
    >
      <Loaded query={query} lines={10}>
        {(item) => (
          <Box
            sx={{
              display: 'grid',
              gap: 2,
              gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 3fr) minmax(0, 2fr)' },
            }}
          >
            <Stack spacing={2} sx={{ minWidth: 0 }}>
              {act === 'mail' ? <MailComposer key={item.id} item={item} close={() => setAct(null)} /> : null}
              <ActivityForm
                key={`${item.id} ${act === 'call' || act === 'note' ? act : ''}`}
                item={item}
                wanted={act === 'call' || act === 'note' ? act : null}
                kept={noteOwn}
              />
              <Timeline item={item} />
            </Stack>
            <Stack spacing={2} sx={{ minWidth: 0 }}>
              <NextActionForm key={item.id} item={item} isWanted={act === 'next'} ownVersion={ownVersion} />
              <ClaimsPanel customerId={item.customer.externalId} incidentId={item.incidentId} />
              <CaseFacts item={item} />
            </Stack>
          </Box>
        )}
      </Loaded>
      {isHelp ? <KeysDialog close={() => setHelp(false)} /> : null}
    </Page>
  );
}

/** The cases before and after this one, in the order of the list that was last looked at. */
function useNeighbours(id: string) {
  const navigate = useNavigate();
  const [order] = useStore<readonly string[]>('outreach.order', []);
  return useMemo(() => {
    const at = order.indexOf(id);
    const before = at > 0 ? order[at - 1] : undefined;
    const after = at === -1 ? undefined : order[at + 1];
    const go = (to: string | undefined) => () => {
      if (to !== undefined) void navigate(`/outreach/${to}`);
    };
    return { next: go(after), previous: go(before), hasNext: after !== undefined, hasPrevious: before !== undefined };
  }, [id, order, navigate]);
}
