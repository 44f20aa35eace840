import { Box, Link, Stack, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import { Link as RouterLink, useParams } from 'react-router-dom';
import type { Schemas } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { Page } from '../shell/page.js';
import { Figure, Panel } from '../shell/panel.js';
import { Loaded } from '../shell/states.js';
import { DeliveryWord } from './delivery-status.js';
import { Reversals } from './reversals.js';
import { WhatToDo } from './what-to-do.js';

type Credit = Schemas['CreditDetail'];

/** One credit: where it stands and why, what can be done about it, every try of its delivery, its reversals. */
export default function CreditPage() {
  const t = useText();
  const { id = '' } = useParams();
  const credit = useGet('/api/v1/credits/{id}', { path: { id } });
  return (
    <Page
      title={credit.data === undefined ? t('billing.credit') : t('billing.creditOf', { ...credit.data })}
      above={
        <Link component={RouterLink} to="/billing" variant="body2">
          {t('billing.title')}
        </Link>
      }
    >
      <Loaded query={credit}>
        {(found) => (
          <Stack spacing={2}>
            <Summary credit={found} />
            <WhatToDo key={found.version} credit={found} />
            <Tries attempts={found.attempts} />
            {found.reversals.length === 0 ? null : <Reversals credit={found} />}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function Summary({ credit }: { readonly credit: Credit }) {
  const t = useText();
  const format = useFormat();
  const facts = [
    [t('billing.accepted'), format.instant(credit.acceptedAt, VIEWER_ZONE)],
    [t('billing.connection'), credit.connectionName],
    [t('billing.idThere'), credit.billingCustomerId],
    [t('billing.entryThere'), credit.externalId],
    [t('billing.document'), credit.billingDocument],
    [t('billing.nextTry'), credit.nextAttemptAt === null ? null : format.instant(credit.nextAttemptAt, VIEWER_ZONE)],
  ] as const;
  return (
    <Panel title={t('billing.whereItStands')}>
      <Stack direction="row" useFlexGap sx={{ gap: 4, flexWrap: 'wrap', mb: 1.5 }}>
        <Figure value={format.money(credit.amount)} label={t('billing.amount')} />
        <Figure value={<DeliveryWord status={credit.status} />} label={t('billing.stands')} />
        {credit.reversed.amountMinor === 0 ? null : (
          <Figure value={format.money(credit.reversed)} label={t('billing.takenBack')} />
        )}
      </Stack>
      {credit.reasonMessage === null ? null : <Typography sx={{ mb: 1.5 }}>{credit.reasonMessage}</Typography>}
      <Box
        component="dl"
        sx={{ m: 0, display: 'grid', gridTemplateColumns: 'max-content minmax(0, 1fr)', columnGap: 2, rowGap: 0.5 }}
      >
        <Box component="dt" sx={{ color: 'text.secondary' }}>
          {t('customers.customer')}
        </Box>
        <Box component="dd" sx={{ m: 0 }}>
          <Link component={RouterLink} to={`/customers/${encodeURIComponent(credit.customerId)}`}>
            {credit.customerName}
          </Link>
        </Box>
        <Box component="dt" sx={{ color: 'text.secondary' }}>
          {t('incident.title')}
        </Box>
        <Box component="dd" sx={{ m: 0 }}>
          <Link component={RouterLink} to={`/incidents/${credit.incidentId}`}>
            {credit.incidentTitle}
          </Link>
        </Box>
        {facts.map(([name, value]) =>
          value === null ? null : (
            <Box key={name} sx={{ display: 'contents' }}>
              <Box component="dt" sx={{ color: 'text.secondary' }}>
                {name}
              </Box>
              <Box component="dd" sx={{ m: 0, overflowWrap: 'anywhere' }}>
                {value}
              </Box>
            </Box>
          ),
        )}
      </Box>
    </Panel>
  );
}

function Tries({ attempts }: { readonly attempts: readonly Schemas['AttemptRow'][] }) {
  const t = useText();
  const format = useFormat();
  if (attempts.length === 0) {
    return (
      <Panel title={t('billing.tries')}>
        <Typography color="textSecondary">{t('billing.noTry')}</Typography>
      </Panel>
    );
  }
  return (
    <Panel title={t('billing.tries')} flush>
      <Table aria-label={t('billing.tries')}>
        <TableHead>
          <TableRow>
            <TableCell>{t('billing.begun')}</TableCell>
            <TableCell>{t('billing.outcome')}</TableCell>
            <TableCell align="right">HTTP</TableCell>
            <TableCell>{t('billing.why')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {attempts.map(({ deliveryId, attempt, startedAt, outcome, code, message, httpStatus }) => (
            <TableRow key={`${deliveryId} ${attempt}`}>
              <TableCell sx={{ whiteSpace: 'nowrap' }}>
                {`${format.day(startedAt, VIEWER_ZONE)}, ${format.second(startedAt, VIEWER_ZONE)}`}
              </TableCell>
              <TableCell>{outcome === null ? t('billing.underWay') : outcomeWord(outcome, t)}</TableCell>
              <TableCell align="right">{httpStatus ?? '–'}</TableCell>
              <TableCell>{message ?? code ?? ''}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Panel>
  );
}

const OUTCOMES = [
  'taken',
  'not_taken',
  'unknown',
  'refused',
  'gone',
  'found',
  'parked',
  'released',
  'look_up_failed',
] as const;

/** A billing system of tomorrow may end a try in a way that has no words here. */
function outcomeWord(outcome: string, t: ReturnType<typeof useText>): string {
  const known = OUTCOMES.find((name) => name === outcome);
  return known === undefined ? outcome : t(`billing.ended.${known}`);
}
