import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { ProposedWindow } from '../window-proposal.js';
import { DomainError } from '../../kernel/domain-error.js';
import { isMaintenance, pageState } from './page-words.js';
import { proposeFromStatusPage } from './propose-windows.js';
import { readStatusPage, standingOf } from './read-statuspage.js';

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../test/fixtures/statuspage/${name}`, import.meta.url), 'utf8'));

const shown = ({ subject, state, startsAt, endsAt }: ProposedWindow): string =>
  `${subject} ${state} ${startsAt?.toISOString()} ${endsAt?.toISOString() ?? 'no end'}`;

const proposed = (body: unknown): string[] =>
  readStatusPage(body).incidents.flatMap((incident) => proposeFromStatusPage(incident).map(shown));

function refusalOf(body: unknown): DomainError | undefined {
  try {
    readStatusPage(body);
  } catch (error) {
    if (error instanceof DomainError) return error;
  }
  return undefined;
}

/** One incident whose updates set one component, an update a minute. */
const incidentOf = (...statuses: readonly (string | null)[]): unknown => ({
  id: 'x',
  name: 'x',
  status: 'resolved',
  resolved_at: '2020-01-01T01:00:00Z',
  incident_updates: statuses.map((status, minute) => ({
    id: String(minute),
    status: 'investigating',
    body: '',
    display_at: `2020-01-01T00:0${minute}:00Z`,
    affected_components:
      status === null ? [] : [{ code: 'c', name: 'C', old_status: 'operational', new_status: status }],
  })),
});

describe('incidents.json', () => {
  test('gives each component its windows by the times that the updates show', () => {
    expect(proposed(fixture('incidents.json'))).toEqual([
      'Application lost 2020-09-16T13:15:00.000Z 2020-09-16T13:28:00.000Z',
      'Live updates degraded 2020-09-16T13:20:00.000Z no end',
      'Application degraded 2020-09-16T13:28:00.000Z 2020-09-16T13:42:00.000Z',
    ]);
  });

  test('leaves maintenance out, and says so', () => {
    const { incidents, skipped } = readStatusPage(fixture('incidents.json'));
    expect(incidents.map(({ externalId }) => externalId)).toEqual(['p31zjtct2jer']);
    expect(skipped).toEqual([
      { name: 'Database upgrade', code: 'maintenance', message: 'Announced maintenance is not an outage.' },
    ]);
  });

  test('takes updates in the order that they show, with their words', () => {
    const [incident] = readStatusPage(fixture('incidents.json')).incidents;
    expect(incident?.updates.map(({ externalId, status }) => `${externalId} ${status}`)).toEqual([
      'u1 investigating',
      'u2 investigating',
      'u3 identified',
      'u4 resolved',
      'u5 postmortem',
    ]);
    expect(incident).toMatchObject({ timeZone: 'Europe/Paris', sourceUrl: 'https://stspg.example/p31zjtct2jer' });
    expect(proposeFromStatusPage(incident as never)[0]?.claims).toMatchObject([
      { about: 'start', source: 'status_page', sentence: 'The application suffered a total outage.' },
      { about: 'end', sentence: 'One of our databases could not make its dumps.' },
    ]);
  });

  test('the placeholder of a page that names no component is none', () => {
    const [incident] = readStatusPage(fixture('incidents.json')).incidents;
    expect(incident?.updates.at(-1)?.changes).toEqual([]);
  });
});

test('a backfilled incident counts by what it shows, never by when it was typed', () => {
  const page = readStatusPage(fixture('backfilled.json'));
  expect(page.incidents.flatMap(proposeFromStatusPage).map(shown)).toEqual([
    'Application degraded 2016-08-30T16:05:00.000Z 2016-08-30T16:40:00.000Z',
  ]);
  expect(page.skipped).toMatchObject([{ code: 'update_without_time' }]);
});

test('summary.json: what goes on has no end, and a zone that is no zone is not taken', () => {
  const page = readStatusPage(fixture('summary.json'));
  expect(page.incidents.flatMap(proposeFromStatusPage).map(shown)).toEqual([
    'Application lost 2026-03-02T09:50:00.000Z no end',
  ]);
  expect(page.skipped.map(({ name }) => name)).toEqual(['Network work']);
});

test('the webhook of Instatus, with its own spelling', () => {
  expect(proposed(fixture('webhook-instatus.json'))).toEqual([
    'Application lost 2021-05-04T08:00:00.000Z 2021-05-04T08:20:00.000Z',
    'Application degraded 2021-05-04T08:20:00.000Z 2021-05-04T08:31:00.000Z',
  ]);
});

test('a single incident may stand alone or under its name', () => {
  const { incidents } = fixture('incidents.json') as { incidents: unknown[] };
  expect(proposed(incidents[0])).toEqual(proposed({ incident: incidents[0] }));
});

describe('windows from statuses', () => {
  test.each([
    ['the same status again is no news', ['major_outage', 'major_outage', 'operational'], ['lost 0-2']],
    [
      'a change of state ends one window and begins another',
      ['major_outage', 'partial_outage', 'operational'],
      ['lost 0-1', 'degraded 1-2'],
    ],
    [
      'partial outage and degraded performance are one state',
      ['partial_outage', 'degraded_performance', 'operational'],
      ['degraded 0-2'],
    ],
    ['it may fail twice', ['major_outage', 'operational', 'major_outage', 'operational'], ['lost 0-1', 'lost 2-3']],
    ['maintenance ends an outage and begins none', ['major_outage', 'under_maintenance', 'operational'], ['lost 0-1']],
    ['an update that names no component changes nothing', ['major_outage', null, 'operational'], ['lost 0-2']],
    ['a word that is not known changes nothing', ['major_outage', 'on_fire', 'operational'], ['lost 0-2']],
    ['resolved does not stand in for an end', ['major_outage'], ['lost 0-']],
    ['nothing but fine', ['operational', 'operational'], []],
  ])('%s', (_name, statuses, windows) => {
    const minute = (at: Date | null): string => (at === null ? '' : String(at.getUTCMinutes()));
    const [incident] = readStatusPage(incidentOf(...statuses)).incidents;
    const found = proposeFromStatusPage(incident as never);
    expect(found.map(({ state, startsAt, endsAt }) => `${state} ${minute(startsAt)}-${minute(endsAt)}`)).toEqual(
      windows,
    );
  });

  test.each([
    ['what was failing before any update and is taken back has an end and no start', 'operational', ['lost ?-0']],
    ['the same, and it goes on otherwise', 'partial_outage', ['lost ?-0', 'degraded 0-']],
  ])('%s', (_name, status, windows) => {
    const body = incidentOf(status) as { incident_updates: { affected_components: object[] }[] };
    Object.assign(body.incident_updates[0]?.affected_components[0] ?? {}, { old_status: 'major_outage' });
    const minute = (at: Date | null, none: string): string => (at === null ? none : String(at.getUTCMinutes()));
    const [incident] = readStatusPage(body).incidents;
    const found = proposeFromStatusPage(incident as never);
    expect(
      found.map(({ state, startsAt, endsAt }) => `${state} ${minute(startsAt, '?')}-${minute(endsAt, '')}`),
    ).toEqual(windows);
  });

  test('of updates that show one time, the one typed later is the later; else the first of the list, as pages have it', () => {
    const { incident_updates: updates, ...incident } = incidentOf('major_outage', 'operational') as {
      incident_updates: object[];
    };
    const shown = updates.map((update) => ({ ...update, display_at: '2020-01-01T00:00:00Z' }));
    const idsOf = (incident_updates: object[]): string[] | undefined =>
      readStatusPage({ ...incident, incident_updates }).incidents[0]?.updates.map(({ externalId }) => externalId);
    expect(idsOf(shown.toReversed())).toEqual(['0', '1']);
    const typed = shown.map((update, minute) => ({ ...update, created_at: `2020-01-02T00:0${minute}:00Z` }));
    expect(idsOf(typed)).toEqual(['0', '1']);
  });

  test('where the first update finds it failing already, the start is only the latest possible', () => {
    const body = incidentOf('major_outage', 'operational') as { incident_updates: { affected_components: object[] }[] };
    body.incident_updates[0]?.affected_components.splice(0, 1, {
      code: 'c',
      name: 'C',
      old_status: 'major_outage',
      new_status: 'major_outage',
    });
    const [incident] = readStatusPage(body).incidents;
    expect(proposeFromStatusPage(incident as never)[0]?.claims[0]).toMatchObject({
      precision: 'implied',
      confidence: 'low',
    });
  });
});

describe('what is refused', () => {
  test.each([[null], ['text'], [[]], [{}], [{ page: {} }], [{ incidents: {} }]])('%j is not a status page', (body) => {
    expect(refusalOf(body)?.code).toBe('not_a_status_page');
  });

  test('a component alone names no incident', () => {
    expect(refusalOf(fixture('webhook-component.json'))?.code).toBe('component_update_without_incident');
  });

  test('an incident without id and name says both', () => {
    const reasons = refusalOf({ incidents: [{ incident_updates: [] }] })?.reasons;
    expect(reasons?.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'incidents.0.id required',
      'incidents.0.name required',
    ]);
  });

  test('a time without an offset is no time', () => {
    const body = {
      id: 'x',
      name: 'x',
      incident_updates: [{ id: 'u', status: 'resolved', display_at: '2020-01-01T00:00:00' }],
    };
    expect(readStatusPage(body).skipped).toMatchObject([{ code: 'update_without_time' }]);
  });
});

test.each([
  ['MAJOROUTAGE', 'lost'],
  ['MINOROUTAGE', 'degraded'],
  ['under_maintenance', 'maintenance'],
  ['toString', undefined],
  [7, undefined],
])('the status word %p means %p', (word, state) => {
  expect(pageState(word)).toBe(state);
});

test.each([
  ['resolved', [], 'resolved'],
  ['RESOLVED', ['investigating'], 'resolved'],
  ['postmortem', [], 'resolved'],
  ['postmortem', ['identified', 'postmortem'], 'identified'],
  ['on_fire', ['monitoring'], 'monitoring'],
  ['on_fire', [], 'investigating'],
])('an incident of status %s with updates %j stands at %s', (status, statuses, standing) => {
  const incident_updates = statuses.map((each, minute) => ({
    id: String(minute),
    status: each,
    display_at: `2020-01-01T00:0${minute}:00Z`,
  }));
  const [incident] = readStatusPage({ id: 'x', name: 'x', status, incident_updates }).incidents;
  expect(incident && standingOf(incident)).toBe(standing);
});

test('a schedule makes it maintenance, whatever became of it', () => {
  expect(isMaintenance({ status: 'postmortem', impact: 'none', scheduled_for: '2020-01-01T00:00:00Z' })).toBe(true);
  expect(isMaintenance({ status: 'resolved', impact: 'none', scheduled_for: null })).toBe(false);
});

test('an override alone makes it maintenance', () => {
  expect(isMaintenance({ status: 'resolved', impact: 'critical', impact_override: 'maintenance' })).toBe(true);
});
