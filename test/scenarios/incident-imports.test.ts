import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rows } from '../../src/platform/database/database.js';
import type { Answer } from '../support/http-client.js';
import { startTestApplication, type TestApplication } from '../support/test-application.js';

let running: TestApplication;
beforeAll(async () => {
  running = await startTestApplication('2020-09-17T08:00:00Z', { allowLoopback: true });
  await running.client.put('/components/app', { name: 'Application', capabilities: ['join', 'interact', 'moderate'] });
  await running.client.put('/components/realtime', { capabilities: ['interact', 'moderate'] });
}, 60_000);
afterAll(() => running.stop());

type Claim = { about: string; at: string };
type Proposal = {
  id: string;
  subject: string;
  componentKey: string | null;
  state: string;
  startsAt: string | null;
  endsAt: string | null;
  claims: Claim[];
  status: string;
  blockers: { code: string }[];
};
type Window = {
  id: string;
  startsAt: string;
  endsAt: string | null;
  startEvidenceId: string;
  evidenceIds: string[];
  createdBy: string;
  reason: string;
};
type Decided = {
  version: number;
  windows: Window[];
  proposal: Proposal;
  code: string;
  errors: { path: string; code: string }[];
  details: { windowIds: string[] };
};
type Imported = {
  incidents: { incidentId: string; outcome: string; updates: object; proposals: object }[];
  skipped: { code: string }[];
};

