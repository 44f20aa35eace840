import { row, rows, type Tx } from '../platform/database/database.js';
import type { Span } from './span.js';

/** How many deliveries speak of the time of the span. */
export async function countDeliveries(tx: Tx, { startAt, endAt }: Span): Promise<number> {
  const found = await row<{ count: number }>(
    tx,
    'select count(*)::int as count from data_delivery where last_at >= $1 and first_at < $2',
    [startAt, endAt],
  );
  return found?.count ?? 0;
}

/** The latest earlier finished revision of the incident that had the same inputs, if the one just before had them. */
export async function unchangedSince(
  tx: Tx,
  incidentId: string,
  revision: number,
  fingerprint: string,
): Promise<number | null> {
  const [before] = await rows<{ revision: number; fingerprint: string | null }>(
    tx,
    `select coalesce(unchanged_since, revision) as revision, fingerprint from assessment
     where incident_id = $1 and revision < $2 and status = 'done' order by revision desc limit 1`,
    [incidentId, revision],
  );
  return before !== undefined && before.fingerprint === fingerprint ? before.revision : null;
}

/** Whether data of the assessment's time was delivered or changed after the run had looked at it. */
export async function hasNewData(tx: Tx, assessmentId: string): Promise<boolean> {
  const found = await row<{ changed: boolean }>(
    tx,
    `select a.deliveries_seen <> (select count(*) from data_delivery d
         where d.last_at >= a.span_start_at and d.first_at < a.span_end_at)
       or exists (select from meeting_impact i join meeting m on m.customer_id = i.customer_id and m.id = i.meeting_id
         where i.assessment_id = a.id and m.updated_at > a.data_read_at) as changed
     from assessment a where a.id = $1 and a.status = 'done'`,
    [assessmentId],
  );
  return found?.changed ?? false;
}
