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

const RANK = `array_position(array['unable_to_join', 'media_loss', 'interactivity_loss', 'degraded', 'unknown'], i.class)`;
const CUSTOMER = `jsonb_build_object('externalId', c.external_id, 'name', c.name)`;
const CLASSES = ['unable_to_join', 'media_loss', 'interactivity_loss', 'degraded'];
const SECONDS = `i.blocked_seconds as "blockedSeconds", i.inferred_seconds as "inferredSeconds",
  i.media_lost_seconds as "mediaLostSeconds", i.interactivity_lost_seconds as "interactivityLostSeconds",
  i.degraded_seconds as "degradedSeconds"`;

function byClass(prefix: string, others: readonly string[]): string {
  return `jsonb_build_object(${[...CLASSES, ...others].map((name) => `'${name}', i.${prefix}${name}`).join(', ')})`;
}

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
      select: `select i.customer_id as "customerId", c.external_id as "externalId", c.name, i.class, ${RANK} as _rank,
          ${CLASSES.map((name) => `i.people_${name}`).join(' + ')} as _people,
          ${byClass('people_', ['inferred'])} as people,
          ${byClass('person_seconds_', ['inferred'])} as "personSeconds",
          ${byClass('clock_seconds_', ['inferred'])} as "clockSeconds",
          ${byClass('meetings_', ['unknown', 'inferred'])} as meetings
        from customer_impact i join customer c on c.id = i.customer_id
        where i.assessment_id = $1 and ($2::text is null or i.class = $2) and ($3::text is null or c.external_id = $3)`,
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
      select: `select ${CUSTOMER} as customer, i.meeting_id as "meetingId", m.external_id as "externalId", m.title,
          m.scheduled_start_at as "scheduledStart", m.scheduled_end_at as "scheduledEnd", m.components, i.class,
          ${RANK} as _rank, i.confidence, ${byClass('people_', ['inferred'])} as people, ${SECONDS}
        from meeting_impact i join customer c on c.id = i.customer_id
        join meeting m on m.customer_id = i.customer_id and m.id = i.meeting_id
        where i.assessment_id = $1 and ($2::text is null or i.class = $2) and ($3::text is null or c.external_id = $3)
          and ($4::text is null or m.external_id = $4)`,
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
      select: `select ${CUSTOMER} as customer, i.customer_id as _customer, i.meeting_id as _meeting,
          jsonb_build_object('externalId', m.external_id, 'title', m.title) as meeting,
          i.participant_id as "participantId", case when i.is_facilitator then 'facilitator' else 'participant' end as role,
          i.class, i.confidence, i.borderline, i.has_open_session as "hasOpenSession", ${SECONDS},
          i.blocked::text, i.inferred::text, i.media_lost::text as "mediaLost",
          i.interactivity_lost::text as "interactivityLost", i.degraded::text
        from impact i join customer c on c.id = i.customer_id
        join meeting m on m.customer_id = i.customer_id and m.id = i.meeting_id
        where i.assessment_id = $1 and ($2::text is null or i.class = $2) and ($3::text is null or c.external_id = $3)
          and ($4::text is null or m.external_id = $4) and ($5::text is null or i.participant_id = $5)`,
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
