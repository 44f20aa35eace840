import { Box, Button, Link, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';
import type { Answer } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { useText } from '../i18n/use-text.js';
import { Panel } from '../shell/panel.js';
import { Empty, Loaded } from '../shell/states.js';

type Comparison = Answer<'/api/v1/billing/reconciliations'>['items'][number];
type Drift = Answer<'/api/v1/billing/reconciliations/{id}/drifts'>['items'][number];

const MOST = 100;
const STRIPE_CUSTOMER = 'https://dashboard.stripe.com/customers/';

/** What differs: what was to be there beside what stands there, what to do about it, and the way to where it is done. */
export function Drifts({ comparison }: { readonly comparison: Comparison }) {
  const t = useText();
  const connections = useGet('/api/v1/billing/connections', {});
  const drifts = useGet('/api/v1/billing/reconciliations/{id}/drifts', {
    path: { id: comparison.id },
    query: { limit: MOST },
  });
  const connection = connections.data?.items.find(({ id }) => id === comparison.connectionId);
  const isStripe = connection?.kind === 'stripe' && connection.baseUrl === null;
  return (
    <Panel title={t('reconciliation.drifts')} flush>
      <Loaded query={drifts}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('reconciliation.agrees')} />
          ) : (
            <DriftTable items={items} isStripe={isStripe} />
          )
        }
      </Loaded>
    </Panel>
  );
}

function DriftTable({ items, isStripe }: { readonly items: readonly Drift[]; readonly isStripe: boolean }) {
  const t = useText();
  const format = useFormat();
  return (
    <Table aria-label={t('reconciliation.drifts')}>
      <TableHead>
        <TableRow>
          <TableCell>{t('billing.reference')}</TableCell>
          <TableCell>{t('reconciliation.what')}</TableCell>
          <TableCell>{t('reconciliation.expected')}</TableCell>
          <TableCell>{t('reconciliation.found')}</TableCell>
          <TableCell>{t('billing.whatToDo')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {items.map((drift) => (
          <TableRow key={drift.number} sx={{ verticalAlign: 'top' }}>
            <TableCell>
              {drift.creditId === null ? (
                drift.reference
              ) : (
                <Link component={RouterLink} to={`/billing/credits/${drift.creditId}`}>
                  {drift.reference}
                </Link>
              )}
            </TableCell>
            <TableCell>{t(`reconciliation.kind.${drift.kind}`)}</TableCell>
            <TableCell>
              {drift.expected === null ? '–' : format.money(drift.expected)}
              <Box sx={{ color: 'text.secondary' }}>{drift.expected?.billingCustomerId}</Box>
            </TableCell>
            <TableCell>
              {drift.found.length === 0 ? '–' : null}
              {drift.found.map((entry) => (
                <Box key={entry.externalId}>
                  {format.money(entry)}
                  <Box sx={{ color: 'text.secondary' }}>{`${entry.billingCustomerId} · ${entry.externalId}`}</Box>
                </Box>
              ))}
            </TableCell>
            <TableCell>
              {t(`reconciliation.advice.${drift.kind}`)}
              <Ways drift={drift} isStripe={isStripe} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** The ways to where a drift is ended: over there, and here where an action of ours does it. */
function Ways({ drift, isStripe }: { readonly drift: Drift; readonly isStripe: boolean }) {
  const t = useText();
  const { action, creditId, reference } = drift;
  const customerThere = drift.found[0]?.billingCustomerId ?? drift.expected?.billingCustomerId ?? null;
  return (
    <Box sx={{ display: 'flex', gap: 1, mt: 0.5, flexWrap: 'wrap' }}>
      {isStripe && customerThere !== null ? (
        <Button
          variant="outlined"
          href={`${STRIPE_CUSTOMER}${encodeURIComponent(customerThere)}`}
          target="_blank"
          rel="noreferrer"
        >
          {t('reconciliation.openStripe')}
        </Button>
      ) : null}
      {creditId === null ? null : (
        <Button
          component={RouterLink}
          variant={action === null ? 'text' : 'outlined'}
          to={`/billing/credits/${creditId}${action === null ? '' : `?do=${action}`}`}
          aria-label={`${t(action === null ? 'reconciliation.openCredit' : `billing.action.${action}`)} ${reference}`}
        >
          {t(action === null ? 'reconciliation.openCredit' : `billing.action.${action}`)}
        </Button>
      )}
    </Box>
  );
}