const fixture = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../fixtures/statuspage/${name}`, import.meta.url), 'utf8')) as Record<
    string,
    unknown
  >;

const send = (body: unknown): Promise<Answer<Imported>> => running.client.post('/incidents/import', body);

async function proposals(incidentId: string, query = ''): Promise<Proposal[]> {
  const { body } = await running.client.get<{ items: Proposal[] }>(`/incidents/${incidentId}/proposals${query}`);
  return body.items;
}

const decide = (incidentId: string, id: string, verb: string, body: object = {}): Promise<Answer<Decided>> =>
  running.client.post(`/incidents/${incidentId}/proposals/${id}/${verb}`, body);

describe('a status page', () => {
  let incidentId: string;

  test('brings its incidents, their updates and proposals, and says what it left out', async () => {
    const { status, body } = await send(fixture('incidents.json'));
    expect(status).toBe(200);
    expect(body.incidents).toMatchObject([
      {
        reference: 'p31zjtct2jer',
        outcome: 'created',
        updates: { added: 5, changed: 0 },
        proposals: { added: 3, known: 0 },
      },
    ]);
    expect(body.skipped.map(({ code }) => code)).toEqual(['maintenance']);
    incidentId = body.incidents[0]?.incidentId ?? '';
    const { body: incident } = await running.client.get(`/incidents/${incidentId}`);
    expect(incident).toMatchObject({ status: 'resolved', timeZone: 'Europe/Paris', windows: [], evidence: [] });
    expect((incident['updates'] as { displayAt: string }[]).map(({ displayAt }) => displayAt.slice(11, 16))).toEqual([
      '13:15',
      '13:20',
      '13:28',
      '13:42',
      '15:41',
    ]);
  });

  test('twice, and many times at once, changes nothing', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => send(fixture('incidents.json'))));
    for (const { body } of answers) {
      expect(body.incidents).toMatchObject([
        {
          incidentId,
          outcome: 'unchanged',
          updates: { added: 0, changed: 0 },
          proposals: { added: 0, known: 3, superseded: 0 },
        },
      ]);
    }
  });

  test('of two megabytes, as a page with a long history is, is read; one of five is not', async () => {
    const history = (bytes: number): object => {
      const { page } = fixture('incidents.json');
      return {
        page,
        incidents: [],
        components: Array.from({ length: bytes / 1000 }, () => ({ note: 'x'.repeat(1000) })),
      };
    };
    expect((await send(history(2_000_000))).status).toBe(200);
    expect((await send(history(5_000_000))).status).toBe(413);
  });

  test('a component called as ours is ours; another waits for a person, and then proposals follow', async () => {
    const { body } = await running.client.get<{ items: object[] }>('/page-components?unmapped=true');
    expect(body.items).toMatchObject([{ pageComponentId: 'x3fbq0z7d2kk', name: 'Live updates', componentKey: null }]);
    const [live] = (await proposals(incidentId)).filter(({ subject }) => subject === 'Live updates');
    expect(live).toMatchObject({ componentKey: null, blockers: [{ code: 'component_needed' }] });
    const bad = await running.client.put<Decided>('/page-components/x3fbq0z7d2kk', {
      componentKey: 'realtime',
      capabilities: ['media'],
    });
    expect(bad.status).toBe(400);
    expect(bad.body.errors).toMatchObject([{ path: 'capabilities.0', code: 'capability_not_of_component' }]);
    const put = await running.client.put('/page-components/x3fbq0z7d2kk', {
      componentKey: 'realtime',
      capabilities: ['interact'],
    });
    expect(put.body).toMatchObject({ version: 2, name: 'Live updates', componentKey: 'realtime' });
    const [after] = (await proposals(incidentId)).filter(({ subject }) => subject === 'Live updates');
    expect(after).toMatchObject({ componentKey: 'realtime', blockers: [] });
    await send(fixture('incidents.json'));
    expect((await running.client.get<{ componentKey: string }[]>('/page-components')).body).toMatchObject({
      items: [{ componentKey: 'app' }, { componentKey: 'realtime', version: 2 }],
    });
  });

  test('a proposal without an end is no window until somebody gives one', async () => {
    const [live] = (await proposals(incidentId)).filter(({ subject }) => subject === 'Live updates');
    const refused = await decide(incidentId, live?.id ?? '', 'accept');
    expect(refused.status).toBe(400);
    expect(refused.body.errors).toMatchObject([{ path: 'endsAt', code: 'end_needed' }]);
    const own = { endsAt: '2020-09-16T15:27:00+02:00' };
    const unsaid = await decide(incidentId, live?.id ?? '', 'accept', own);
    expect(unsaid.body.errors).toMatchObject([{ path: 'reason', code: 'reason_needed' }]);
    const { status, body } = await decide(incidentId, live?.id ?? '', 'accept', { ...own, reason: 'The logs say so.' });
    expect(status).toBe(200);
    expect(body.windows).toMatchObject([
      {
        componentKey: 'realtime',
        capabilities: { interact: 'degraded' },
        startsAt: '2020-09-16T13:20:00.000Z',
        endsAt: '2020-09-16T13:27:00.000Z',
        reason: 'The logs say so.',
        endEvidenceId: null,
      },
    ]);
  });

  test('accepting makes evidence of the claims and a window that rests on it, once', async () => {
    const [lost] = (await proposals(incidentId)).filter(({ state }) => state === 'lost');
    const { body } = await decide(incidentId, lost?.id ?? '', 'accept');
    const window = body.windows.find(({ startsAt }) => startsAt === '2020-09-16T13:15:00.000Z');
    expect(window).toMatchObject({
      componentKey: 'app',
      endsAt: '2020-09-16T13:28:00.000Z',
      capabilities: { join: 'lost', interact: 'lost', moderate: 'lost' },
    });
    const incident = (await running.client.get(`/incidents/${incidentId}`)).body;
    const evidence = incident['evidence'] as { id: string; quote: string; source: string }[];
    const own = evidence.filter(({ id }) => window?.evidenceIds.includes(id));
    expect(own.map(({ source, quote }) => `${source}: ${quote}`).toSorted()).toEqual([
      'status_page: One of our databases could not make its dumps.',
      'status_page: The application suffered a total outage.',
    ]);
    expect(own.find(({ id }) => id === window?.startEvidenceId)?.quote).toBe(
      'The application suffered a total outage.',
    );
    const again = await decide(incidentId, lost?.id ?? '', 'accept');
    expect([again.status, again.body.code]).toEqual([409, 'proposal_decided']);
  });

  test('a decision stays when the page is read again', async () => {
    expect((await send(fixture('incidents.json'))).body.incidents).toMatchObject([{ outcome: 'unchanged' }]);
    expect((await proposals(incidentId)).map(({ status }) => status).toSorted()).toEqual([
      'accepted',
      'accepted',
      'proposed',
    ]);
  });

  test('a window that overlaps a live one names it, and may take its place', async () => {
    const [degraded] = (await proposals(incidentId)).filter(
      ({ state, subject }) => state === 'degraded' && subject === 'Application',
    );
    const own = { startsAt: '2020-09-16T15:20:00+02:00', reason: 'It began earlier.' };
    const refused = await decide(incidentId, degraded?.id ?? '', 'accept', own);
    expect([refused.status, refused.body.code]).toEqual([409, 'windows_overlap']);
    const { body } = await decide(incidentId, degraded?.id ?? '', 'accept', {
      ...own,
      replaces: refused.body.details.windowIds,
    });
    expect(body.windows.map(({ startsAt }) => startsAt.slice(11, 16))).toEqual(['13:20', '13:20']);
  });
});

describe('an outage that ends later', () => {
  test('the newer reading takes the place of the older, and of the window that came of it', async () => {
    const body = fixture('webhook-instatus.json') as { incident: { id: string; incident_updates: object[] } };
    const updates = body.incident.incident_updates;
    body.incident.id = 'later';
    body.incident.incident_updates = updates.slice(0, 1);
    running.clock.set('2021-05-05T00:00:00Z');
    const incidentId = (await send(body)).body.incidents[0]?.incidentId ?? '';
    const [open] = await proposals(incidentId);
    expect(open).toMatchObject({ startsAt: '2021-05-04T08:00:00.000Z', endsAt: null });
    const ongoing = await decide(incidentId, open?.id ?? '', 'accept', { ongoing: true, componentKey: 'app' });
    expect(ongoing.body.windows).toMatchObject([{ endsAt: null }]);
    body.incident.incident_updates = updates;
    expect((await send(body)).body.incidents).toMatchObject([
      { outcome: 'changed', proposals: { added: 2, superseded: 0 } },
    ]);
    const [closed] = (await proposals(incidentId, '?status=proposed')).filter(({ state }) => state === 'lost');
    const { body: decided } = await decide(incidentId, closed?.id ?? '', 'accept', { componentKey: 'app' });
    expect(decided.windows).toMatchObject([
      { startsAt: '2021-05-04T08:00:00.000Z', endsAt: '2021-05-04T08:20:00.000Z' },
    ]);
  });
});

describe('readings of one page that come in another order, or are edited', () => {
  type Update = { display_at: string; affected_components: { code: string; name: string }[] };
  type Incident = { id: string; components: object[]; incident_updates: (Update & Record<string, unknown>)[] };
  const NAME = 'Presence';
  const at = (minute: number): string => `2021-05-06T08:${minute}:00Z`;
  const update = (minute: number, was: string, now: string): Update & Record<string, unknown> => ({
    id: `u${minute}`,
    status: 'investigating',
    body: `At ${minute}.`,
    created_at: at(minute),
    display_at: at(minute),
    affected_components: [{ code: 'order-1', name: NAME, old_status: was, new_status: now } as never],
  });
  const first = update(10, 'operational', 'major_outage');
  const last = update(40, 'major_outage', 'operational');
  const page = (...updates: Update[]): { page: object; incident: Incident } => ({
    page: { id: 'page-1' },
    incident: { id: 'order', name: 'Presence is down', components: [], incident_updates: updates } as never,
  });
  let incidentId: string;
  const proposed = async (): Promise<string[]> =>
    (await proposals(incidentId, '?status=proposed')).map(
      ({ startsAt, endsAt }) => `${startsAt?.slice(14, 16)}-${endsAt?.slice(14, 16) ?? ''}`,
    );

  test('an older one, sent again, takes nothing back', async () => {
    running.clock.set('2021-05-07T00:00:00Z');
    incidentId = (await send(page(first))).body.incidents[0]?.incidentId ?? '';
    expect(await proposed()).toEqual(['10-']);
    await send(page(last, first));
    expect(await proposed()).toEqual(['10-40']);
    const { body } = await send(page({ ...first, body: 'As it was at first.' } as never));
    expect(body.incidents).toMatchObject([{ outcome: 'unchanged', updates: { added: 0, changed: 0 } }]);
    expect(body.skipped).toMatchObject([{ code: 'older_reading' }]);
    expect(await proposed()).toEqual(['10-40']);
  });

  test('an edited time takes the place of the one before, and may be put back', async () => {
    await send(page(last, { ...first, display_at: at(15) }));
    expect(await proposed()).toEqual(['15-40']);
    await send(page(last, first));
    expect(await proposed()).toEqual(['10-40']);
  });

  test('a component that the page calls otherwise is the same, and proposes nothing again', async () => {
    const [only] = await proposals(incidentId, '?status=proposed');
    await decide(incidentId, only?.id ?? '', 'dismiss', { reason: 'Nobody used it.' });
    const renamed = [last, first].map((each) => ({
      ...each,
      affected_components: each.affected_components.map((component) => ({ ...component, name: 'Realtime' })),
    }));
    expect((await send(page(...renamed))).body.incidents).toMatchObject([{ proposals: { added: 0, known: 1 } }]);
    const { body } = await running.client.get<{ items: { pageComponentId: string }[] }>('/page-components');
    expect(body.items.find(({ pageComponentId }) => pageComponentId === 'order-1')).toMatchObject({
      name: 'Realtime',
      componentKey: 'realtime',
    });
  });
});

describe('whose word a window rests on', () => {
  test('another claim may be chosen, by whom and why is kept, and the old window stays readable', async () => {
    const created = await running.client.post('/incidents', {
      title: 'Slow',
      evidence: [
        { source: 'probe', claimedStartAt: '2020-09-16T12:43:00+02:00', confidence: 'medium', quote: 'Probes' },
        { source: 'status_page', claimedStartAt: '2020-09-16T13:53:00+02:00', confidence: 'high', quote: 'Page' },
      ],
    });
    const { id, evidence } = created.body as { id: string; evidence: { id: string; source: string }[] };
    const ids = Object.fromEntries(evidence.map((each) => [each.source, each.id]));
    const window = {
      componentKey: 'app',
      startsAt: '2020-09-16T13:53:00+02:00',
      endsAt: '2020-09-16T14:49:00+02:00',
      capabilities: { join: 'degraded' },
      evidenceIds: Object.values(ids),
    };
    const put = await running.client.put<Decided>(`/incidents/${id}/windows`, { windows: [window] });
    const path = `/incidents/${id}/windows/${put.body.windows[0]?.id}/choose`;
    const chosen = await running.client.post<Decided>(path, {
      startEvidenceId: ids['probe'],
      reason: 'Probes are exact.',
    });
    expect(chosen.body.windows).toMatchObject([
      {
        startsAt: '2020-09-16T10:43:00.000Z',
        endsAt: '2020-09-16T12:49:00.000Z',
        startEvidenceId: ids['probe'],
        reason: 'Probes are exact.',
      },
    ]);
    expect(chosen.body.windows[0]?.createdBy).toMatch(/./);
    const all = await running.client.get<Decided>(`/incidents/${id}/windows?include=retracted`);
    expect(all.body.windows).toHaveLength(2);
    const refused = await running.client.post<Decided>(
      `/incidents/${id}/windows/${chosen.body.windows[0]?.id}/choose`,
      { endEvidenceId: ids['probe'], startEvidenceId: '01a2b3c4-0000-7000-8000-000000000000', reason: 'x' },
    );
    expect(refused.body.errors.map(({ path: where, code }) => `${where} ${code}`)).toEqual([
      'startEvidenceId unknown_evidence',
      'endEvidenceId evidence_claims_no_time',
    ]);
  });
});

test('what is no status page is refused, and nothing of it is kept', async () => {
  const before = await rows(running.database.tx, 'select id from incident');
  const half = {
    incidents: [
      { id: 'ok', name: 'Fine', incident_updates: [] },
      { name: 'No id', incident_updates: [] },
    ],
  };
  const answers = await Promise.all([send({}), send(fixture('webhook-component.json')), send(half)]);
  expect(answers.map(({ status, body }) => `${status} ${(body as unknown as { code: string }).code}`)).toEqual([
    '400 not_a_status_page',
    '400 component_update_without_incident',
    '400 not_a_status_page',
  ]);
  expect(await rows(running.database.tx, 'select id from incident')).toEqual(before);
});

test('an address is fetched through the guarded way out alone', async () => {
  const body = JSON.stringify({ incident: { ...(fixture('backfilled.json')['incident'] as object), id: 'fetched' } });
  const server = createServer((request, response) => {
    if (request.url === '/gone') response.writeHead(404).end('gone');
    else response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const fetched = await send({ url: `${origin}/api/v2/incidents.json` });
    expect(fetched.body.incidents).toMatchObject([{ reference: 'fetched', outcome: 'created', updates: { added: 2 } }]);
    const codes: string[] = [];
    for (const url of [`${origin}/gone`, 'https://10.0.0.1/', 'ftp://status.example/', 'nonsense']) {
      const { status, body: problem } = await send({ url });
      codes.push(`${status} ${(problem as unknown as { code: string }).code}`);
    }
    expect(codes).toEqual([
      '422 status_page_not_read',
      '422 outgoing_address_refused',
      '400 outgoing_request_not_allowed',
      '400 outgoing_request_not_allowed',
    ]);
  } finally {
    server.close();
  }
});

describe('a post-mortem', () => {
  const text = readFileSync(new URL('../fixtures/postmortem/founding.fr.txt', import.meta.url), 'utf8');
  type Read = {
    kept: { added: number; known: number };
    proposals: Proposal[];
    code: string;
    errors: { path: string }[];
  };
  let incidentId: string;

  const read = (body: object): Promise<Answer<Read>> =>
    running.client.post(`/incidents/${incidentId}/post-mortem`, body);

  test('proposes, once, and the competing starts wait for a choice with its reason', async () => {
    const created = await running.client.post<{ id: string }>('/incidents', {
      title: 'Founding',
      timeZone: 'Europe/Paris',
    });
    incidentId = created.body.id;
    const { body } = await read({ text });
    expect(body.kept).toEqual({ added: 3, known: 0, superseded: 0 });
    expect((await read({ text })).body.kept).toEqual({ added: 0, known: 3, superseded: 0 });
    const degraded = body.proposals.find(({ state, componentKey }) => state === 'degraded' && componentKey === 'app');
    expect(degraded).toMatchObject({ startsAt: null, endsAt: '2020-09-16T12:49:00.000Z' });
    const refused = await decide(incidentId, degraded?.id ?? '', 'accept');
    expect(refused.body.errors.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'startClaim choice_needed',
      'reason reason_needed',
    ]);
    const page = degraded?.claims.findIndex(({ at }) => at === '2020-09-16T11:53:00.000Z');
    const accepted = await decide(incidentId, degraded?.id ?? '', 'accept', {
      startClaim: page,
      reason: 'Precise, and corrected after a study of the logs.',
    });
    expect(accepted.body.windows).toMatchObject([
      {
        componentKey: 'app',
        startsAt: '2020-09-16T11:53:00.000Z',
        endsAt: '2020-09-16T12:49:00.000Z',
        capabilities: { join: 'degraded' },
      },
    ]);
    const incident = (await running.client.get(`/incidents/${incidentId}`)).body;
    const evidence = incident['evidence'] as { id: string; source: string; claimedStartAt: string | null }[];
    expect(
      evidence
        .flatMap(({ source, claimedStartAt }) =>
          claimedStartAt === null ? [] : [`${source} ${claimedStartAt.slice(11, 16)}`],
        )
        .toSorted(),
    ).toEqual(['monitoring 09:43', 'post_mortem 11:54', 'probe 10:43', 'status_page 11:53']);
    const [window] = accepted.body.windows;
    expect(evidence.find(({ id }) => id === window?.startEvidenceId)?.source).toBe('status_page');
    expect(window?.evidenceIds).toHaveLength(evidence.length);
  });

  test('the others become windows as they are told', async () => {
    for (const { id } of await proposals(incidentId, '?status=proposed')) {
      expect((await decide(incidentId, id, 'accept')).status).toBe(200);
    }
    const { body } = await running.client.get<Decided>(`/incidents/${incidentId}/windows`);
    expect(body.windows.map(({ startsAt, endsAt }) => `${startsAt.slice(11, 16)}-${endsAt?.slice(11, 16)}`)).toEqual([
      '11:53-12:49',
      '12:49-13:09',
      '13:09-13:27',
    ]);
  });

  test('what it leaves open is asked for, all of it at once', async () => {
    const { status, body } = await read({ text: 'The app was down from 14:02 to 14:35.' });
    expect([status, body.code]).toEqual([422, 'answers_needed']);
    expect(body.errors.map(({ path }) => path)).toEqual(['date', 'timeZone']);
    const bad = await read({ text: 'x', timeZone: 'Mars/Olympus', date: '2020-02-31' });
    expect([bad.status, bad.body.errors.map(({ path }) => path)]).toEqual([400, ['timeZone', 'date']]);
    expect((await read({ text: 'We are sorry.' })).body.kept.added).toBe(0);
  });
});
