import { Injectable } from '@nestjs/common';
import { liveWindows, lockIncident } from '../incidents/incidents.sql.js';
import { Clock } from '../kernel/clock.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';
import { parseMultirange, type TimeRange } from '../kernel/time-range.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database } from '../platform/database/database.js';
import { type ListQuery, listRows, type Page } from '../platform/http/list.js';
import { JobsService } from '../platform/jobs/jobs.service.js';
import { AssessmentEntity } from './assessment.entity.js';
import {
  type CustomerImpactRow,
  type ImpactFilter,
  isAssessing,
  listCustomerImpacts,
  listMeetingImpacts,
  listParticipantImpacts,
  type MeetingImpactRow,
  nextRevision,
  type ParticipantImpactRow,
} from './assessments.sql.js';
import { refuseExpired, wholeSecond } from './may-assess.js';
import { ASSESSMENT_JOB } from './run-assessment.service.js';

type RangeName = 'blocked' | 'inferred' | 'mediaLost' | 'interactivityLost' | 'degraded';

/** A participant's impact with the very ranges that its seconds are the measure of. */
export type ParticipantImpact = Omit<ParticipantImpactRow, RangeName> & {
  readonly ranges: Readonly<Record<RangeName, readonly TimeRange[]>>;
};

export type AssessmentSummary = Pick<
  AssessmentEntity,
  | 'id'
  | 'incidentId'
  | 'revision'
  | 'status'
  | 'provisional'
  | 'assessedAt'
  | 'figures'
  | 'createdBy'
  | 'createdAt'
  | 'finishedAt'
>;

const NOT_RUN_YET = {
  completeness: null,
  windowsFingerprint: null,
  fingerprint: null,
  unchangedSince: null,
  spanStartAt: null,
  spanEndAt: null,
  dataReadAt: null,
  deliveriesSeen: null,
} as const;

/** Asks for assessments and reads them. The run itself is a job. */
@Injectable()
export class AssessmentsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    private readonly audit: AuditService,
  ) {}

  /**
   * Queues the next revision over the incident's live windows. Throws `incident_not_found`, `no_windows` when there is
   * nothing to assess, `data_expired` when the data of that time is kept no longer, `assessment_running` while another
   * one of the incident is under way.
   */
  start(incidentId: string, actor: Actor): Promise<AssessmentEntity> {
    return this.database.transaction(async (tx) => {
      await lockIncident(tx, incidentId);
      const windows = await liveWindows(tx, incidentId);
      if (windows.length === 0) {
        throw new DomainError('unprocessable', 'no_windows', 'This incident has no outage window to assess.');
      }
      if (await isAssessing(tx, incidentId)) {
        throw new DomainError('conflict', 'assessment_running', 'An assessment of this incident is under way.');
      }
      const now = this.clock.now();
      refuseExpired(windows, now);
      const assessment: AssessmentEntity = {
        id: newId(),
        incidentId,
        revision: await nextRevision(tx, incidentId),
        status: 'queued',
        provisional: windows.some((window) => window.endsAt === null),
        assessedAt: wholeSecond(now),
        windows,
        figures: null,
        ...NOT_RUN_YET,
        steps: [],
        jobId: null,
        errorCode: null,
        errorMessage: null,
        createdBy: actor.id,
        createdAt: now,
        finishedAt: null,
      };
      assessment.jobId = await this.jobs.enqueue(tx, ASSESSMENT_JOB, assessment.id, actor);
      await tx.getRepository(AssessmentEntity).insert(assessment);
      const { id, revision } = assessment;
      const subject = { kind: 'assessment', id };
      const details = { incidentId, revision, windows: windows.map((window) => window.id) };
      this.audit.append(tx, { actor, action: 'assessment.started', subject, details });
      return assessment;
    });
  }

  /** Throws `assessment_not_found`. */
  async get(id: string): Promise<AssessmentEntity> {
    const assessment = await this.database.dataSource.getRepository(AssessmentEntity).findOneBy({ id });
    if (assessment === null) throw notFound('assessment', id);
    return assessment;
  }

  /** Assessments, the newest first. */
  list(incidentId: string | undefined, query: ListQuery): Promise<Page<AssessmentSummary>> {
    return listRows(
      this.database.tx,
      {
        select: `select id, incident_id as "incidentId", revision, status, provisional, assessed_at as "assessedAt", figures,
            created_by as "createdBy", created_at as "createdAt", finished_at as "finishedAt"
          from assessment where $1::uuid is null or incident_id = $1`,
        values: [incidentId ?? null],
        order: [
          { name: 'createdAt', type: 'timestamptz', direction: 'desc' },
          { name: 'id', type: 'uuid', direction: 'desc' },
        ],
      },
      query,
    );
  }

  async customers(id: string, filter: ImpactFilter, query: ListQuery): Promise<Page<CustomerImpactRow>> {
    await this.get(id);
    return listCustomerImpacts(this.database.tx, id, filter, query);
  }

  async meetings(id: string, filter: ImpactFilter, query: ListQuery): Promise<Page<MeetingImpactRow>> {
    await this.get(id);
    return listMeetingImpacts(this.database.tx, id, filter, query);
  }

  async participants(id: string, filter: ImpactFilter, query: ListQuery): Promise<Page<ParticipantImpact>> {
    await this.get(id);
    const page = await listParticipantImpacts(this.database.tx, id, filter, query);
    return { ...page, items: page.items.map(withRanges) };
  }
}

function withRanges({
  blocked,
  inferred,
  mediaLost,
  interactivityLost,
  degraded,
  ...row
}: ParticipantImpactRow): ParticipantImpact {
  return {
    ...row,
    ranges: {
      blocked: parseMultirange(blocked),
      inferred: parseMultirange(inferred),
      mediaLost: parseMultirange(mediaLost),
      interactivityLost: parseMultirange(interactivityLost),
      degraded: parseMultirange(degraded),
    },
  };
}
