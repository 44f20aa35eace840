import { row, rowCount, rows, type Tx } from '../../platform/database/database.js';
import { type ListQuery, listRows, type Page } from '../../platform/http/list.js';
import type { Stay } from './stays.js';
import type { AttemptOutcome, ParticipantRole, SessionKind } from '../participant.js';
import type { EventStatus, HookProvider, SaidByEvent } from './meeting-event.js';
import type { SourceRule } from './hook-source.js';

/** An event as it is shown; who took part is not. */
export type ShownEvent = {
  readonly provider: HookProvider;
  readonly eventId: string;
  readonly type: string;
  readonly status: EventStatus;
  readonly reason: string | null;
  /** By what its customer is to be found: an account, host, room or customer id. */
  readonly owner: Readonly<Record<string, string>> | null;
  readonly customerExternalId: string | null;
  readonly meetingId: string | null;
  /** When it happened, in seconds since 1970. */
  readonly at: number | null;
  readonly receivedAt: Date;
  readonly appliedAt: Date | null;
};

export type EventCount = {
  readonly provider: HookProvider;
  readonly type: string;
  readonly status: EventStatus;
  readonly count: number;
};

export type OpenEvent = {
  readonly provider: HookProvider;
  readonly eventId: string;
  readonly said: SaidByEvent;
};

/** What became of an event. */
export type EventVerdict = {
  readonly provider: HookProvider;
  readonly eventId: string;
  readonly status: EventStatus;
  readonly reason: string | null;
  readonly said: SaidByEvent;
  readonly customerId: string | null;
  readonly participantId: string | null;
};

/** One person's connection in one meeting; the key under which events belong together. */
export type StayKey = {
  readonly customerId: string;
  readonly meeting: string;
  readonly participant: string;
  readonly connection: string;
};

/** All that the events of a connection say, whatever their order. */
export type StayFacts = StayKey & {
  readonly joins: readonly number[];
  readonly leaves: readonly number[];
  readonly attempts: readonly { readonly at: number; readonly outcome: AttemptOutcome }[];
  readonly roles: readonly ParticipantRole[];
  readonly kinds: readonly SessionKind[];
};

export type MeetingKey = { readonly customerId: string; readonly meeting: string };
export type MeetingFacts = MeetingKey & {
  readonly title: string | null;
  readonly start: number | null;
  readonly end: number | null;
  readonly endedAt: number | null;
  readonly components: readonly string[] | null;
};

export type MappedSource = SourceRule & {
  readonly customerId: string;
  readonly customerExternalId: string;
  readonly components: readonly string[];
};

/** Keeps an event; false when it is there already. */
export async function insertEvent(
  tx: Tx,
  event: {
    readonly provider: HookProvider;
    readonly eventId: string;
    readonly type: string;
    readonly said: SaidByEvent | null;
    readonly receivedAt: Date;
  },
): Promise<boolean> {
  const written = await rowCount(
    tx,
    `insert into meeting_event (provider, event_id, type, status, said, received_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (provider, event_id) do nothing`,
    [
      event.provider,
      event.eventId,
      event.type,
      event.said === null ? 'ignored' : 'received',
      event.said === null ? null : JSON.stringify(event.said),
      event.receivedAt,
    ],
  );
  return written > 0;
}

/** The oldest events that nobody has looked at, locked. */
export function takeReceived(tx: Tx, limit: number): Promise<OpenEvent[]> {
  return rows<OpenEvent>(
    tx,
    `select provider, event_id as "eventId", said from meeting_event
      where status = 'received' order by received_at, provider, event_id limit $1 for update`,
    [limit],
  );
}

/** Lets the events that wait for a customer be looked at again. Gives how many there are. */
export function reopenUnmapped(tx: Tx): Promise<number> {
  return rowCount(tx, `update meeting_event set status = 'received', reason = null where status = 'unmapped'`);
}

