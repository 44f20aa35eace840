import { Box, Button, Stack, Typography } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type Answer, client, type Schemas, unwrap } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import { Empty, Loaded, Refused } from '../shell/states.js';
import { useTones } from '../theme/tones.js';
import { ConnectionDialog } from './connection-dialog.js';

type Connection = Answer<'/api/v1/billing/connections'>['items'][number];

/** The billing systems that credits go to, each with a test. */
export function ConnectionsTab() {
  const t = useText();
  const connections = useGet('/api/v1/billing/connections', {});
  const [asked, setAsked] = useState<Connection | 'new' | null>(null);
  const add = (
    <Button variant="contained" onClick={() => setAsked('new')}>
      {t('connections.add')}
    </Button>
  );
  return (
    <>
      {asked === null ? null : (
        <ConnectionDialog connection={asked === 'new' ? null : asked} close={() => setAsked(null)} />
      )}
      <Loaded query={connections}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('connections.none')} advice={t('connections.noneAdvice')} action={add} />
          ) : (
            <Stack spacing={2} sx={{ alignItems: 'stretch' }}>
              <Box>{add}</Box>
              {items.map((connection) => (
                <ConnectionPanel key={connection.id} connection={connection} edit={() => setAsked(connection)} />
              ))}
            </Stack>
          )
        }
      </Loaded>
    </>
  );
}

function ConnectionPanel({ connection, edit }: { readonly connection: Connection; readonly edit: () => void }) {
  const t = useText();
  const format = useFormat();
  const tones = useTones();
  const { id, name, kind, baseUrl, isDefault, disabledAt, disabledReason, secretNames } = connection;
  const test = useMutation<Schemas['ConnectionTest'], ApiProblem>({
    mutationFn: async () =>
      unwrap(await client.POST('/api/v1/billing/connections/{id}/test', { params: { path: { id } } })),
  });
  return (
    <Panel
      title={name}
      actions={
        <>
          <Button onClick={edit} aria-label={t('settings.editOf', { name })}>
            {t('settings.edit')}
          </Button>
          <Button variant="outlined" disabled={test.isPending} onClick={() => test.mutate()}>
            {t('connections.test')}
          </Button>
        </>
      }
    >
      <Typography color="textSecondary">
        {[t(`connections.kind.${kind}`), baseUrl, isDefault ? t('connections.default') : null]
          .filter((part) => part !== null)
          .join(' · ')}
      </Typography>
      {secretNames.length === 0 ? null : (
        <Typography color="textSecondary" variant="body2" sx={{ overflowWrap: 'anywhere' }}>
          {t('connections.secrets', { names: secretNames.join(', ') })}
        </Typography>
      )}
      {disabledAt === null ? null : (
        <Typography sx={{ color: tones.danger, mt: 0.5 }}>
          {t('connections.off', { at: format.instant(disabledAt, VIEWER_ZONE) })}
          {disabledReason === null ? '' : ` ${disabledReason}`}
        </Typography>
      )}
      <Box role="status" sx={{ mt: test.data === undefined && test.error === null ? 0 : 1 }}>
        {test.error === null ? null : <Refused problem={test.error} />}
        {test.data === undefined ? null : (
          <Typography sx={{ color: test.data.ok ? tones.good : tones.danger }}>
            {`${t(test.data.ok ? 'connections.works' : 'connections.fails')} ${test.data.message}`}
          </Typography>
        )}
      </Box>
    </Panel>
  );
}
