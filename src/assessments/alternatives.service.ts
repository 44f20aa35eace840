import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, type Tx } from '../platform/database/database.js';
import { JobsService, type RunningJob } from '../platform/jobs/jobs.service.js';
import { claimsOfIncident, evidenceOfWindows, storeAlternative, storedAlternatives } from './alternatives.sql.js';
import { AssessmentEntity } from './assessment.entity.js';
import type { Figures } from './assessment.js';
import { compareFigures, type FiguresChange } from './compare-figures.js';
import { DryRunService } from './dry-run.service.js';
import { type OtherClaim, otherClaims, windowsUnder } from './other-claims.js';
import { snapshotWindows } from './windows.js';

export const ALTERNATIVES_JOB = 'assessment-alternatives';

/** What would be if a claim were right; `figures` and `change` are null while that is being worked out. */
export type Alternative = {
  readonly windowId: string;
  readonly componentKey: string;
  readonly edge: 'start' | 'end';
  /** The instant that was chosen; null is the end of a window that goes on. */
  readonly chosenAt: Date | null;
  readonly claimedAt: Date;
  readonly evidenceIds: readonly string[];
  readonly figures: Figures | null;
  /** By how much the figures would be higher or lower than those of the assessment. */
  readonly change: FiguresChange | null;
  readonly computedAt: Date | null;
};

export type Alternatives = { readonly assessmentId: string; readonly items: readonly Alternative[] };

/** Says what would change under the other claims for the start and the end of each window. */
@Injectable()
export class AlternativesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly dryRuns: DryRunService,
    private readonly jobs: JobsService,
    private readonly audit: AuditService,
  ) {
    jobs.handle(ALTERNATIVES_JOB, (job) => this.runJob(job));
  }

  /** The other claims as the evidence stands now, with what is worked out of them. Throws `assessment_not_found`. */
  async list(assessmentId: string): Promise<Alternatives> {
    return this.database.read(async (tx) => {
      const assessment = await findAssessment(tx, assessmentId);
      const stored = await storedAlternatives(tx, assessmentId);
      const windows = snapshotWindows(assessment.windows);
      const items = (await this.claims(tx, assessment)).map((claim): Alternative => {
        const window = windows.find(({ id }) => id === claim.windowId);
        const known = stored.find((one) => isSame(one, claim));
        return {
          ...claim,
          componentKey: window?.componentKey ?? '',
          chosenAt: (claim.edge === 'start' ? window?.startsAt : window?.endsAt) ?? null,
          figures: known?.figures ?? null,
          change: known && assessment.figures ? compareFigures(assessment.figures, known.figures) : null,
          computedAt: known?.computedAt ?? null,
        };
      });
      return { assessmentId, items };
    });
  }

  /** Has the claims worked out that came after the assessment. Throws `assessment_not_found`, `assessment_not_done`. */
  request(assessmentId: string, actor: Actor): Promise<{ readonly jobId: string }> {
    return this.database.transaction(async (tx) => {
      await finished(tx, assessmentId);
      const jobId = await this.jobs.enqueue(tx, ALTERNATIVES_JOB, assessmentId, actor);
      const subject = { kind: 'assessment', id: assessmentId };
      this.audit.append(tx, { actor, action: 'assessment.alternatives_requested', subject });
      return { jobId };
    });
  }

  /** The other claims for the windows of an assessment, as the evidence stands now. */
  async claims(tx: Tx, { incidentId, windows }: AssessmentEntity): Promise<OtherClaim[]> {
    const evidence = await evidenceOfWindows(
      tx,
      windows.map(({ id }) => id),
    );
    const backed = snapshotWindows(windows).map((window) => ({
      ...window,
      evidenceIds: evidence.get(window.id) ?? [],
    }));
    return otherClaims(backed, await claimsOfIncident(tx, incidentId));
  }

  private async runJob(job: RunningJob): Promise<{ computed: number }> {
    const assessment = await finished(this.database.tx, job.subjectId);
    const stored = await storedAlternatives(this.database.tx, assessment.id);
    const claims = (await this.claims(this.database.tx, assessment)).filter(
      (claim) => !stored.some((one) => isSame(one, claim)),
    );
    for (const [index, claim] of claims.entries()) {
      const windows = windowsUnder(snapshotWindows(assessment.windows), claim);
      const progress = () => job.progress('other_claims', index, claims.length);
      const { figures } = await this.dryRuns.run(windows, assessment.assessedAt, progress);
      await storeAlternative(this.database.tx, assessment.id, { ...claim, figures, computedAt: this.clock.now() });
    }
    return { computed: claims.length };
  }
}

async function findAssessment(tx: Tx, id: string): Promise<AssessmentEntity> {
  const assessment = await tx.getRepository(AssessmentEntity).findOneBy({ id });
  if (assessment === null) throw notFound('assessment', id);
  return assessment;
}

async function finished(tx: Tx, id: string): Promise<AssessmentEntity> {
  const assessment = await findAssessment(tx, id);
  if (assessment.status !== 'done') {
    throw new DomainError('conflict', 'assessment_not_done', `This assessment is ${assessment.status}.`);
  }
  return assessment;
}

type Place = Pick<OtherClaim, 'windowId' | 'edge' | 'claimedAt'>;

function isSame(left: Place, right: Place): boolean {
  return (
    left.windowId === right.windowId &&
    left.edge === right.edge &&
    left.claimedAt.getTime() === right.claimedAt.getTime()
  );
}
