import {
  Box,
  Button,
  Link,
  List,
  ListItem,
  Paper,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';
import type { Schemas } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { type Format, useFormat } from '../format/use-format.js';
import { VIEWER_ZONE } from '../format/use-zone.js';
import { type Text, useText } from '../i18n/use-text.js';
import { PeopleByClass } from '../impact/people-by-class.js';
import { useGiven } from '../offers/use-given.js';
import { Meter } from '../shell/meter.js';
import { Page } from '../shell/page.js';
import { Panel } from '../shell/panel.js';
import { Empty, Loaded } from '../shell/states.js';

type HomeIncident = Schemas['HomeIncident'];
type MoneyState = Schemas['OfferTotal'];
type Waiting = Schemas['Waiting'];

/** What needs a person today: the open incidents, the work that waits, and where the money stands. */
export default function HomePage() {
  const t = useText();
  const query = useGet('/api/v1/console/home', {}, { refetchEveryMs: 60_000 });
  return (
    <Page title={t('home.title')}>
      <Loaded query={query} lines={12}>
        {({ incidents, waiting, money }) => (
          <Box
            sx={{
              display: 'grid',
              gap: 2,
              gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 2fr) minmax(280px, 1fr)' },
              alignItems: 'start',
            }}
          >
            <Stack spacing={2} sx={{ minWidth: 0 }}>
              {incidents.length === 0 ? (
                <NoIncident />
              ) : (
                incidents.map((incident) => <OpenIncident key={incident.id} incident={incident} />)
              )}
              <MoneyPanel money={money} />
            </Stack>
            <WaitingPanel waiting={waiting} />
          </Box>
        )}
      </Loaded>
    </Page>
  );
}

function NoIncident() {
  const t = useText();
  return (
    <Paper variant="outlined">
      <Empty
        title={t('home.noIncident')}
        advice={t('home.noIncidentAdvice')}
        action={
          <Button component={RouterLink} to="/incidents" variant="contained">
            {t('home.toIncidents')}
          </Button>
        }
      />
    </Paper>
  );
}

function OpenIncident({ incident }: { readonly incident: HomeIncident }) {
  const t = useText();
  const format = useFormat();
  const handled = incident.cases - incident.casesToContact;
  return (
    <Paper variant="outlined" component="article" sx={{ p: 2 }}>
      <Stack direction="row" spacing={1.5} useFlexGap sx={{ flexWrap: 'wrap', alignItems: 'baseline' }}>
        <Typography variant="h2" sx={{ fontSize: 17 }}>
          <Link component={RouterLink} to={`/incidents/${incident.id}`}>
            {incident.title}
          </Link>
        </Typography>
        <Typography color="textSecondary">{spanOf(incident, format, t)}</Typography>
        <Typography color="textSecondary">{t(`incident.status.${incident.status}`)}</Typography>
      </Stack>
      {incident.people === null ? (
        <Typography sx={{ mt: 1 }}>{t('home.notAssessed')}</Typography>
      ) : (
        <Box sx={{ mt: 1.5 }}>
          <PeopleByClass people={incident.people} />
        </Box>
      )}
      {incident.cases === 0 ? null : (
        <Box sx={{ mt: 2 }}>
          <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 2, flexWrap: 'wrap' }}>
            <Typography variant="body2">
              {t('home.coverage', { handled: format.number(handled), cases: format.number(incident.cases) })}
            </Typography>
            <Link component={RouterLink} to={`/incidents/${incident.id}/customers`} variant="body2">
              {t('home.worst')}
            </Link>
          </Stack>
          <Meter label={t('home.coverageBar')} share={handled / incident.cases} />
        </Box>
      )}
    </Paper>
  );
}

function spanOf({ startsAt, endsAt, timeZone }: HomeIncident, format: Format, t: Text): string {
  if (startsAt === null) return t('incident.noWindow');
  const end = endsAt === null ? t('incident.goesOn') : format.clock(endsAt, VIEWER_ZONE);
  const there = timeZone === VIEWER_ZONE ? '' : ` (${format.clock(startsAt, timeZone)} ${format.zone(timeZone)})`;
  return `${format.instant(startsAt, VIEWER_ZONE)}–${end}, ${format.zone(VIEWER_ZONE, startsAt)}${there}`;
}

const PLACE_OF: Readonly<Record<Waiting['kind'], string>> = {
  drafts: filtered('/offers', { offer: 'draft' }),
  letters: filtered('/offers', { offer: 'approved' }),
  due_cases: filtered('/outreach', { due: 'true' }),
  to_contact: filtered('/outreach', { status: 'to_contact' }),
  to_review: filtered('/offers', { offer: 'none' }),
  credits: filtered('/billing', { status: 'waiting' }),
  claims: filtered('/outreach/claims', { open: 'true' }),
  replies: '/outreach/replies',
  deliveries: '/billing/deliveries',
  parked: '/settings/jobs',
};

/** The address of a list with a filter. */
function filtered(path: string, filter: Readonly<Record<string, string>>): string {
  return `${path}?filter=${encodeURIComponent(JSON.stringify(filter))}`;
}

function WaitingPanel({ waiting }: { readonly waiting: readonly Waiting[] }) {
  const t = useText();
  const format = useFormat();
  return (
    <Panel title={t('home.waiting')}>
      {waiting.length === 0 ? (
        <Typography color="textSecondary">{t('home.nothingWaits')}</Typography>
      ) : (
        <List disablePadding>
          {waiting.map(({ kind, count }) => (
            <ListItem key={kind} disableGutters sx={{ py: 0.5, gap: 1.5, alignItems: 'baseline' }}>
              <Box component="span" sx={{ fontSize: 20, fontWeight: 600, minWidth: 44, textAlign: 'right' }}>
                {format.number(count)}
              </Box>
              <Link component={RouterLink} to={PLACE_OF[kind]}>
                {t(`home.kind.${kind}`, { smart_count: count })}
              </Link>
            </ListItem>
          ))}
        </List>
      )}
    </Panel>
  );
}

const COLUMNS = ['draft', 'approved', 'sent', 'accepted', 'declined'] as const;

function MoneyPanel({ money }: { readonly money: readonly MoneyState[] }) {
  const t = useText();
  const given = useGiven();
  if (money.length === 0) return null;
  const currencies = [...new Set(money.map(({ currency }) => currency))];
  const cell = (currency: string, status: MoneyState['status']): string => {
    const found = money.find((state) => state.currency === currency && state.status === status);
    return found === undefined ? '–' : given.ofMany([found], found.inKind);
  };
  return (
    <Panel title={t('home.money')} flush>
      <Table aria-label={t('home.money')}>
        <TableHead>
          <TableRow>
            <TableCell>{t('home.currency')}</TableCell>
            {COLUMNS.map((status) => (
              <TableCell key={status} align="right">
                {t(`offer.status.${status}`)}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {currencies.map((currency) => (
            <TableRow key={currency}>
              <TableCell component="th" scope="row">
                {currency}
              </TableCell>
              {COLUMNS.map((status) => (
                <TableCell key={status} align="right" sx={{ whiteSpace: 'nowrap' }}>
                  {cell(currency, status)}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Panel>
  );
}
