import { Alert, Box, Link, MenuItem, Select, Typography } from '@mui/material';
import { lazy, type ReactNode, Suspense } from 'react';
import { Link as RouterLink, useParams } from 'react-router-dom';
import type { Schemas } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { useZone, VIEWER_ZONE } from '../format/use-zone.js';
import { type TextKey, useText } from '../i18n/use-text.js';
import { Page } from '../shell/page.js';
import { Loaded, NotFoundPage, Waiting } from '../shell/states.js';
import { useTones } from '../theme/tones.js';
import { AssessButton } from './assess-button.js';

const OverviewTab = lazy(() => import('./overview-tab.js'));
const CustomersTab = lazy(() => import('./customers-tab.js'));
const MeetingsTab = lazy(() => import('./meetings-tab.js'));
const EvidenceTab = lazy(() => import('./evidence-tab.js'));
const HistoryTab = lazy(() => import('./history-tab.js'));
const OffersTab = lazy(() => import('./offers-tab.js'));
const OutreachTab = lazy(() => import('./outreach-tab.js'));

export type IncidentOverview = Schemas['IncidentOverview'];
/** What every tab of an incident is given. */
export type IncidentTabProps = { readonly overview: IncidentOverview; readonly zone: string; readonly other: string };

const TABS: readonly {
  readonly tab: string;
  readonly text: TextKey;
  readonly page: (props: IncidentTabProps) => ReactNode;
}[] = [
  { tab: '', text: 'incident.tab.overview', page: (props) => <OverviewTab {...props} /> },
  { tab: 'customers', text: 'incident.tab.customers', page: (props) => <CustomersTab {...props} /> },
  { tab: 'meetings', text: 'incident.tab.meetings', page: (props) => <MeetingsTab {...props} /> },
  { tab: 'offers', text: 'incident.tab.offers', page: (props) => <OffersTab {...props} /> },
  { tab: 'outreach', text: 'incident.tab.outreach', page: (props) => <OutreachTab {...props} /> },
  { tab: 'evidence', text: 'incident.tab.evidence', page: (props) => <EvidenceTab {...props} /> },
  { tab: 'history', text: 'incident.tab.history', page: (props) => <HistoryTab {...props} /> },
];

const RUNNING_REFRESH_MS = 1500;

/** An incident: its heading and tabs stay, whichever tab is open. */
export default function IncidentPage() {
  const { id = '', tab = '' } = useParams();
  const t = useText();
  const query = useGet('/api/v1/console/incidents/{id}', { path: { id } }, { refetchEveryMs: 30_000 });
  const chosen = TABS.find((one) => one.tab === tab);
  if (chosen === undefined) return <NotFoundPage />;
  if (query.data === undefined) {
    return (
      <Page title={t('incident.title')}>
        <Loaded query={query} lines={10}>
          {() => null}
        </Loaded>
      </Page>
    );
  }
  return <Incident overview={query.data} tab={tab} page={chosen.page} refresh={() => void query.refetch()} />;
}

function Incident({
  overview,
  tab,
  page,
  refresh,
}: {
  readonly overview: IncidentOverview;
  readonly tab: string;
  readonly page: (props: IncidentTabProps) => ReactNode;
  readonly refresh: () => void;
}) {
  const t = useText();
  const { incident, assessment } = overview;
  const { zone, other, choose } = useZone(incident.timeZone);
  // While an assessment runs, the numbers are asked for until it has ended.
  useGet(
    '/api/v1/console/incidents/{id}',
    { path: { id: incident.id } },
    { refetchEveryMs: overview.running === null ? false : RUNNING_REFRESH_MS },
  );
  return (
    <Page
      title={incident.title}
      above={
        <Link component={RouterLink} to="/incidents" variant="body2">
          {t('incidents.title')}
        </Link>
      }
      beside={
        <Typography color="textSecondary">
          {t(`incident.status.${incident.status}`)}
          {assessment === null ? '' : ` · ${t('incident.revision', { revision: assessment.revision })}`}
          {assessment?.provisional === true ? ` · ${t('incident.provisional')}` : ''}
        </Typography>
      }
      actions={<AssessButton overview={overview} refresh={refresh} />}
    >
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1, mb: 2 }}>
        <IncidentTabs overview={overview} tab={tab} />
        <ZoneChoice zone={zone} incidentZone={incident.timeZone} choose={choose} />
      </Box>
      {assessment === null ? null : <StaleNotice assessmentId={assessment.id} />}
      <Suspense fallback={<Waiting lines={8} />}>{page({ overview, zone, other })}</Suspense>
    </Page>
  );
}

