import { Box, Button, Link, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { Link as RouterLink, useParams, useSearchParams } from 'react-router-dom';
import type { Schemas } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { useZone, VIEWER_ZONE } from '../format/use-zone.js';
import { useText } from '../i18n/use-text.js';
import { Page } from '../shell/page.js';
import { Panel } from '../shell/panel.js';
import { Empty, Loaded } from '../shell/states.js';
import { CustomerImpact } from './customer-impact.js';
import { CustomerMeetings } from './customer-meetings.js';
import { CustomerMoney } from './customer-money.js';

export type Customer = Schemas['CustomerPage'];

/** Everything about one customer; what one incident did to them is open. */
export default function CustomerPage() {
  const { externalId = '' } = useParams();
  const t = useText();
  const query = useGet('/api/v1/console/customers/{externalId}', { path: { externalId } });
  if (query.data === undefined) {
    return (
      <Page title={t('customer.title')}>
        <Loaded query={query} lines={10}>
          {() => null}
        </Loaded>
      </Page>
    );
  }
  return <CustomerDetail page={query.data} />;
}

function CustomerDetail({ page }: { readonly page: Customer }) {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const { customer, incidents, cases } = page;
  const chosen = incidents.find(({ incidentId }) => incidentId === search.get('incident')) ?? incidents[0];
  const openCase = cases.find(({ incidentId }) => incidentId === chosen?.incidentId);
  const { zone, other } = useZone(chosen?.timeZone ?? VIEWER_ZONE);
  return (
    <Page
      title={customer.name}
      above={
        <Link
          component={RouterLink}
          to={chosen === undefined ? '/incidents' : `/incidents/${chosen.incidentId}/customers`}
          variant="body2"
        >
          {chosen?.title ?? t('incidents.title')}
        </Link>
      }
      beside={<Contract customer={customer} />}
      actions={openCase === undefined ? null : <CaseActions caseId={openCase.id} />}
    >
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', xl: 'minmax(0, 3fr) minmax(320px, 1fr)' },
          alignItems: 'start',
        }}
      >
        <Stack spacing={2} sx={{ minWidth: 0 }}>
          {incidents.length > 1 ? (
            <TextField
              select
              label={t('customer.incident')}
              value={chosen?.incidentId ?? ''}
              onChange={({ target }) => setSearch({ incident: target.value })}
              sx={{ alignSelf: 'flex-start', minWidth: 280 }}
            >
              {incidents.map(({ incidentId, title }) => (
                <MenuItem key={incidentId} value={incidentId}>
                  {title}
                </MenuItem>
              ))}
            </TextField>
          ) : null}
          {chosen === undefined ? (
            <Panel title={t('customer.incidents')}>
              <Empty title={t('customer.notHit')} advice={t('customer.notHitAdvice')} />
            </Panel>
          ) : (
            <>
              <CustomerImpact incident={chosen} page={page} zone={zone} />
              <CustomerMeetings incident={chosen} externalId={customer.externalId} zone={zone} other={other} />
            </>
          )}
          <CustomerMoney page={page} zone={zone} />
        </Stack>
        <Contacts page={page} zone={zone} />
      </Box>
    </Page>
  );
}

/** What is done with the customer once one has seen what happened to them. */
function CaseActions({ caseId }: { readonly caseId: string }) {
  const t = useText();
  return (
    <>
      <Button component={RouterLink} to={`/outreach/${caseId}?do=call`}>
        {t('customer.noteCall')}
      </Button>
      <Button component={RouterLink} variant="outlined" to={`/outreach/${caseId}?do=mail`}>
        {t('mail.title')}
      </Button>
    </>
  );
}

function Contract({ customer }: { readonly customer: Customer['customer'] }) {
  const t = useText();
  const format = useFormat();
  const { contract, owner, externalId } = customer;
  const parts = [
    contract === null ? t('customer.noContract') : contract.plan,
    contract === null ? null : t('customer.perMonth', { amount: format.money(contract.monthlyFee) }),
    owner === null ? t('customer.noOwner') : t('customer.owner', { owner }),
    externalId,
  ];
  return <Typography color="textSecondary">{parts.filter((part) => part !== null).join(' · ')}</Typography>;
}

function Contacts({ page, zone }: { readonly page: Customer; readonly zone: string }) {
  const t = useText();
  const format = useFormat();
  const { customer, cases } = page;
  return (
    <Stack spacing={2}>
      <Panel title={t('customer.contacts')}>
        {customer.contacts.length === 0 ? (
          <Typography color="textSecondary">{t('customer.noContact')}</Typography>
        ) : null}
        {customer.contacts.map(({ id, name, email, role, optedOut }) => (
          <Box key={id} sx={{ mb: 1 }}>
            <Typography>{name}</Typography>
            <Typography variant="body2">
              <Link href={`mailto:${email}`}>{email}</Link>
            </Typography>
            <Typography variant="body2" color="textSecondary">
              {role}
              {optedOut ? ` · ${t('customer.optedOut')}` : ''}
            </Typography>
          </Box>
        ))}
        <Typography variant="body2" color="textSecondary">
          {t('customer.speaks', { zone: format.zone(customer.timezone), locale: customer.locale })}
        </Typography>
      </Panel>
      <Panel title={t('customer.contracts')}>
        {customer.contracts.map((contract) => (
          <Typography key={contract.from} variant="body2">
            {`${contract.from} – ${contract.to ?? '…'}: ${contract.plan}, ${format.money(contract.monthlyFee)}${contract.policyCode === null ? '' : `, ${contract.policyCode}`}`}
          </Typography>
        ))}
      </Panel>
      <Panel title={t('customer.cases')}>
        {cases.length === 0 ? <Typography color="textSecondary">{t('customer.noCase')}</Typography> : null}
        {cases.map(({ id, status, owner, nextAction, nextActionAt }) => (
          <Box key={id} sx={{ mb: 1 }}>
            <Link component={RouterLink} to={`/outreach/${id}`}>
              {t(`case.status.${status}`)}
            </Link>
            <Typography variant="body2" color="textSecondary">
              {[
                owner ?? t('customer.noOwner'),
                nextAction,
                nextActionAt === null ? null : format.instant(nextActionAt, zone),
              ]
                .filter((part) => part !== null)
                .join(' · ')}
            </Typography>
          </Box>
        ))}
      </Panel>
    </Stack>
  );
}
