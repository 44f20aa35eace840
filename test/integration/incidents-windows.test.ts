import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SetClock } from '../../src/kernel/clock.js';
import { newId } from '../../src/kernel/ids.js';
import type { Actor } from '../../src/platform/access/actor.js';
import { AuditService } from '../../src/platform/audit/audit.service.js';
import { ComponentEntity } from '../../src/incidents/component.entity.js';
import { ComponentsService } from '../../src/incidents/components.service.js';
import { EvidenceEntity } from '../../src/incidents/evidence.entity.js';
import type { NewIncident } from '../../src/incidents/incident.js';
import { IncidentEntity } from '../../src/incidents/incident.entity.js';
import { IncidentUpdateEntity } from '../../src/incidents/incident-update.entity.js';
import { IncidentsService } from '../../src/incidents/incidents.service.js';
import { liveWindows } from '../../src/incidents/incidents.sql.js';
import { CAPABILITIES, type WantedWindow } from '../../src/incidents/outage-window.js';
import { OutageWindowEntity } from '../../src/incidents/outage-window.entity.js';
import { OutageWindowsService } from '../../src/incidents/outage-windows.service.js';
import { insertWindows, type NewWindow } from '../../src/incidents/outage-windows.sql.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const ENTITIES = [ComponentEntity, EvidenceEntity, IncidentEntity, IncidentUpdateEntity, OutageWindowEntity];
const ANNE: Actor = { id: 'person:anne', kind: 'person', roles: ['manager'] };
const BOB: Actor = { id: 'person:bob', kind: 'person', roles: ['manager'] };
const NOW = new Date('2020-09-16T16:00:00Z');

let db: TestDatabase;
let components: ComponentsService;
let incidents: IncidentsService;
let windows: OutageWindowsService;
const clock = new SetClock(NOW);

beforeAll(async () => {
  db = await createTestDatabase({ entities: ENTITIES });
  components = new ComponentsService(db.database, clock, new AuditService(clock));
  incidents = new IncidentsService(db.database, clock, new AuditService(clock));
  windows = new OutageWindowsService(db.database, clock, new AuditService(clock));
  await components.put({ key: 'app', name: 'Application', capabilities: CAPABILITIES }, undefined, ANNE);
});

afterAll(() => db.drop());

const plain: NewIncident = {
  title: 'Outage',
  reference: null,
  timeZone: 'Europe/Paris',
  descriptions: {},
  sourceUrl: null,
  updates: [],
  evidence: [],
  windows: [],
};

async function newIncident(): Promise<string> {
  return (await incidents.create(plain, ANNE)).id;
}

function window(start: string, end: string | null, change: Partial<WantedWindow> = {}): WantedWindow {
  return {
    componentKey: 'app',
    startsAt: new Date(`2020-09-16T${start}Z`),
    endsAt: end === null ? null : new Date(`2020-09-16T${end}Z`),
    capabilities: { join: 'lost' },
    reason: null,
    evidenceIds: [],
    ...change,
  };
}

const put = (id: string, list: WantedWindow[], expectedVersion?: number, actor = ANNE) =>
  windows.put(id, { windows: list, reason: 'the probes say so', expectedVersion }, actor);

/** The same instant seen by two connections: what `second` does begins while `first` is not committed. */
async function interleave(
  first: NewWindow[],
  second: NewWindow[],
  incidentId: string,
  commits: boolean,
): Promise<unknown> {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  let inserted = (): void => undefined;
  const ready = new Promise<void>((resolve) => (inserted = resolve));
  const deed = { incidentId, by: ANNE.id, at: NOW };
  const one = db.database.transaction(async (tx) => {
    await insertWindows(tx, first, deed);
    inserted();
    await held;
    if (!commits) throw new Error('rolled back');
  });
  const oneSettled = one.catch(() => undefined);
  await ready;
  let answered = false;
  const two = db.database
    .transaction((tx) => insertWindows(tx, second, deed))
    .then(() => 'stored')
    .catch((error: unknown) => error)
    .finally(() => (answered = true));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(answered).toBe(false);
  release();
  await oneSettled;
  return two;
}

