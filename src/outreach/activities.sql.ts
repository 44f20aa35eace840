import { row, rows, type Tx } from '../platform/database/database.js';
import type { CaseActivityEntity } from './case-activity.entity.js';
import type { Activity, ActivityKind } from './case-activity.js';

/** An entry of a timeline as it is shown. `revision` above 1: it was edited, and what it said before is kept. */
export type TimelineRow = Pick<
  CaseActivityEntity,
  'id' | 'kind' | 'body' | 'details' | 'author' | 'occurredAt' | 'createdAt' | 'revision' | 'editedBy' | 'editedAt'
>;

/** What an entry said once: who wrote it so, and when. */
export type RevisionRow = {
  readonly revision: number;
  readonly kind: ActivityKind;
  readonly body: string;
  readonly occurredAt: Date;
  readonly writtenBy: string;
  readonly writtenAt: Date;
};

const COLUMNS = `id, kind, body, details, author, occurred_at as "occurredAt", created_at as "createdAt", revision,
  edited_by as "editedBy", edited_at as "editedAt"`;

/** What happened in a case, the latest first, at most `limit`. */
export function listTimeline(tx: Tx, customerId: string, caseId: string, limit: number): Promise<TimelineRow[]> {
  return rows<TimelineRow>(
    tx,
    `select ${COLUMNS} from case_activity
      where customer_id = $1 and case_id = $2 order by occurred_at desc, created_at desc, id desc limit $3`,
    [customerId, caseId, limit],
  );
}

/** One entry, locked until the transaction ends, or undefined. */
export function lockActivity(
  tx: Tx,
  customerId: string,
  caseId: string,
  activityId: string,
): Promise<TimelineRow | undefined> {
  return row<TimelineRow>(
    tx,
    `select ${COLUMNS} from case_activity where customer_id = $1 and case_id = $2 and id = $3 for update`,
    [customerId, caseId, activityId],
  );
}

/** An entry on its way into the timeline of a case. */
export type NewActivity = Activity & { readonly customerId: string; readonly caseId: string; readonly id: string };

/** Keeps entries of timelines, each once by its key; gives the ids of those that were new. */
export async function insertActivities(tx: Tx, activities: readonly NewActivity[], now: Date): Promise<Set<string>> {
  if (activities.length === 0) return new Set();
  const kept = await rows<{ id: string }>(
    tx,
    `insert into case_activity (customer_id, case_id, id, kind, body, details, author, occurred_at, created_at, dedup_key)
     select "customerId", "caseId", id, kind, body, details, author, "occurredAt", $2, "dedupKey"
       from jsonb_to_recordset($1::jsonb) as a ("customerId" uuid, "caseId" uuid, id uuid, kind text, body text,
            details jsonb, author text, "occurredAt" timestamptz, "dedupKey" text)
     on conflict do nothing returning id`,
    [JSON.stringify(activities), now],
  );
  return new Set(kept.map(({ id }) => id));
}

/** What an entry says from now on. */
export type Edit = {
  readonly kind: ActivityKind;
  readonly body: string;
  readonly occurredAt: Date;
  readonly editedBy: string;
};

/** Writes an entry over, and keeps what it said until now as a revision. */
export async function reviseActivity(
  tx: Tx,
  key: { readonly customerId: string; readonly caseId: string; readonly activityId: string },
  { kind, body, occurredAt, editedBy }: Edit,
  now: Date,
): Promise<void> {
  const { customerId, caseId, activityId } = key;
  await rows(
    tx,
    `insert into case_activity_revision (customer_id, case_id, activity_id, revision, kind, body, occurred_at, written_by,
                                         written_at)
     select customer_id, case_id, id, revision, kind, body, occurred_at, coalesce(edited_by, author),
            coalesce(edited_at, created_at)
       from case_activity where customer_id = $1 and case_id = $2 and id = $3`,
    [customerId, caseId, activityId],
  );
  await rows(
    tx,
    `update case_activity set kind = $4, body = $5, occurred_at = $6, edited_by = $7, edited_at = $8,
            revision = revision + 1
      where customer_id = $1 and case_id = $2 and id = $3`,
    [customerId, caseId, activityId, kind, body, occurredAt, editedBy, now],
  );
}

/** What an entry said before each edit, the first words first. */
export function listRevisions(tx: Tx, customerId: string, caseId: string, activityId: string): Promise<RevisionRow[]> {
  return rows<RevisionRow>(
    tx,
    `select revision, kind, body, occurred_at as "occurredAt", written_by as "writtenBy", written_at as "writtenAt"
       from case_activity_revision where customer_id = $1 and case_id = $2 and activity_id = $3 order by revision`,
    [customerId, caseId, activityId],
  );
}
