import { Injectable } from '@nestjs/common';
import { DomainError } from '../kernel/domain-error.js';
import { SYSTEM } from '../platform/access/actor.js';
import { Database, type Tx } from '../platform/database/database.js';
import { JobsService, type RunningJob } from '../platform/jobs/jobs.service.js';
import { OutboxService } from '../platform/outbox/outbox.service.js';
import { assessmentsBegunIn, findRunOf } from './proposal-runs.sql.js';
import { type ProposeResult, ProposalsService } from './proposals.service.js';

const PROPOSE_JOB = 'offers.propose';
const DAY_MS = 86_400_000;

/**
 * Works offers out anew when what they rest on changes: another assessment of their incident is done, or a policy gets a
 * version for its day. Drafts are replaced, approved offers go stale and ask, sent ones get a supplement where more is owed.
 * The first time is for a person to ask for. A job of the system does it, with what was asked for the last time.
 */
@Injectable()
export class FollowAssessmentsService {
  constructor(
    private readonly database: Database,
    private readonly jobs: JobsService,
    private readonly proposals: ProposalsService,
    outbox: OutboxService,
  ) {
    outbox.handle('assessment.finished', (tx, { assessmentId }) => this.follow(tx, String(assessmentId)));
    outbox.handle('policy.version_added', async (tx, { from, to }) => {
      const found = await assessmentsBegunIn(
        tx,
        dayOff(String(from), -1),
        typeof to === 'string' ? dayOff(to, 1) : null,
      );
      for (const { assessmentId } of found) await this.jobs.enqueue(tx, PROPOSE_JOB, assessmentId, SYSTEM);
    });
    jobs.handle(PROPOSE_JOB, (job) => this.propose(job));
  }

  private async follow(tx: Tx, assessmentId: string): Promise<void> {
    const run = await findRunOf(tx, assessmentId);
    // Somebody may have asked for it while the message was on its way.
    if (run === undefined || run.assessmentId === assessmentId) return;
    await this.jobs.enqueue(tx, PROPOSE_JOB, assessmentId, SYSTEM);
  }

  private async propose({
    subjectId: assessmentId,
  }: RunningJob): Promise<ProposeResult | { readonly superseded: true }> {
    const asked = await findRunOf(this.database.tx, assessmentId);
    const request = asked === undefined || asked.policyCode === null ? {} : { policyCode: asked.policyCode };
    try {
      return await this.proposals.propose(assessmentId, request, SYSTEM);
    } catch (error) {
      // The later assessment has a job of its own.
      if (error instanceof DomainError && error.code === 'assessment_superseded') return { superseded: true };
      throw error;
    }
  }
}

/** A day begins at other instants in other zones, and the customer's decides: once more than needed changes nothing. */
function dayOff(day: string, days: number): Date {
  return new Date(Date.parse(day) + days * DAY_MS);
}
