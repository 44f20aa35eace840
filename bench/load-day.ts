import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from } from 'pg-copy-streams';
import { generateDay } from '../src/demo/generate-day.js';
import { newId } from '../src/kernel/ids.js';
import {
  copyClient,
  type Database,
  ensureMonthlyPartitions,
  rows,
  type Tx,
} from '../src/platform/database/database.js';

const DAY = new Date('2020-09-16T00:00:00Z');
const PEOPLE_PER_CUSTOMER = 500;

export type LoadedDay = {
  readonly incidentId: string;
  readonly customers: number;
  readonly meetings: number;
  readonly sessions: number;
  readonly attempts: number;
};

/** `prefix` keeps the customers of several days apart. */
export type DaySize = { readonly people: number; readonly prefix: string; readonly seed: number };

/** Adds a generated day of so many people, by COPY, to a new incident or a known one, and analyses the database. */
export async function loadDay(
  database: Database,
  { people, prefix, seed }: DaySize,
  knownIncidentId?: string,
): Promise<LoadedDay> {
  const day = generateDay({ customers: Math.max(1, Math.round(people / PEOPLE_PER_CUSTOMER)), people, seed });
  const customerIds = new Map<string, string>();
  const meetingIds = new Map<string, string>();
  const count = { customers: 0, meetings: 0, sessions: 0, attempts: 0 };
  const incidentId = knownIncidentId ?? newId();
  await database.transaction((tx) => ensureMonthlyPartitions(tx, 'session', [DAY]));
  await database.transaction((tx) => ensureMonthlyPartitions(tx, 'join_attempt', [DAY]));
  await database.transaction(async (tx) => {
    const meetingId = (customerId: string, meeting: string): string => {
      const key = `${customerId} ${meeting}`;
      const id = meetingIds.get(key) ?? newId();
      meetingIds.set(key, id);
      return id;
    };
    await rows(
      tx,
      `insert into incident (id, title, status, time_zone, created_by, created_at, updated_at)
       values ($1, 'bench', 'resolved', 'Europe/Paris', 'bench', $2, $2) on conflict (id) do nothing`,
      [incidentId, DAY],
    );
    count.customers = await copy(
      tx,
      'customer (id, external_id, name, time_zone, locale, created_at, updated_at)',
      day.customers(),
      (line) => {
        const id = newId();
        customerIds.set(line.externalId, id);
        return [id, `${prefix}${line.externalId}`, line.name, line.timezone, line.locale, DAY, DAY];
      },
    );
    count.meetings = await copy(
      tx,
      `meeting (customer_id, id, external_id, scheduled_start_at, scheduled_end_at, actual_end_at, cancelled_at, components,
        roster_known, is_stub, created_at, updated_at)`,
      day.meetings(),
      (line) => [
        customerIds.get(line.customerId),
        meetingId(line.customerId, line.externalId),
        line.externalId,
        line.scheduledStart,
        line.scheduledEnd,
        line.actualEnd,
        line.cancelledAt,
        `{${line.components.join(',')}}`,
        line.roster !== undefined,
        false,
        DAY,
        DAY,
      ],
    );
    await copy(
      tx,
      'roster_entry (customer_id, meeting_id, participant_id, role)',
      flat(day.meetings(), (line) => (line.roster ?? []).map((entry) => ({ ...entry, line }))),
      ({ line, participantId, role }) => [
        customerIds.get(line.customerId),
        meetingId(line.customerId, line.externalId),
        participantId,
        role,
      ],
    );
    count.sessions = await copy(
      tx,
      'session (customer_id, meeting_id, participant_id, joined_at, session_id, left_at, role, kind)',
      day.sessions(),
      (line) => [
        customerIds.get(line.customerId),
        meetingId(line.customerId, line.meetingId),
        line.participantId,
        line.joinedAt,
        line.sessionId ?? '',
        line.leftAt,
        line.role,
        line.kind ?? 'person',
      ],
    );
    count.attempts = await copy(
      tx,
      'join_attempt (customer_id, meeting_id, participant_id, at, outcome, role)',
      day.joinAttempts(),
      (line) => [
        customerIds.get(line.customerId),
        meetingId(line.customerId, line.meetingId),
        line.participantId,
        line.at,
        line.outcome,
        line.role ?? '',
      ],
    );
  });
  await rows(database.tx, 'vacuum analyze');
  return { incidentId, ...count };
}

type Cell = string | number | boolean | Date | null | undefined;

function* flat<T, U>(items: Iterable<T>, parts: (item: T) => Iterable<U>): Iterable<U> {
  for (const item of items) yield* parts(item);
}

async function copy<T>(
  tx: Tx,
  target: string,
  items: Iterable<T>,
  cells: (item: T) => readonly Cell[],
): Promise<number> {
  let count = 0;
  function* lines(): Iterable<string> {
    let text = '';
    for (const item of items) {
      count += 1;
      text += `${cells(item).map(cell).join('\t')}\n`;
      if (text.length > 60_000) {
        yield text;
        text = '';
      }
    }
    yield text;
  }
  const client = await copyClient(tx);
  await pipeline(Readable.from(lines()), client.query(from(`copy ${target} from stdin`)));
  return count;
}

function cell(value: Cell): string {
  if (value === undefined || value === null) return '\\N';
  const text = value instanceof Date ? value.toISOString() : `${value}`;
  return text.replaceAll(/[\\\t\n\r]/g, (c) => `\\${c}`);
}
