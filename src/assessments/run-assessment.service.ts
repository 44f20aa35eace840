import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/domain-error.js';
import { SYSTEM } from '../platform/access/actor.js';
import { Database, isCancelled, row, rows, type Tx } from '../platform/database/database.js';
import { JobsService, type RunningJob } from '../platform/jobs/jobs.service.js';
import { OutboxService } from '../platform/outbox/outbox.service.js';
import { ALTERNATIVES_JOB, AlternativesService } from './alternatives.service.js';
import { AssessmentEntity } from './assessment.entity.js';
import { assess, type Findings, type Progress } from './engine.sql.js';
import { inputsFingerprint, windowsFingerprint } from './fingerprint.js';
import { spanOfOutage } from './span.js';
import { countDeliveries, unchangedSince } from './staleness.sql.js';
import { snapshotWindows } from './windows.js';

export const ASSESSMENT_JOB = 'assessment';

/** How often a run looks whether somebody asked it to stop, and ends the statement it is in. */
const CANCEL_POLL_MS = 500;

/** Carries out an assessment: one transaction, from the windows as they stood to the figures. */
@Injectable()
export class RunAssessmentService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly outbox: OutboxService,
    private readonly alternatives: AlternativesService,
    private readonly jobs: JobsService,
  ) {
    jobs.handle(ASSESSMENT_JOB, (job) => this.runJob(job));
  }

  private async runJob(job: RunningJob): Promise<{ assessmentId: string }> {
    try {
      await this.run(job);
    } catch (error) {
      const reason = isCancelled(error) && (await job.isCancelRequested()) ? cancelled(error) : error;
      await this.noteFailure(job.subjectId, reason);
      throw reason;
    }
    return { assessmentId: job.subjectId };
  }

  private async run(job: RunningJob): Promise<void> {
    const id = job.subjectId;
    await rows(this.database.tx, `update assessment set status = 'running' where id = $1 and status = 'queued'`, [id]);
    await this.database.transaction(
      async (tx) => {
        const assessment = await tx.getRepository(AssessmentEntity).findOneByOrFail({ id });
        const progress: Progress = (step, done, total) => job.progress(step, done, total);
        await this.stoppable(tx, job, () => this.assessAndStore(tx, assessment, progress));
        await this.outbox.append(tx, {
          topic: 'assessment.finished',
          dedupKey: `assessment.finished:${id}`,
          payload: { assessmentId: id, incidentId: assessment.incidentId },
        });
        if ((await this.alternatives.claims(tx, assessment)).length > 0) {
          await this.jobs.enqueue(tx, ALTERNATIVES_JOB, id, SYSTEM);
        }
      },
      { statementTimeoutMs: 0, idleInTransactionTimeoutMs: 0 },
    );
  }

  private async assessAndStore(tx: Tx, assessment: AssessmentEntity, progress: Progress): Promise<void> {
    const { id, incidentId, assessedAt } = assessment;
    const windows = snapshotWindows(assessment.windows);
    const dataReadAt = this.clock.now();
    const span = spanOfOutage(windows, assessedAt);
    const deliveriesSeen = await countDeliveries(tx, span);
    const found: Findings = await assess(tx, id, windows, assessedAt, progress);
    const hash = windowsFingerprint(windows, assessedAt);
    const fingerprint = inputsFingerprint(hash, found.dataFingerprint);
    await tx.getRepository(AssessmentEntity).update(
      { id },
      {
        status: 'done',
        figures: found.figures,
        completeness: found.completeness,
        windowsFingerprint: hash,
        fingerprint,
        unchangedSince: await unchangedSince(tx, incidentId, assessment.revision, fingerprint),
        spanStartAt: span.startAt,
        spanEndAt: span.endAt,
        dataReadAt,
        deliveriesSeen,
        steps: [...found.steps],
        finishedAt: this.clock.now(),
      },
    );
  }

  /** Does the work, and ends the statement it is in when somebody asks the job to stop meanwhile. */
  private async stoppable(tx: Tx, job: RunningJob, work: () => Promise<void>): Promise<void> {
    const backend = await row<{ pid: number }>(tx, 'select pg_backend_pid() as pid');
    const watch = setInterval(() => {
      job
        .isCancelRequested()
        .then((asked) => (asked ? rows(this.database.tx, 'select pg_cancel_backend($1::int)', [backend?.pid]) : []))
        // The next look, or the next step, finds the same request.
        .catch(() => undefined);
    }, CANCEL_POLL_MS);
    try {
      await work();
    } finally {
      clearInterval(watch);
    }
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

function cancelled(cause: unknown): DomainError {
  return new DomainError('conflict', 'job_cancelled', 'The job was cancelled.', { cause });
}