describe('the constraint no_two_live_windows_overlap', () => {
  const stored = (start: string, end: string): NewWindow => ({ ...window(start, end), id: newId() });

  test('of two connections that store overlapping windows at once, the second waits and is refused', async () => {
    const id = await newIncident();
    const first = [stored('12:49:00', '13:09:00')];
    const outcome = await interleave(first, [stored('13:08:59', '13:30:00')], id, true);
    expect(outcome).toMatchObject({ kind: 'conflict', code: 'windows_overlap' });
    expect(await liveWindows(db.database.tx, id)).toMatchObject([{ id: first[0]?.id }]);
  });

  test('when the first one is rolled back, the second is stored', async () => {
    const id = await newIncident();
    const second = [stored('13:08:59', '13:30:00')];
    expect(await interleave([stored('12:49:00', '13:09:00')], second, id, false)).toBe('stored');
    expect(await liveWindows(db.database.tx, id)).toMatchObject([{ id: second[0]?.id }]);
  });

  test('windows that touch, other capabilities and other incidents are let in', async () => {
    const deed = { incidentId: await newIncident(), by: ANNE.id, at: NOW };
    const touching = [stored('12:49:00', '13:09:00'), stored('13:09:00', '13:10:00')];
    const other: NewWindow = { ...stored('12:49:00', '13:09:00'), capabilities: { view: 'degraded' } };
    const elsewhere = { ...deed, incidentId: await newIncident() };
    await db.database.transaction(async (tx) => {
      await insertWindows(tx, [...touching, other], deed);
      await insertWindows(tx, [stored('12:49:00', '13:09:00')], elsewhere);
    });
    expect(await liveWindows(db.database.tx, deed.incidentId)).toHaveLength(3);
  });
});

describe('two people put windows at once', () => {
  test('one after the other: the last set is the live one, whole, and the other is retracted', async () => {
    const id = await newIncident();
    const morning = [window('08:00:00', '09:00:00'), window('09:00:00', '10:00:00')];
    const noon = [window('08:30:00', '12:00:00'), window('12:00:00', null)];
    await Promise.all([put(id, morning, undefined, ANNE), put(id, noon, undefined, BOB)]);
    const { version, windows: all } = await windows.list(id, 'retracted');
    expect(version).toBe(3);
    const live = all.filter(({ retractedAt }) => retractedAt === null);
    const retracted = all.filter(({ retractedAt }) => retractedAt !== null);
    expect(live).toHaveLength(2);
    expect(retracted).toHaveLength(2);
    expect(new Set(live.map(({ createdBy }) => createdBy)).size).toBe(1);
    expect(retracted[0]?.retractedBy).toBe(live[0]?.createdBy);
  });

  test('with the version they both saw, exactly one is refused', async () => {
    const id = await newIncident();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 4 }, (_, hour) => put(id, [window(`0${hour}:00:00`, '10:00:00')], 1)),
    );
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refused).toHaveLength(3);
    for (const error of refused) expect(error).toMatchObject({ kind: 'stale', code: 'version_changed' });
    expect(await windows.list(id, 'live')).toMatchObject({ version: 2, windows: [{ retractedAt: null }] });
  });

  test('the same set twice is stored once', async () => {
    const id = await newIncident();
    const set = [window('08:00:00', '09:00:00')];
    const outcomes = await Promise.all([put(id, set), put(id, set), put(id, set)]);
    expect(outcomes.filter(({ added }) => added === 1)).toHaveLength(1);
    expect(outcomes.filter(({ kept }) => kept === 1)).toHaveLength(2);
    expect(await windows.list(id, 'retracted')).toMatchObject({ version: 2, windows: [{ retractedAt: null }] });
  });
});

describe('windows are retracted and replaced, never overwritten', () => {
  test('every state that was decided can be read again', async () => {
    const id = await newIncident();
    const [first, second] = [window('11:53:00', '12:49:00'), window('12:49:00', '13:09:00', { reason: 'rapport' })];
    const stored = (await put(id, [second, first])).windows;
    expect(stored).toMatchObject([
      { startsAt: first.startsAt, reason: 'the probes say so', createdBy: ANNE.id, createdAt: NOW },
      { startsAt: second.startsAt, reason: 'rapport', createdBy: ANNE.id },
    ]);
    clock.set('2020-09-17T08:00:00Z');
    const longer = window('12:43:00', '13:09:00', { capabilities: { interact: 'lost', join: 'lost' } });
    const change = { windows: [longer], reason: 'the log begins at 12:43', expectedVersion: 2 };
    expect(await windows.put(id, change, BOB)).toMatchObject({ version: 3, kept: 0, retracted: 2, added: 1 });
    clock.set(NOW);
    const { windows: all } = await windows.list(id, 'retracted');
    const retraction = {
      retractedAt: new Date('2020-09-17T08:00:00Z'),
      retractedBy: BOB.id,
      retractedReason: 'the log begins at 12:43',
    };
    expect(all.filter(({ retractedAt }) => retractedAt !== null)).toEqual(
      stored.map((before) => ({ ...before, ...retraction })),
    );
    await put(id, []);
    expect((await windows.list(id, 'retracted')).windows).toHaveLength(3);
    const before = (await windows.list(id, 'retracted')).windows.filter(
      ({ id: windowId }) => windowId === stored[0]?.id,
    );
    expect(before).toMatchObject([retraction]);
    expect(await put(id, [first])).toMatchObject({ version: 5, added: 1 });
  });

  test('a put that changes nothing leaves windows and version alone', async () => {
    const id = await newIncident();
    const first = await put(id, [window('12:49:00', '13:09:00')]);
    const again = await put(id, [window('12:49:00', '13:09:00', { reason: 'another' })], 2, BOB);
    expect(again).toEqual({ ...first, kept: 1, retracted: 0, added: 0 });
  });

  test('a refused put changes nothing', async () => {
    const id = await newIncident();
    await put(id, [window('12:49:00', '13:09:00')]);
    const before = await windows.list(id, 'retracted');
    await expect(put(id, [window('12:00:00', '12:10:00'), window('12:09:00', null)])).rejects.toMatchObject({
      kind: 'invalid',
      reasons: [
        { path: 'windows.0', code: 'windows_overlap' },
        { path: 'windows.1', code: 'windows_overlap' },
      ],
    });
    expect(await windows.list(id, 'retracted')).toEqual(before);
  });
});