/** The figures are no longer those of the windows and data as they are, and why. */
function StaleNotice({ assessmentId }: { readonly assessmentId: string }) {
  const t = useText();
  const { data } = useGet('/api/v1/assessments/{id}', { path: { id: assessmentId } });
  if (data === undefined || data.staleReasons.length === 0) return null;
  return (
    <Alert severity="warning" icon={false} role="status" sx={{ mb: 2 }}>
      {data.staleReasons.map((reason) => t(`incident.stale.${reason}`)).join(' ')} {t('incident.staleAdvice')}
    </Alert>
  );
}

function IncidentTabs({ overview, tab }: { readonly overview: IncidentOverview; readonly tab: string }) {
  const tones = useTones();
  const t = useText();
  const format = useFormat();
  const { assessment, offers, cases, incident } = overview;
  const total = (counts: Readonly<Record<string, number>> | undefined): number | undefined =>
    counts === undefined
      ? undefined
      : Object.entries(counts).reduce(
          (sum, [name, count]) => (name === 'unaffected' || name === 'inferred' ? sum : sum + count),
          0,
        );
  const counts: Readonly<Record<string, number | undefined>> = {
    customers: total(assessment?.figures?.customers),
    meetings: total(assessment?.figures?.meetings),
    offers: offers.reduce((sum, { count }) => sum + count, 0),
    outreach: cases.reduce((sum, { count }) => sum + count, 0),
  };
  return (
    <Box
      component="nav"
      aria-label={t('incident.tabs')}
      sx={{
        flex: { xs: '1 1 100%', md: 1 },
        minWidth: 0,
        display: 'flex',
        overflowX: 'auto',
        borderBottom: `1px solid ${tones.line}`,
      }}
    >
      {TABS.map(({ tab: name, text }) => (
        <Box
          key={name}
          component={RouterLink}
          to={`/incidents/${incident.id}${name === '' ? '' : `/${name}`}`}
          aria-current={name === tab ? 'page' : undefined}
          sx={{
            px: 1.5,
            py: 1,
            whiteSpace: 'nowrap',
            textDecoration: 'none',
            color: name === tab ? tones.accent : tones.quiet,
            borderBottom: '2px solid',
            borderColor: name === tab ? tones.accent : 'transparent',
            '&:hover': { color: tones.accent },
          }}
        >
          {t(text)}
          {(counts[name] ?? 0) === 0 ? null : (
            <Box component="span" sx={{ color: tones.quiet, ml: 0.75 }}>
              {format.number(counts[name] ?? 0)}
            </Box>
          )}
        </Box>
      ))}
    </Box>
  );
}

/** The zone in which the times are told. */
function ZoneChoice({
  zone,
  incidentZone,
  choose,
}: {
  readonly zone: string;
  readonly incidentZone: string;
  readonly choose: (zone: string) => void;
}) {
  const t = useText();
  const format = useFormat();
  const zones = [...new Set([VIEWER_ZONE, incidentZone])];
  if (zones.length === 1) {
    return (
      <Typography variant="body2" color="textSecondary">
        {t('incident.time', { zone: format.zone(zone) })}
      </Typography>
    );
  }
  return (
    <Select
      value={zone}
      onChange={({ target }) => choose(target.value)}
      inputProps={{ 'aria-label': t('incident.zone') }}
    >
      {zones.map((name) => (
        <MenuItem key={name} value={name}>
          {t('incident.time', { zone: format.zone(name) })}
        </MenuItem>
      ))}
    </Select>
  );
}
