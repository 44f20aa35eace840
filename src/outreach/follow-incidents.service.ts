import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
import type { ClaimEvent } from '../claims/claim-moves.service.js';
import type { OfferStatus } from '../offers/offer.js';
import { SYSTEM } from '../platform/access/actor.js';
import type { Tx } from '../platform/database/database.js';
import { OutboxService } from '../platform/outbox/outbox.service.js';
import { findCompanySettings } from '../platform/settings/settings.sql.js';
import { insertActivities, type NewActivity } from './activities.sql.js';
import { assignCases, type Unassigned } from './assign-cases.js';
import type { Activity, OwnKind } from './case-activity.js';
import { CasePrioritiesService } from './case-priorities.service.js';
import { openCounts } from './cases.sql.js';
import {
  type AssessmentToFollow,
  type CaseStanding,
  customersWithoutCase,
  findAssessmentToFollow,
  findLetterReference,
  findUnassigned,
  followAssessment,
  followProposals,
  lockCaseOfCustomer,
  noteClaims,
  openCaseOfCustomer,
  openCases,
  saveContact,
} from './open-cases.sql.js';
import { type CaseStatus, statusAfterOffer, statusAfterReply } from './outreach-case.js';
import { findOutreachSettings } from './outreach-settings.sql.js';

type Payload = Readonly<Record<string, unknown>>;

/** What happens to one customer's offer, apology or claim, as the outbox tells it. */
type CustomerEvent = {
  readonly customerId: string;
  readonly incidentId: string;
  readonly activity: Activity;
  /** Where the case stands after it. */
  readonly after: (status: CaseStatus) => CaseStatus;
  /** True when we reached the customer by it, or they us. */
  readonly isTouch: boolean;
};

/**
 * Opens the cases of an incident and keeps them in step with what earlier features do. Each handler brings the cases to
 * where the newest records say they stand, so it may run twice, late, or out of turn.
 */
@Injectable()
export class FollowIncidentsService {
  constructor(
    private readonly clock: Clock,
    private readonly priorities: CasePrioritiesService,
    outbox: OutboxService,
  ) {
    outbox.handle('assessment.finished', (tx, payload) => this.follow(tx, payload));
    outbox.handle('offers.proposed', (tx, payload) => this.follow(tx, payload));
    outbox.handle('offer.changed', (tx, payload) => this.noteOffer(tx, payload));
    outbox.handle('apology.sent', (tx, payload) => this.note(tx, apologyEvent(payload)));
    outbox.handle('customer.asked', (tx, payload) => this.note(tx, questionEvent(payload)));
    outbox.handle('claim.changed', (tx, payload) => this.noteClaim(tx, payload));
  }

  private async follow(tx: Tx, payload: Payload): Promise<void> {
    const assessment = await findAssessmentToFollow(tx, String(payload['assessmentId']));
    if (assessment === undefined) return;
    const now = this.clock.now();
    const owners = await this.ownersOf(tx, await customersWithoutCase(tx, assessment));
    const wanted = [...owners].map(([customerId, owner]) => ({ customerId, owner, caseId: newId() }));
    const opened = await openCases(tx, assessment, wanted, now);
    const changed = await followAssessment(tx, assessment, now);
    const owed = await followProposals(tx, assessment, now);
    await this.priorities.refresh(tx, { incidentId: assessment.incidentId }, now);
    await insertActivities(
      tx,
      [
        ...[...opened, ...changed].map((standing) => assessedActivity(standing, assessment, now)),
        ...owed.map(({ owed, reasonCodes, ...key }) =>
          ownActivity(key, 'owed', { assessmentId: assessment.id, owed, reasonCodes }, now),
        ),
      ],
      now,
    );
  }

  private async ownersOf(tx: Tx, cases: readonly Unassigned[]): Promise<ReadonlyMap<string, string | null>> {
    if (cases.length === 0) return new Map();
    const { assignment } = await findOutreachSettings(tx);
    const { defaultOwner } = await findCompanySettings(tx);
    return assignCases(cases, assignment, await openCounts(tx), defaultOwner);
  }

  private async noteOffer(tx: Tx, payload: Payload): Promise<void> {
    const event = offerEvent(payload);
    const { details } = event.activity;
    if (details['to'] !== 'sent') return this.note(tx, event);
    const reference = await findLetterReference(tx, event.customerId, String(details['offerId']));
    return this.note(tx, { ...event, activity: { ...event.activity, details: { ...details, reference } } });
  }

  private async noteClaim(tx: Tx, payload: Payload): Promise<void> {
    const event = claimEvent(payload);
    await this.note(tx, event);
    await noteClaims(tx, event.customerId, event.incidentId);
    const found = await lockCaseOfCustomer(tx, event.customerId, event.incidentId);
    if (found !== undefined) await this.priorities.refresh(tx, { caseIds: [found.caseId] }, this.clock.now());
  }

