import { type Page, type ListQuery, listRows, type OrderColumn } from '../platform/http/list.js';
import { row, rows, type Tx } from '../platform/database/database.js';
import type { Confidence, HitClass } from './assessment.js';

/** People, seconds or meetings by class. */
export type ByClass = Readonly<Record<HitClass, number>>;

export type CustomerImpactRow = {
  readonly customerId: string;
  readonly externalId: string;
  readonly name: string;
  readonly class: HitClass | 'unknown';
  readonly people: ByClass & { readonly inferred: number };
  readonly personSeconds: ByClass & { readonly inferred: number };
  readonly clockSeconds: ByClass & { readonly inferred: number };
  readonly meetings: ByClass & { readonly unknown: number; readonly inferred: number };
};

export type MeetingImpactRow = {
  readonly customer: { readonly externalId: string; readonly name: string };
  readonly meetingId: string;
  readonly externalId: string;
  readonly title: string | null;
  readonly scheduledStart: Date | null;
  readonly scheduledEnd: Date | null;
  readonly components: readonly string[] | null;
  readonly class: HitClass | 'unknown';
  readonly confidence: Confidence;
  readonly people: ByClass & { readonly inferred: number };
  readonly blockedSeconds: number;
  readonly inferredSeconds: number;
  readonly mediaLostSeconds: number;
  readonly interactivityLostSeconds: number;
  readonly degradedSeconds: number;
};

type SecondsRow = {
  readonly blockedSeconds: number;
  readonly inferredSeconds: number;
  readonly mediaLostSeconds: number;
  readonly interactivityLostSeconds: number;
  readonly degradedSeconds: number;
};

/** A participant's row; the ranges are PostgreSQL's text. */
export type ParticipantImpactRow = SecondsRow & {
  readonly customer: { readonly externalId: string; readonly name: string };
  readonly meeting: { readonly externalId: string; readonly title: string | null };
  readonly participantId: string;
  readonly role: 'participant' | 'facilitator';
  readonly class: HitClass;
  readonly confidence: Confidence;
  readonly borderline: boolean;
  readonly hasOpenSession: boolean;
  readonly blocked: string;
  readonly inferred: string;
  readonly mediaLost: string;
  readonly interactivityLost: string;
  readonly degraded: string;
};

/** What an impact list may be narrowed to; undefined is all. */
export type ImpactFilter = {
  readonly class?: string;
  readonly customerId?: string;
  readonly meetingId?: string;
  readonly participantId?: string;
};

/** SQL for the place of a class, the heaviest first: what the indexes of the lists are ordered by. */
export function classRank(of: string): string {
  return `array_position(array['unable_to_join', 'media_loss', 'interactivity_loss', 'degraded', 'unknown'], ${of})`;
}

const RANK = classRank('i.class');
const CUSTOMER = `jsonb_build_object('externalId', c.external_id, 'name', c.name)`;
const CLASSES = ['unable_to_join', 'media_loss', 'interactivity_loss', 'degraded'];
const SECONDS = `i.blocked_seconds as "blockedSeconds", i.inferred_seconds as "inferredSeconds",
  i.media_lost_seconds as "mediaLostSeconds", i.interactivity_lost_seconds as "interactivityLostSeconds",
  i.degraded_seconds as "degradedSeconds"`;

function byClass(prefix: string, others: readonly string[]): string {
  return `jsonb_build_object(${[...CLASSES, ...others].map((name) => `'${name}', i.${prefix}${name}`).join(', ')})`;
}

/** $1 the assessment, $3 the customer's external id. */
const OF_CUSTOMERS = `i.assessment_id = $1
  and ($3::text is null or i.customer_id = (select id from customer where external_id = $3))`;
/** $2 the class, which the index of an order has as its place. */
const OF_RANK = `($2::text is null or ${RANK} = ${classRank('$2')})`;

/**
 * And $4 the meeting's external id. A meeting that is gone with its import is not listed. PostgreSQL takes a join by two
 * columns for one that finds next to nothing, and then reads all of both tables to find a page: `offset 0` makes it look
 * meeting by meeting.
 */
const OF_MEETINGS = `${OF_CUSTOMERS}
  and ($4::text is null
       or i.customer_id = any (array(select customer_id from meeting where external_id = $4))
          and i.meeting_id = any (array(select id from meeting where external_id = $4)))
  and exists (select from meeting m where m.customer_id = i.customer_id and m.id = i.meeting_id offset 0)`;
const NAMED = `join customer c on c.id = i.customer_id join meeting m on m.customer_id = i.customer_id and m.id = i.meeting_id`;

