import {
  Alert,
  Box,
  Button,
  Link,
  Paper,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { lazy, Suspense, useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { Schemas } from '../api/client.js';
import { useGet } from '../api/use-get.js';
import { useFormat } from '../format/use-format.js';
import { useText, useWord } from '../i18n/use-text.js';
import { PeopleByClass } from '../impact/people-by-class.js';
import { ImpactMark } from '../impact/impact-mark.js';
import { Figure, Panel } from '../shell/panel.js';
import { Empty, Loaded } from '../shell/states.js';
import { customersHit } from './figures.js';
import type { IncidentOverview, IncidentTabProps } from './incident-page.js';
import { Picture } from './picture/picture.js';
import { spanOf, toneOfWindow } from './picture/window-tone.js';

const WindowsEditor = lazy(() => import('./windows-editor.js'));

type Incident = Schemas['IncidentDetail'];

/** What happened, how sure that is, and how far we are. */
export default function OverviewTab({ overview, zone, other }: IncidentTabProps) {
  const query = useGet('/api/v1/incidents/{id}', { path: { id: overview.incident.id } });
  return (
    <Loaded query={query} lines={10}>
      {(incident) => (
        <Stack spacing={2}>
          <Story incident={incident} zone={zone} other={other} />
          <Figures overview={overview} />
          <WindowsPanel incident={incident} zone={zone} />
        </Stack>
      )}
    </Loaded>
  );
}

function Story({
  incident,
  zone,
  other,
}: {
  readonly incident: Incident;
  readonly zone: string;
  readonly other: string;
}) {
  const t = useText();
  const format = useFormat();
  const { windows, updates, evidence } = incident;
  const timeline = useGet('/api/v1/incidents/{id}/timeline', { path: { id: incident.id } });
  const minutes = timeline.data?.minutes ?? [];
  const shown = updates.filter(({ status }) => status !== 'postmortem');
  const span = spanOf(
    [
      ...windows.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]),
      ...shown.map(({ displayAt }) => displayAt),
      ...evidence.flatMap(({ claimedStartAt, claimedEndAt }) => [claimedStartAt, claimedEndAt]),
    ],
    Date.parse(incident.updatedAt),
  );
  return (
    <Panel title={t('picture.title', { day: format.day(span[0], zone), zone: format.zone(zone, span[0]) })}>
      <Picture
        windows={windows}
        updates={shown.map(({ id, displayAt, status }) => ({
          id,
          at: displayAt,
          label: t(`incident.update.${status}`),
        }))}
        claims={evidence
          .filter(({ claimedStartAt, claimedEndAt }) => claimedStartAt !== null || claimedEndAt !== null)
          .map(({ id, source, componentKey, claimedStartAt, claimedEndAt }) => ({
            id,
            label: [t(`evidence.source.${source}`), componentKey].filter((text) => text !== null).join(' · '),
            from: claimedStartAt,
            to: claimedEndAt,
          }))}
        present={minutes.map(({ at, present }) => ({ at, value: present }))}
        refused={minutes.map(({ at, refused }) => ({ at, value: refused }))}
        span={span}
        zone={zone}
        other={other}
        description={t('picture.description', { windows: windows.length, updates: shown.length })}
      />
    </Panel>
  );
}