  private async note(tx: Tx, { customerId, incidentId, activity, after, isTouch }: CustomerEvent): Promise<void> {
    const now = this.clock.now();
    let found = await lockCaseOfCustomer(tx, customerId, incidentId);
    if (found === undefined) {
      const unassigned = await findUnassigned(tx, customerId);
      if (unassigned === undefined) throw new Error(`customer ${customerId} is gone`);
      const owner = (await this.ownersOf(tx, [unassigned])).get(customerId) ?? null;
      await openCaseOfCustomer(tx, incidentId, { customerId, owner, caseId: newId() }, now);
      found = await lockCaseOfCustomer(tx, customerId, incidentId);
    }
    if (found === undefined) throw new Error(`no case of customer ${customerId} could be opened`);
    const { caseId } = found;
    const entry = { ...activity, customerId, caseId, id: newId() };
    if ((await insertActivities(tx, [entry], now)).size === 0) return;
    await saveContact(tx, found, after(found.status), isTouch ? activity.occurredAt : null, now);
    await this.priorities.refresh(tx, { caseIds: [caseId] }, now);
  }
}

/** Moves of an offer by which we reached the customer, or they us. */
const TOUCHES: readonly OfferStatus[] = ['sent', 'accepted', 'declined'];

function offerEvent(payload: Payload): CustomerEvent {
  const { offerId, from, at, reason } = payload;
  const to = payload['to'] as OfferStatus;
  return {
    customerId: String(payload['customerId']),
    incidentId: String(payload['incidentId']),
    // What its sending granted nobody has answered: the customer was told of it.
    after: (status) => statusAfterOffer(status, to === 'accepted' && payload['actor'] === SYSTEM.id ? 'sent' : to),
    isTouch: TOUCHES.includes(to),
    activity: {
      kind: 'offer',
      body: typeof reason === 'string' ? reason : '',
      details: { offerId, from, to },
      author: String(payload['actor']),
      occurredAt: new Date(String(at)),
      dedupKey: `offer:${String(offerId)}:${String(at)}:${to}`,
    },
  };
}

/** An apology that was sent is as an offer that was. */
function apologyEvent(payload: Payload): CustomerEvent {
  const { letterId, reference, at } = payload;
  return {
    customerId: String(payload['customerId']),
    incidentId: String(payload['incidentId']),
    after: (status) => statusAfterOffer(status, 'sent'),
    isTouch: true,
    activity: {
      kind: 'apology',
      body: '',
      details: { letterId, reference },
      author: String(payload['actor']),
      occurredAt: new Date(String(at)),
      dedupKey: `apology:${String(letterId)}`,
    },
  };
}

/** What a customer asked on their page: `{ customerId, incidentId, offerId, questionId, name, text, actor, at }`. */
function questionEvent(payload: Payload): CustomerEvent {
  const { offerId, questionId, name, text, at } = payload;
  return {
    customerId: String(payload['customerId']),
    incidentId: String(payload['incidentId']),
    after: statusAfterReply,
    isTouch: true,
    activity: {
      kind: 'question',
      body: String(text),
      details: { offerId, name },
      author: String(payload['actor']),
      occurredAt: new Date(String(at)),
      dedupKey: `question:${String(questionId)}`,
    },
  };
}

/** By these the customer reached us. */
const CAME: readonly ClaimEvent[] = ['came', 'came_again'];

/**
 * What happened to a claim: `{ customerId, incidentId, claimId, status, verdict, version, event, actor, at }`.
 */
function claimEvent(payload: Payload): CustomerEvent {
  const { claimId, status, verdict, version, event, at } = payload;
  const isNew = CAME.includes(event as ClaimEvent);
  return {
    customerId: String(payload['customerId']),
    incidentId: String(payload['incidentId']),
    after: (caseStatus) => (isNew ? statusAfterReply(caseStatus) : caseStatus),
    isTouch: isNew,
    activity: {
      kind: 'claim',
      body: '',
      details: { claimId, status, verdict, event },
      author: String(payload['actor']),
      occurredAt: new Date(String(at)),
      dedupKey: `claim:${String(claimId)}:${String(version)}:${String(event)}`,
    },
  };
}

function assessedActivity(standing: CaseStanding, assessment: AssessmentToFollow, now: Date): NewActivity {
  const { impactClass, stillAffected, ...key } = standing;
  const { id: assessmentId, revision } = assessment;
  return ownActivity(key, 'assessed', { assessmentId, revision, impactClass, stillAffected }, now);
}

function ownActivity(
  key: { readonly customerId: string; readonly caseId: string },
  kind: OwnKind,
  details: Activity['details'],
  now: Date,
): NewActivity {
  return { ...key, id: newId(), kind, body: '', details, author: SYSTEM.id, occurredAt: now, dedupKey: null };
}