/** The customers of an assessment, heaviest class first, then by the people in it. */
export function listCustomerImpacts(
  tx: Tx,
  assessmentId: string,
  filter: ImpactFilter,
  query: ListQuery,
): Promise<Page<CustomerImpactRow>> {
  const order: OrderColumn[] = [
    { name: '_rank', type: 'int', direction: 'asc' },
    { name: '_people', type: 'int', direction: 'desc' },
    { name: 'customerId', type: 'uuid', direction: 'asc' },
  ];
  return listRows(
    tx,
    {
      select: `select i.customer_id as "customerId", ${RANK} as _rank,
          ${CLASSES.map((name) => `i.people_${name}`).join(' + ')} as _people
        from customer_impact i where ${OF_CUSTOMERS} and ${OF_RANK}`,
      show: `select p.*, c.external_id as "externalId", c.name, i.class, ${byClass('people_', ['inferred'])} as people,
          ${byClass('person_seconds_', ['inferred'])} as "personSeconds",
          ${byClass('clock_seconds_', ['inferred'])} as "clockSeconds",
          ${byClass('meetings_', ['unknown', 'inferred'])} as meetings
        from page p join customer_impact i on i.customer_id = p."customerId" and i.assessment_id = $1
        join customer c on c.id = i.customer_id`,
      values: [assessmentId, filter.class ?? null, filter.customerId ?? null],
      order,
    },
    query,
  );
}

/** The meetings of an assessment that were hit or of which nothing is known, heaviest class first. */
export function listMeetingImpacts(
  tx: Tx,
  assessmentId: string,
  filter: ImpactFilter,
  query: ListQuery,
): Promise<Page<MeetingImpactRow>> {
  return listRows(
    tx,
    {
      select: `select i.customer_id as _customer, i.meeting_id as "meetingId", ${RANK} as _rank
        from meeting_impact i where ${OF_MEETINGS} and ${OF_RANK}`,
      show: `select p.*, ${CUSTOMER} as customer, m.external_id as "externalId", m.title,
          m.scheduled_start_at as "scheduledStart", m.scheduled_end_at as "scheduledEnd", m.components, i.class,
          i.confidence, ${byClass('people_', ['inferred'])} as people, ${SECONDS}
        from page p join meeting_impact i
          on i.customer_id = p._customer and i.assessment_id = $1 and i.meeting_id = p."meetingId" ${NAMED}`,
      values: [assessmentId, filter.class ?? null, filter.customerId ?? null, filter.meetingId ?? null],
      order: [
        { name: '_rank', type: 'int', direction: 'asc' },
        { name: 'meetingId', type: 'uuid', direction: 'asc' },
      ],
    },
    query,
  );
}

/** The people of an assessment who were hit, one row for each of their meetings, by customer, meeting and participant. */
export function listParticipantImpacts(
  tx: Tx,
  assessmentId: string,
  filter: ImpactFilter,
  query: ListQuery,
): Promise<Page<ParticipantImpactRow>> {
  return listRows(
    tx,
    {
      select: `select i.customer_id as _customer, i.meeting_id as _meeting, i.participant_id as "participantId"
        from impact i where ${OF_MEETINGS} and ($2::text is null or i.class = $2) and ($5::text is null or i.participant_id = $5)`,
      show: `select p.*, ${CUSTOMER} as customer,
          jsonb_build_object('externalId', m.external_id, 'title', m.title) as meeting,
          case when i.is_facilitator then 'facilitator' else 'participant' end as role,
          i.class, i.confidence, i.borderline, i.has_open_session as "hasOpenSession", ${SECONDS},
          i.blocked::text, i.inferred::text, i.media_lost::text as "mediaLost",
          i.interactivity_lost::text as "interactivityLost", i.degraded::text
        from page p join impact i on i.customer_id = p._customer and i.assessment_id = $1
          and i.meeting_id = p._meeting and i.participant_id = p."participantId" ${NAMED}`,
      values: [
        assessmentId,
        filter.class ?? null,
        filter.customerId ?? null,
        filter.meetingId ?? null,
        filter.participantId ?? null,
      ],
      order: [
        { name: '_customer', type: 'uuid', direction: 'asc' },
        { name: '_meeting', type: 'uuid', direction: 'asc' },
        { name: 'participantId', type: 'text', direction: 'asc' },
      ],
    },
    query,
  );
}

/** The number of the next revision of an incident's assessments. The incident's row is locked by the caller. */
export async function nextRevision(tx: Tx, incidentId: string): Promise<number> {
  const found = await row<{ revision: number }>(
    tx,
    'select coalesce(max(revision), 0) + 1 as revision from assessment where incident_id = $1',
    [incidentId],
  );
  return found?.revision ?? 1;
}

/** True while another assessment of the incident is queued or running. */
export async function isAssessing(tx: Tx, incidentId: string): Promise<boolean> {
  const found = await rows(tx, `select 1 from assessment where incident_id = $1 and status in ('queued', 'running')`, [
    incidentId,
  ]);
  return found.length > 0;
}
