import { Injectable } from '@nestjs/common';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { parseMultirange } from '../kernel/time-range.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, type Tx } from '../platform/database/database.js';
import { AssessmentEntity } from './assessment.entity.js';
import type { Confidence, ImpactClass, SnapshotWindow } from './assessment.js';
import { classifyOneMeeting } from './engine.sql.js';
import {
  type ExplainedRange,
  explainRanges,
  type MeetingOfExplanation,
  meetingsNamed,
  type PersonFacts,
  personFacts,
  storedImpact,
  type StoredImpact,
  workedOutImpact,
} from './explain.sql.js';
import { type MeetingTimeline, readMeetingTimeline } from './meeting-timeline.sql.js';
import { type WhyUnaffected, whyUnaffected } from './why-unaffected.js';
import { snapshotWindows } from './windows.js';

/** What an assessment says of one participant of one meeting, and where each second of it comes from. */
export type ParticipantExplanation = {
  readonly assessmentId: string;
  readonly meeting: MeetingOfExplanation;
  readonly participantId: string;
  readonly role: 'participant' | 'facilitator';
  readonly class: ImpactClass;
  readonly confidence: Confidence;
  readonly borderline: boolean;
  readonly hasOpenSession: boolean;
  readonly ranges: readonly ExplainedRange[];
  /** Why nothing counts, when they are unaffected. */
  readonly whyUnaffected: readonly WhyUnaffected[];
  /** Whether the data has changed since, so that the next revision would say something else of them. */
  readonly wouldChange: boolean;
  /** The windows of the assessment that touch the meeting. */
  readonly windows: readonly SnapshotWindow[];
  readonly sessions: PersonFacts['sessions'];
  readonly attempts: PersonFacts['attempts'];
};

/** Answers "why?" and "why not me?". */
@Injectable()
export class ExplanationsService {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditService,
  ) {}

  /**
   * One participant of one meeting (by its id or external id; `customerId` is an external id). That somebody looked is
   * kept in the audit trail, but not at whom: the trail is never erased. Throws
   * `assessment_not_found`, `assessment_not_done`, `meeting_not_found`, `meeting_ambiguous`, `participant_not_found`.
   */
  participant(
    assessmentId: string,
    meetingName: string,
    participantId: string,
    customerId: string | undefined,
    actor: Actor,
  ): Promise<ParticipantExplanation> {
    return this.database.transaction(async (tx) => {
      const assessment = await finishedAssessment(tx, assessmentId);
      const meeting = await oneMeeting(tx, assessmentId, meetingName, customerId);
      const windows = snapshotWindows(assessment.windows);
      const key = { customerId: meeting.customerId, meetingId: meeting.id, participantId };
      await classifyOneMeeting(tx, key, windows, assessment.assessedAt);
      const facts = await personFacts(tx, key);
      if (facts === undefined) throw notFound('participant', participantId);
      const stored = await storedImpact(tx, assessmentId, key);
      const workedOut = await workedOutImpact(tx, participantId);
      this.noteRead(tx, actor, meeting, assessmentId);
      const ranges =
        stored === undefined
          ? []
          : await explainRanges(tx, participantId, stored, assessment.windows, assessment.assessedAt);
      return {
        assessmentId,
        meeting,
        participantId,
        role: facts.role,
        class: stored?.class ?? (meeting.impactClass === 'unknown' ? 'unknown' : 'unaffected'),
        confidence: stored?.confidence ?? 'observed',
        borderline: stored?.borderline ?? false,
        hasOpenSession: stored?.hasOpenSession ?? false,
        ranges,
        whyUnaffected: stored === undefined ? whyNothing(meeting, facts, windows, assessment.assessedAt) : [],
        wouldChange: !isSame(stored, workedOut),
        windows: windows.filter((window) => meeting.components?.includes(window.componentKey)),
        sessions: facts.sessions,
        attempts: facts.attempts,
      };
    });
  }

  private noteRead(tx: Tx, actor: Actor, meeting: { id: string; customerId: string }, assessmentId: string): void {
    const subject = { kind: 'meeting', id: meeting.id };
    const { customerId } = meeting;
    this.audit.append(tx, { actor, action: 'participant.read', subject, customerId, details: { assessmentId } });
  }

  /** A meeting as lanes of its participants; kept in the audit trail as `participant` is, and throws as it does. */
  meetingTimeline(
    assessmentId: string,
    meetingName: string,
    customerId: string | undefined,
    actor: Actor,
  ): Promise<MeetingTimeline> {
    return this.database.transaction(async (tx) => {
      await finishedAssessment(tx, assessmentId);
      const meeting = await oneMeeting(tx, assessmentId, meetingName, customerId);
      this.noteRead(tx, actor, meeting, assessmentId);
      return readMeetingTimeline(tx, assessmentId, { customerId: meeting.customerId, meetingId: meeting.id });
    });
  }
}

async function finishedAssessment(tx: Tx, id: string): Promise<AssessmentEntity> {
  const assessment = await tx.getRepository(AssessmentEntity).findOneBy({ id });
  if (assessment === null) throw notFound('assessment', id);
  if (assessment.status !== 'done') {
    throw new DomainError('conflict', 'assessment_not_done', `This assessment is ${assessment.status}.`);
  }
  return assessment;
}

async function oneMeeting(
  tx: Tx,
  assessmentId: string,
  name: string,
  customerId: string | undefined,
): Promise<MeetingOfExplanation> {
  const [meeting, another] = await meetingsNamed(tx, assessmentId, name, customerId ?? null);
  if (meeting === undefined) throw notFound('meeting', name);
  if (another !== undefined) {
    throw new DomainError('invalid', 'meeting_ambiguous', 'Several customers have a meeting of this name.', {
      reasons: [{ path: 'customerId', code: 'required', message: 'Say which customer, by its external id.' }],
    });
  }
  return meeting;
}

function whyNothing(
  meeting: MeetingOfExplanation,
  facts: PersonFacts,
  windows: readonly SnapshotWindow[],
  assessedAt: Date,
): WhyUnaffected[] {
  const { components, cancelledAt } = meeting;
  const present = facts.sessions.map(({ joinedAt, endedAt }) => ({
    startAt: new Date(joinedAt),
    endAt: new Date(endedAt),
  }));
  const attempts = facts.attempts.map(({ at, outcome }) => ({ at: new Date(at), outcome }));
  return whyUnaffected({ ...facts, components, cancelledAt, present, attempts, windows, assessedAt });
}

function isSame(stored: StoredImpact | undefined, workedOut: StoredImpact | undefined): boolean {
  if (stored === undefined || workedOut === undefined) return stored === workedOut;
  const text = (impact: StoredImpact): string =>
    JSON.stringify(
      [impact.observed, impact.inferred, impact.mediaLost, impact.interactivityLost, impact.degraded].map((ranges) =>
        parseMultirange(ranges),
      ),
    );
  return text(stored) === text(workedOut);
}
