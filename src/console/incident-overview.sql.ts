import type { AssessmentStatus, Figures } from '../assessments/assessment.js';
import type { CaseStatus } from '../outreach/outreach-case.js';
import { row, rows, type Tx } from '../platform/database/database.js';

/** An assessment as the incident's page names it. */
export type AssessmentHead = {
  readonly id: string;
  readonly revision: number;
  readonly status: AssessmentStatus;
  readonly provisional: boolean;
  readonly assessedAt: Date;
  readonly figures: Figures | null;
  readonly jobId: string | null;
};

export type CaseTotal = { readonly status: CaseStatus; readonly count: number };

/** What the numbers of the newest assessment rest on. */
export type Certainty = {
  /** People a shift of a minute at a window's edge would put into another class. */
  readonly borderlinePeople: number;
  /** People whose session has no end of its own. */
  readonly openSessions: number;
};

const HEAD = `select id, revision, status, provisional, assessed_at as "assessedAt", figures, job_id as "jobId"
                from assessment`;

/** The newest finished assessment of an incident. */
export function latestAssessment(tx: Tx, incidentId: string): Promise<AssessmentHead | undefined> {
  return row<AssessmentHead>(tx, `${HEAD} where incident_id = $1 and status = 'done' order by revision desc limit 1`, [
    incidentId,
  ]);
}

/** The assessment of an incident that is under way. */
export function runningAssessment(tx: Tx, incidentId: string): Promise<AssessmentHead | undefined> {
  return row<AssessmentHead>(tx, `${HEAD} where incident_id = $1 and status in ('queued', 'running')`, [incidentId]);
}

/** The cases of an incident by status. */
export function caseTotals(tx: Tx, incidentId: string): Promise<CaseTotal[]> {
  return rows<CaseTotal>(
    tx,
    'select status, count(*)::int as count from outreach_case where incident_id = $1 group by status order by status',
    [incidentId],
  );
}

/** How sure an assessment's figures are. */
export async function certaintyOf(tx: Tx, assessmentId: string): Promise<Certainty> {
  const found = await row<Certainty>(
    tx,
    `select count(distinct (customer_id, participant_id)) filter (where borderline)::int as "borderlinePeople",
            count(distinct (customer_id, participant_id)) filter (where has_open_session)::int as "openSessions"
       from impact where assessment_id = $1`,
    [assessmentId],
  );
  return found ?? { borderlinePeople: 0, openSessions: 0 };
}
