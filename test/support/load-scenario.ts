import { createHash } from 'node:crypto';
import { CAPABILITIES, type OutageWindow } from '../../src/incidents/outage-window.js';
import { assess } from '../../src/assessments/engine.sql.js';
import { parseMultirange } from '../../src/kernel/time-range.js';
import { type Database, ensureMonthlyPartitions, rows, type Tx } from '../../src/platform/database/database.js';
import type { Interval } from '../oracle/intervals.js';
import type {
  CountByClass,
  OracleCustomer,
  OracleMeeting,
  OracleResult,
  OracleRow,
  Scenario,
} from '../oracle/oracle-types.js';

const INCIDENT_ID = '01990000-0000-7000-8000-000000000001';
const ASSESSMENT_ID = '01990000-0000-7000-8000-000000000002';

class Undo extends Error {}

/** Loads a scenario, assesses it with the product's SQL and leaves the database as it was. */
export async function assessScenario(database: Database, scenario: Scenario): Promise<OracleResult> {
  await makePartitions(database, scenario);
  let result: OracleResult | undefined;
  try {
    await database.transaction(async (tx) => {
      await load(tx, scenario);
      await assess(tx, ASSESSMENT_ID, scenario.windows.map(windowOf), instant(scenario.assessedAt));
      result = await read(tx, scenario);
      throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo) || result === undefined) throw error;
  }
  if (result === undefined) throw new Error('the transaction did not run');
  return result;
}

function instant(seconds: number): Date {
  return new Date(seconds * 1000);
}

function windowOf(window: Scenario['windows'][number]): OutageWindow {
  return {
    componentKey: window.component,
    startsAt: instant(window.startAt),
    endsAt: window.endAt === null ? null : instant(window.endAt),
    capabilities: window.capabilities,
  };
}

const madeMonths = new WeakMap<Database, Set<string>>();

async function makePartitions(database: Database, scenario: Scenario): Promise<void> {
  const made = madeMonths.get(database) ?? new Set<string>();
  madeMonths.set(database, made);
  for (const [table, instants] of [
    ['session', scenario.sessions.map((session) => session.joinedAt)],
    ['join_attempt', scenario.attempts.map((attempt) => attempt.at)],
  ] as const) {
    const months = new Map(instants.map((at) => [`${table} ${instant(at).toISOString().slice(0, 7)}`, instant(at)]));
    const missing = [...months].filter(([key]) => !made.has(key));
    if (missing.length === 0) continue;
    await database.transaction((tx) =>
      ensureMonthlyPartitions(
        tx,
        table,
        missing.map(([, at]) => at),
      ),
    );
    for (const [key] of missing) made.add(key);
  }
}

