import { Injectable } from '@nestjs/common';
import type { OutageWindow } from '../incidents/outage-window.js';
import { Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/domain-error.js';
import { SYSTEM } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, rows, type Tx } from '../platform/database/database.js';
import { JobsService, type RunningJob } from '../platform/jobs/jobs.service.js';
import { OutboxService } from '../platform/outbox/outbox.service.js';
import { type Figures, readFigures, writeCustomerImpacts, writeImpacts, writeMeetingImpacts } from './add-up.sql.js';
import { AssessmentEntity } from './assessment.entity.js';
import type { StepTime } from './assessment.js';
import { findBorderline, SHIFT_SECONDS } from './borderline.sql.js';
import { type CanonicalWindow, canonicalWindows, shiftedEdges } from './canonical-windows.js';
import { classifyEverybody, profileMeetings } from './classify.sql.js';
import {
  findFailures,
  findMeetings,
  findPeople,
  findSessionsAndAttempts,
  NEAR_SECONDS,
  type Span,
} from './find-people.sql.js';
import { layShiftedTimelines, layTimelines } from './timelines.sql.js';

export const ASSESSMENT_JOB = 'assessment';

/** Memory of one sort or hash of a run, which works on everybody at once. */
const WORK_MEM = '128MB';

type Progress = (step: string, doneCount: number, totalCount: number) => Promise<void>;
type Step = { readonly name: string; readonly run: (tx: Tx) => Promise<unknown> };

/** Carries out an assessment: one transaction, from the windows as they stood to the figures. */
@Injectable()
export class RunAssessmentService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly outbox: OutboxService,
    private readonly audit: AuditService,
    jobs: JobsService,
  ) {
    jobs.handle(ASSESSMENT_JOB, (job) => this.runJob(job));
  }

  private async runJob(job: RunningJob): Promise<{ assessmentId: string }> {
    try {
      await this.run(job.subjectId, (step, done, total) => job.progress(step, done, total));
    } catch (error) {
      await this.noteFailure(job.subjectId, error);
      throw error;
    }
    return { assessmentId: job.subjectId };
  }

  private async run(assessmentId: string, progress: Progress): Promise<void> {
    await rows(this.database.tx, `update assessment set status = 'running' where id = $1 and status = 'queued'`, [
      assessmentId,
    ]);
    await this.database.transaction(
      async (tx) => {
        const assessments = tx.getRepository(AssessmentEntity);
        const assessment = await assessments.findOneByOrFail({ id: assessmentId });
        const windows = assessment.windows.map((window) => ({
          ...window,
          startsAt: new Date(window.startsAt),
          endsAt: window.endsAt === null ? null : new Date(window.endsAt),
        }));
        const { figures, steps } = await assess(tx, assessmentId, windows, assessment.assessedAt, progress);
        await assessments.update(
          { id: assessmentId },
          { status: 'done', figures, steps, finishedAt: this.clock.now() },
        );
        const subject = { kind: 'assessment', id: assessmentId };
        this.audit.append(tx, { actor: SYSTEM, action: 'assessment.finished', subject, details: { figures } });
        await this.outbox.append(tx, {
          topic: 'assessment.finished',
          dedupKey: `assessment.finished:${assessmentId}`,
          payload: { assessmentId, incidentId: assessment.incidentId },
        });
      },
      { statementTimeoutMs: 0, idleInTransactionTimeoutMs: 0 },
    );
  }

  private async noteFailure(assessmentId: string, error: unknown): Promise<void> {
    const refused = error instanceof DomainError;
    await this.database.dataSource.getRepository(AssessmentEntity).update(
      { id: assessmentId },
      {
        status: refused && error.code === 'job_cancelled' ? 'cancelled' : 'failed',
        errorCode: refused ? error.code : 'internal',
        errorMessage: refused ? error.message : 'Something went wrong on our side.',
        finishedAt: this.clock.now(),
      },
    );
  }
}

/**
 * Classifies everybody near the windows and writes the impacts, in the caller's transaction. Windows without an end end
 * at `assessedAt` (a whole second).
 */
export async function assess(
  tx: Tx,
  assessmentId: string,
  windows: readonly OutageWindow[],
  assessedAt: Date,
  progress: Progress = async () => undefined,
): Promise<{ figures: Figures; steps: StepTime[] }> {
  const canonical = canonicalWindows(windows, assessedAt);
  await rows(tx, `select set_config('work_mem', $1, true)`, [WORK_MEM]);
  const plan = planOf(tx, assessmentId, canonical, assessedAt);
  const steps: StepTime[] = [];
  for (const [index, step] of plan.entries()) {
    await progress(step.name, index, plan.length);
    const startedMs = performance.now();
    await step.run(tx);
    steps.push({ step: step.name, milliseconds: Math.round(performance.now() - startedMs) });
  }
  return { figures: await readFigures(tx, assessmentId), steps };
}

function planOf(tx: Tx, assessmentId: string, windows: readonly CanonicalWindow[], assessedAt: Date): Step[] {
  const span = spanOf(windows, assessedAt);
  return [
    {
      name: 'find_people',
      run: async () => {
        await findMeetings(tx, span);
        await findSessionsAndAttempts(tx, assessedAt);
        await findPeople(tx, span);
        await findFailures(tx, span);
      },
    },
    {
      name: 'classify',
      run: async () => {
        // From here on whole sets are joined by equal keys, and PostgreSQL can only guess the size of a step's result: a
        // guess of one row made it loop over tens of thousands once, for minutes. Without loops it hashes.
        await rows(tx, `select set_config('enable_nestloop', 'off', true)`);
        await layTimelines(tx, windows);
        await profileMeetings(tx);
        await classifyEverybody(tx);
      },
    },
    {
      name: 'borderline',
      run: async () => {
        await layShiftedTimelines(tx, shiftedEdges(windows, SHIFT_SECONDS));
        await findBorderline(tx);
      },
    },
    { name: 'write_impacts', run: () => writeImpacts(tx, assessmentId) },
    {
      name: 'add_up',
      run: async () => {
        await writeMeetingImpacts(tx, assessmentId);
        await writeCustomerImpacts(tx, assessmentId);
      },
    },
  ];
}

/** The span of the windows and the air around it; without any window, an empty span now. */
function spanOf(windows: readonly CanonicalWindow[], assessedAt: Date): Span {
  if (windows.length === 0) return { startAt: assessedAt, endAt: assessedAt };
  const startMs = Math.min(...windows.map((window) => window.startsAt.getTime()));
  const endMs = Math.max(...windows.map((window) => window.endsAt.getTime()));
  return { startAt: new Date(startMs - NEAR_SECONDS * 1000), endAt: new Date(endMs + NEAR_SECONDS * 1000) };
}