/** Every source, with its customer. */
export function mappedSources(tx: Tx): Promise<MappedSource[]> {
  return rows<MappedSource>(
    tx,
    `select s.provider, s.scope, s.value, s.customer_id as "customerId", c.external_id as "customerExternalId", s.components
       from hook_source s join customer c on c.id = s.customer_id`,
  );
}

/** Customers by external id. */
export async function customersNamed(tx: Tx, externalIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = await rows<{ id: string; externalId: string }>(
    tx,
    'select id, external_id as "externalId" from customer where external_id = any ($1)',
    [externalIds],
  );
  return new Map(found.map(({ id, externalId }) => [externalId, id]));
}

export async function saveVerdicts(tx: Tx, verdicts: readonly EventVerdict[], now: Date): Promise<void> {
  await rows(
    tx,
    `update meeting_event e
        set status = v.status, reason = v.reason, said = v.said, customer_id = v."customerId",
            meeting_external_id = v.said -> 'meeting' ->> 'id', participant_id = v."participantId",
            connection = v.said -> 'person' ->> 'connection', applied_at = case when v.status = 'applied' then $2::timestamptz end
       from jsonb_to_recordset($1::jsonb) v (provider text, "eventId" text, status text, reason text, said jsonb,
              "customerId" uuid, "participantId" text)
      where e.provider = v.provider and e.event_id = v."eventId"`,
    [JSON.stringify(verdicts), now],
  );
}

/** Notes what of a meeting could not be kept on the events that told it. */
export async function noteReason(tx: Tx, { customerId, meeting }: MeetingKey, reason: string): Promise<void> {
  await rows(
    tx,
    `update meeting_event set reason = $3 where customer_id = $1 and meeting_external_id = $2 and status = 'applied'`,
    [customerId, meeting, reason],
  );
}

/** All that was ever applied of these connections. */
export function stayFacts(tx: Tx, keys: readonly StayKey[]): Promise<StayFacts[]> {
  return rows<StayFacts>(
    tx,
    `select k."customerId", k.meeting, k.participant, k.connection,
            coalesce(jsonb_agg(e.said -> 'at') filter (where e.said ->> 'fact' = 'joined'), '[]')
              || coalesce(jsonb_agg(e.said -> 'joinedAt') filter (where e.said ->> 'joinedAt' is not null), '[]') as joins,
            coalesce(jsonb_agg(e.said -> 'at') filter (where e.said ->> 'fact' = 'left'), '[]') as leaves,
            coalesce(jsonb_agg(jsonb_build_object('at', e.said -> 'at', 'outcome', e.said ->> 'outcome'))
              filter (where e.said ->> 'fact' = 'refused'), '[]') as attempts,
            jsonb_agg(e.said -> 'person' -> 'role') as roles, jsonb_agg(e.said -> 'person' -> 'kind') as kinds
       from jsonb_to_recordset($1::jsonb) k ("customerId" uuid, meeting text, participant text, connection text)
       join meeting_event e on e.customer_id = k."customerId" and e.meeting_external_id = k.meeting
                           and e.participant_id = k.participant and e.connection = k.connection and e.status = 'applied'
      group by 1, 2, 3, 4`,
    [JSON.stringify(keys)],
  );
}

/**
 * What events say of meetings that nobody else describes: the schedule told last (by when it happened), and the latest
 * end, as hosts leave and come back. Meetings that an import describes are left out.
 */