function Figures({ overview }: { readonly overview: IncidentOverview }) {
  const t = useText();
  const format = useFormat();
  const { assessment, certainty, offers, cases, incident } = overview;
  if (assessment?.figures === null || assessment === null) {
    return (
      <Paper variant="outlined">
        <Empty title={t('incident.notAssessed')} advice={t('incident.notAssessedAdvice')} />
      </Paper>
    );
  }
  const { people, customers, meetings } = assessment.figures;
  const hit = customersHit(customers);
  const toContact = cases.find(({ status }) => status === 'to_contact')?.count ?? 0;
  const toReview = offers.filter(({ status }) => status === 'draft').reduce((sum, { count }) => sum + count, 0);
  return (
    <Panel title={t('incident.whoWasHit')}>
      <PeopleByClass people={people} />
      <Stack direction="row" useFlexGap sx={{ flexWrap: 'wrap', gap: { xs: 2, md: 4 }, mt: 2.5 }}>
        <Figure
          value={
            <Link component={RouterLink} to={`/incidents/${incident.id}/customers`}>
              {format.number(hit)}
            </Link>
          }
          label={t('incident.customersHit', { smart_count: hit })}
        />
        <Figure
          value={format.number(meetings['unknown'] ?? 0)}
          label={t('incident.meetingsUnknown', { smart_count: meetings['unknown'] ?? 0 })}
        />
        <Figure
          value={format.number(people['inferred'] ?? 0)}
          label={t('incident.peopleInferred', { smart_count: people['inferred'] ?? 0 })}
        />
        {certainty === null ? null : (
          <Figure
            value={format.number(certainty.borderlinePeople)}
            label={t('incident.borderline', { smart_count: certainty.borderlinePeople })}
          />
        )}
        <Figure
          value={
            <Link component={RouterLink} to={`/incidents/${incident.id}/offers`}>
              {format.number(toReview)}
            </Link>
          }
          label={t('incident.drafts', { smart_count: toReview })}
        />
        <Figure
          value={
            <Link component={RouterLink} to={`/incidents/${incident.id}/outreach`}>
              {format.number(toContact)}
            </Link>
          }
          label={t('incident.toContact', { smart_count: toContact })}
        />
      </Stack>
      {assessment.provisional ? (
        <Alert severity="warning" icon={false} sx={{ mt: 2 }}>
          {t('incident.provisionalAdvice')}
        </Alert>
      ) : null}
    </Panel>
  );
}

function WindowsPanel({ incident, zone }: { readonly incident: Incident; readonly zone: string }) {
  const t = useText();
  const format = useFormat();
  const [isEditing, setEditing] = useState(false);
  const edit = (
    <Button variant={incident.windows.length === 0 ? 'contained' : 'outlined'} onClick={() => setEditing(true)}>
      {t('windows.edit')}
    </Button>
  );
  return (
    <Panel title={t('windows.title', { zone: format.zone(zone) })} actions={edit} flush>
      {incident.windows.length === 0 ? (
        <Empty title={t('windows.empty')} advice={t('windows.emptyAdvice')} />
      ) : (
        <Table aria-label={t('windows.title', { zone: format.zone(zone) })}>
          <TableHead>
            <TableRow>
              <TableCell>{t('windows.component')}</TableCell>
              <TableCell>{t('windows.from')}</TableCell>
              <TableCell>{t('windows.to')}</TableCell>
              <TableCell align="right">{t('windows.length')}</TableCell>
              <TableCell>{t('windows.effect')}</TableCell>
              <TableCell>{t('windows.reason')}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {incident.windows.map((window) => (
              <TableRow key={window.id}>
                <TableCell>{window.componentKey}</TableCell>
                <TableCell>{format.second(window.startsAt, zone)}</TableCell>
                <TableCell>
                  {window.endsAt === null ? t('incident.goesOn') : format.second(window.endsAt, zone)}
                </TableCell>
                <TableCell align="right">
                  {window.endsAt === null
                    ? ''
                    : format.duration((Date.parse(window.endsAt) - Date.parse(window.startsAt)) / 1000)}
                </TableCell>
                <TableCell>
                  <Capabilities capabilities={window.capabilities} />
                </TableCell>
                <TableCell sx={{ maxWidth: 420, py: 0.75 }}>
                  <Typography variant="body2">{window.reason ?? ''}</Typography>
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      {isEditing ? (
        <Suspense fallback={null}>
          <WindowsEditor incident={incident} zone={zone} close={() => setEditing(false)} />
        </Suspense>
      ) : null}
    </Panel>
  );
}

/** What a window took away, in words: `join, interact lost`. */
function Capabilities({ capabilities }: { readonly capabilities: Schemas['WindowRow']['capabilities'] }) {
  const t = useText();
  const word = useWord();
  const of = (state: string): string =>
    Object.entries(capabilities)
      .filter(([, one]) => one === state)
      .map(([name]) => word('capability', name))
      .join(', ');
  return (
    <Box component="span" sx={{ display: 'inline-flex', gap: 0.75, alignItems: 'center' }}>
      <ImpactMark impact={toneOfWindow(capabilities)} />
      {(['lost', 'degraded'] as const)
        .filter((state) => of(state) !== '')
        .map((state) => `${of(state)} ${t(`capabilityState.${state}`)}`)
        .join('; ')}
    </Box>
  );
}
