import { row, rows, type Tx } from '../platform/database/database.js';
import type { ProposalRunEntity } from './proposal-run.entity.js';

/** Keeps what the offers of an incident were worked out by, in place of what they were by before. */
export async function keepRun(tx: Tx, run: Readonly<ProposalRunEntity>): Promise<void> {
  await rows(
    tx,
    `insert into proposal_run (incident_id, assessment_id, policy_code, created_by, created_at)
     values ($1, $2, $3, $4, $5)
     on conflict (incident_id) do update set assessment_id = excluded.assessment_id, policy_code = excluded.policy_code,
       created_by = excluded.created_by, created_at = excluded.created_at`,
    [run.incidentId, run.assessmentId, run.policyCode, run.createdBy, run.createdAt],
  );
}

/** How the offers of an assessment's incident were last worked out; undefined when they never were. */
export function findRunOf(
  tx: Tx,
  assessmentId: string,
): Promise<Pick<ProposalRunEntity, 'assessmentId' | 'policyCode'> | undefined> {
  return row(
    tx,
    `select r.assessment_id as "assessmentId", r.policy_code as "policyCode"
       from assessment a join proposal_run r on r.incident_id = a.incident_id where a.id = $1`,
    [assessmentId],
  );
}

/**
 * The newest finished assessments of incidents whose offers were worked out before and which began in `[from, to)`; `to`
 * is null without an end.
 */
export function assessmentsBegunIn(tx: Tx, from: Date, to: Date | null): Promise<{ readonly assessmentId: string }[]> {
  return rows(
    tx,
    `select a.id as "assessmentId"
       from proposal_run r
      cross join lateral (select id, windows from assessment where incident_id = r.incident_id and status = 'done'
                           order by revision desc limit 1) a
      cross join lateral (select min((w ->> 'startsAt')::timestamptz) as at from jsonb_array_elements(a.windows) w) begun
      where begun.at >= $1 and ($2::timestamptz is null or begun.at < $2)
      order by r.incident_id`,
    [from, to],
  );
}