export function meetingFacts(tx: Tx, keys: readonly MeetingKey[]): Promise<MeetingFacts[]> {
  return rows<MeetingFacts>(
    tx,
    `with wanted as (select * from jsonb_to_recordset($1::jsonb) k ("customerId" uuid, meeting text)),
     told as (
       select k."customerId", k.meeting, e.said ->> 'fact' as fact, (e.said ->> 'at')::bigint as at,
              e.said -> 'meeting' ->> 'title' as title, (e.said -> 'meeting' ->> 'start')::bigint as starts,
              (e.said -> 'meeting' ->> 'end')::bigint as ends, nullif(e.said -> 'meeting' -> 'components', 'null') as components
         from wanted k
         join meeting_event e on e.customer_id = k."customerId" and e.meeting_external_id = k.meeting and e.status = 'applied'
        where not exists (select from meeting m where m.customer_id = k."customerId" and m.external_id = k.meeting
                             and not m.is_stub and m.import_id is not null)
     )
     select "customerId", meeting,
            (array_agg(title order by at desc, title) filter (where title is not null))[1] as title,
            (array_agg(starts order by at desc, ends desc, starts) filter (where starts <= ends))[1] as start,
            (array_agg(ends order by at desc, ends desc, starts) filter (where starts <= ends))[1] as "end",
            max(at) filter (where fact = 'ended') as "endedAt",
            (array_agg(components order by at desc, components) filter (where components is not null))[1] as components
       from told group by 1, 2`,
    [JSON.stringify(keys)],
  );
}

/**
 * Takes the sessions of these connections away that events alone brought and that, now that more is known, did not happen
 * so: another join came between, or the leave was another's. What only grows is for the merge.
 */
export async function dropMistakenStays(
  tx: Tx,
  keys: readonly StayKey[],
  stays: readonly (StayKey & Stay)[],
): Promise<number> {
  return rowCount(
    tx,
    `delete from session s
      using jsonb_to_recordset($1::jsonb) k ("customerId" uuid, meeting text, participant text, connection text), meeting m
      where m.customer_id = k."customerId" and m.external_id = k.meeting
        and s.customer_id = m.customer_id and s.meeting_id = m.id and s.participant_id = k.participant
        and s.session_id = k.connection and s.import_id is null
        and not exists (
          select from jsonb_to_recordset($2::jsonb) t ("customerId" uuid, meeting text, participant text, connection text,
                   "joinedAt" bigint, "leftAt" bigint)
           where t."customerId" = k."customerId" and t.meeting = k.meeting and t.participant = k.participant
             and t.connection = k.connection and to_timestamp(t."joinedAt") = s.joined_at
             and (s.left_at is null or s.left_at <= to_timestamp(t."leftAt")))`,
    [JSON.stringify(keys), JSON.stringify(stays)],
  );
}

const SHOWN = `
  select e.provider, e.event_id as "eventId", e.type, e.status, e.reason, e.said -> 'owner' as owner,
         c.external_id as "customerExternalId", coalesce(e.meeting_external_id, e.said -> 'meeting' ->> 'id') as "meetingId",
         (e.said ->> 'at')::bigint as at, e.received_at as "receivedAt", e.applied_at as "appliedAt"
    from meeting_event e left join customer c on c.id = e.customer_id
   where ($1::text is null or e.provider = $1) and ($2::text is null or e.status = $2)`;

/** Events, the newest first. */
export function listEvents(
  tx: Tx,
  { provider, status }: { readonly provider?: HookProvider; readonly status?: EventStatus },
  query: ListQuery,
): Promise<Page<ShownEvent>> {
  const order = [
    { name: 'receivedAt', type: 'timestamptz', direction: 'desc' },
    { name: 'provider', type: 'text', direction: 'desc' },
    { name: 'eventId', type: 'text', direction: 'desc' },
  ] as const;
  return listRows<ShownEvent>(tx, { select: SHOWN, values: [provider ?? null, status ?? null], order }, query);
}

/** How many events of each type became what. */
export function countEvents(tx: Tx): Promise<EventCount[]> {
  return rows<EventCount>(
    tx,
    `select provider, type, status, count(*)::int as count from meeting_event group by 1, 2, 3 order by 1, 2, 3`,
  );
}

/** Drops the events that came before the instant; with `dryRun` only counts. */
export async function dropOldEvents(tx: Tx, before: Date, dryRun: boolean): Promise<number> {
  if (!dryRun) return rowCount(tx, 'delete from meeting_event where received_at < $1', [before]);
  const held = await row<{ count: number }>(
    tx,
    'select count(*)::int as count from meeting_event where received_at < $1',
    [before],
  );
  return held?.count ?? 0;
}