/** A UUID that depends on the name only. */
function idOf(...names: string[]): string {
  const hex = createHash('sha256').update(names.join('\n')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

async function load(tx: Tx, scenario: Scenario): Promise<void> {
  const customers = [...new Set(scenario.meetings.map((meeting) => meeting.customerId))];
  await insert(
    tx,
    'customer',
    customers.map((name) => ({
      id: idOf(name),
      external_id: name,
      name,
      time_zone: 'UTC',
      locale: 'en',
      version: 1,
      created_at: 'now',
      updated_at: 'now',
    })),
  );
  await insert(
    tx,
    'component',
    [...new Set(scenario.windows.map((window) => window.component))].map((key) => ({
      key,
      name: key,
      capabilities: CAPABILITIES,
      version: 1,
      created_at: 'now',
      updated_at: 'now',
    })),
  );
  await insert(tx, 'incident', [
    {
      id: INCIDENT_ID,
      title: 'random',
      status: 'resolved',
      time_zone: 'UTC',
      descriptions: {},
      version: 1,
      created_by: 'test',
      created_at: 'now',
      updated_at: 'now',
    },
  ]);
  await insert(tx, 'assessment', [
    {
      id: ASSESSMENT_ID,
      incident_id: INCIDENT_ID,
      revision: 1,
      status: 'running',
      provisional: false,
      assessed_at: instant(scenario.assessedAt),
      windows: [],
      steps: [],
      created_by: 'test',
      created_at: 'now',
    },
  ]);
  await insert(
    tx,
    'meeting',
    scenario.meetings.map((m) => ({
      customer_id: idOf(m.customerId),
      id: idOf(m.customerId, m.meetingId),
      external_id: m.meetingId,
      scheduled_start_at: m.scheduledStartAt === null ? null : instant(m.scheduledStartAt),
      scheduled_end_at: m.scheduledEndAt === null ? null : instant(m.scheduledEndAt),
      actual_end_at: m.actualEndAt === null ? null : instant(m.actualEndAt),
      cancelled_at: m.cancelledAt === null ? null : instant(m.cancelledAt),
      components: m.components,
      roster_known: m.roster.length > 0,
      is_stub: m.isStub,
      created_at: 'now',
      updated_at: 'now',
    })),
  );
  await insert(
    tx,
    'roster_entry',
    scenario.meetings.flatMap((m) =>
      m.roster.map((entry) => ({
        customer_id: idOf(m.customerId),
        meeting_id: idOf(m.customerId, m.meetingId),
        participant_id: entry.participantId,
        role: entry.role,
      })),
    ),
  );
  await insert(
    tx,
    'session',
    scenario.sessions.map((s) => ({
      customer_id: idOf(s.customerId),
      meeting_id: idOf(s.customerId, s.meetingId),
      participant_id: s.participantId,
      joined_at: instant(s.joinedAt),
      session_id: s.sessionId ?? '',
      left_at: s.leftAt === null ? null : instant(s.leftAt),
      role: s.role,
      kind: s.kind,
    })),
  );
  await insert(
    tx,
    'join_attempt',
    scenario.attempts.map((a) => ({
      customer_id: idOf(a.customerId),
      meeting_id: idOf(a.customerId, a.meetingId),
      participant_id: a.participantId,
      at: instant(a.at),
      outcome: a.outcome,
      role: a.role ?? '',
    })),
  );
}

async function insert(tx: Tx, table: string, records: readonly object[]): Promise<void> {
  if (records.length === 0) return;
  const columns = Object.keys(records[0] ?? {}).join(', ');
  await rows(
    tx,
    `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
    [JSON.stringify(records)],
  );
}

type Names = { readonly customers: Map<string, string>; readonly meetings: Map<string, string> };

function namesOf(scenario: Scenario): Names {
  return {
    customers: new Map(scenario.meetings.map((m) => [idOf(m.customerId), m.customerId])),
    meetings: new Map(scenario.meetings.map((m) => [idOf(m.customerId, m.meetingId), m.meetingId])),
  };
}

type Row = Readonly<Record<string, unknown>>;

async function read(tx: Tx, scenario: Scenario): Promise<OracleResult> {
  const names = namesOf(scenario);
  const impacts = await rows<Row>(tx, 'select * from impact where assessment_id = $1', [ASSESSMENT_ID]);
  const meetings = await rows<Row>(tx, 'select * from meeting_impact where assessment_id = $1', [ASSESSMENT_ID]);
  const customers = await rows<Row>(tx, 'select * from customer_impact where assessment_id = $1', [ASSESSMENT_ID]);
  return {
    rows: impacts.map((row) => rowOf(row, names)).toSorted(byIds),
    meetings: meetings.map((row) => meetingOf(row, names)).toSorted(byIds),
    customers: customers.map((row) => customerOf(row, names)).toSorted(byIds),
    provisional: scenario.windows.some((window) => window.endAt === null),
  };
}

function byIds(a: object, b: object): number {
  const key = (record: object): string =>
    JSON.stringify(['customerId', 'meetingId', 'participantId'].map((name) => (record as Row)[name] ?? ''));
  return key(a) < key(b) ? -1 : 1;
}

const intervals = (row: Row, name: string): Interval[] =>
  parseMultirange(String(row[name])).map(({ startAt, endAt }) => [startAt.getTime() / 1000, endAt.getTime() / 1000]);

const number = (row: Row, name: string): number => Number(row[name]);

function counts(row: Row, prefix: string): CountByClass {
  return {
    unable_to_join: number(row, `${prefix}_unable_to_join`),
    media_loss: number(row, `${prefix}_media_loss`),
    interactivity_loss: number(row, `${prefix}_interactivity_loss`),
    degraded: number(row, `${prefix}_degraded`),
  };
}

function rowOf(row: Row, names: Names): OracleRow {
  return {
    customerId: names.customers.get(String(row['customer_id'])) ?? '?',
    meetingId: names.meetings.get(String(row['meeting_id'])) ?? '?',
    participantId: String(row['participant_id']),
    class: row['class'] as OracleRow['class'],
    confidence: row['confidence'] as OracleRow['confidence'],
    isFacilitator: row['is_facilitator'] === true,
    hasOpenSession: row['has_open_session'] === true,
    borderline: row['borderline'] === true,
    blockedSeconds: number(row, 'blocked_seconds'),
    inferredSeconds: number(row, 'inferred_seconds'),
    mediaLostSeconds: number(row, 'media_lost_seconds'),
    interactivityLostSeconds: number(row, 'interactivity_lost_seconds'),
    degradedSeconds: number(row, 'degraded_seconds'),
    blocked: intervals(row, 'blocked'),
    inferred: intervals(row, 'inferred'),
    mediaLost: intervals(row, 'media_lost'),
    interactivityLost: intervals(row, 'interactivity_lost'),
    degraded: intervals(row, 'degraded'),
  };
}

function meetingOf(row: Row, names: Names): OracleMeeting {
  return {
    customerId: names.customers.get(String(row['customer_id'])) ?? '?',
    meetingId: names.meetings.get(String(row['meeting_id'])) ?? '?',
    class: row['class'] as OracleMeeting['class'],
    confidence: row['confidence'] as OracleMeeting['confidence'],
    people: counts(row, 'people'),
    peopleInferred: number(row, 'people_inferred'),
    blockedSeconds: number(row, 'blocked_seconds'),
    inferredSeconds: number(row, 'inferred_seconds'),
    mediaLostSeconds: number(row, 'media_lost_seconds'),
    interactivityLostSeconds: number(row, 'interactivity_lost_seconds'),
    degradedSeconds: number(row, 'degraded_seconds'),
  };
}

function customerOf(row: Row, names: Names): OracleCustomer {
  return {
    customerId: names.customers.get(String(row['customer_id'])) ?? '?',
    class: row['class'] as OracleCustomer['class'],
    people: counts(row, 'people'),
    peopleInferred: number(row, 'people_inferred'),
    personSeconds: counts(row, 'person_seconds'),
    personSecondsInferred: number(row, 'person_seconds_inferred'),
    clockSeconds: counts(row, 'clock_seconds'),
    clockSecondsInferred: number(row, 'clock_seconds_inferred'),
    meetings: { ...counts(row, 'meetings'), unknown: number(row, 'meetings_unknown') },
    meetingsInferred: number(row, 'meetings_inferred'),
  };
}