test('live windows come in order, with instants and capabilities as they were given', async () => {
  const id = await newIncident();
  await components.put({ key: 'zoom', name: 'Zoom', capabilities: ['join'] }, undefined, ANNE);
  const capabilities = {
    join: 'lost',
    interact: 'degraded',
    moderate: 'lost',
    view: 'degraded',
    media: 'lost',
  } as const;
  await put(id, [
    window('13:00:00', null, { componentKey: 'zoom' }),
    window('13:00:00', '13:00:01'),
    window('12:49:00', '13:00:00', { capabilities }),
  ]);
  const read = await liveWindows(db.database.tx, id);
  expect(read).toEqual([
    {
      id: expect.any(String),
      componentKey: 'app',
      startsAt: new Date('2020-09-16T12:49:00Z'),
      endsAt: new Date('2020-09-16T13:00:00Z'),
      capabilities,
    },
    {
      id: expect.any(String),
      componentKey: 'app',
      startsAt: new Date('2020-09-16T13:00:00Z'),
      endsAt: new Date('2020-09-16T13:00:01Z'),
      capabilities: { join: 'lost' },
    },
    {
      id: expect.any(String),
      componentKey: 'zoom',
      startsAt: new Date('2020-09-16T13:00:00Z'),
      endsAt: null,
      capabilities: { join: 'lost' },
    },
  ]);
  expect(await liveWindows(db.database.tx, newId())).toEqual([]);
});

test('5,000 windows of five capabilities are replaced by 5,000 others at once', async () => {
  const id = await newIncident();
  const capabilities = {
    join: 'lost',
    interact: 'lost',
    moderate: 'lost',
    view: 'degraded',
    media: 'degraded',
  } as const;
  const many = (lengthMs: number): WantedWindow[] =>
    Array.from({ length: 5000 }, (_, index) => ({
      ...window('00:00:00', null),
      startsAt: new Date(NOW.getTime() - index * 10_000),
      endsAt: new Date(NOW.getTime() - index * 10_000 + lengthMs),
      capabilities,
    }));
  // Measured: under 1 s of CPU for each put. The limit is for a crowded machine; a step for each pair would take minutes.
  for (const lengthMs of [10_000, 5000]) {
    const startedAt = performance.now();
    expect(await put(id, many(lengthMs))).toMatchObject({ added: 5000 });
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  }
  const startedAt = performance.now();
  expect(await put(id, many(5000))).toMatchObject({ kept: 5000, version: 3 });
  expect(performance.now() - startedAt).toBeLessThan(10_000);
}, 60_000);

describe('two at once', () => {
  test('incidents with one reference: one is kept, the other is told of it', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 4 }, () => incidents.create({ ...plain, reference: 'status-1' }, ANNE)),
    );
    const kept = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.id] : []));
    expect(kept).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') continue;
      expect(outcome.reason).toMatchObject({
        kind: 'conflict',
        code: 'incident_reference_taken',
        details: { reference: 'status-1', incidentId: kept[0] },
      });
    }
  });

  test('first puts of a component: one makes it, the others change it', async () => {
    const outcomes = await Promise.all(
      ['A', 'B', 'C'].map((name) => components.put({ key: 'realtime', name, capabilities: ['view'] }, undefined, ANNE)),
    );
    expect(new Set(outcomes.map(({ version }) => version))).toEqual(new Set([1, 2, 3]));
    expect(await components.get('realtime')).toEqual(outcomes.find(({ version }) => version === 3));
  });

  test('first puts of a component that insist on being first: one is refused', async () => {
    const outcomes = await Promise.allSettled(
      ['A', 'B'].map((name) => components.put({ key: 'live-event', name, capabilities: ['view'] }, 0, ANNE)),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });
});
