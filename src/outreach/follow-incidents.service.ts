import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
import type { OfferStatus } from '../offers/offer.js';
import { SYSTEM } from '../platform/access/actor.js';
import type { Tx } from '../platform/database/database.js';
import { OutboxService } from '../platform/outbox/outbox.service.js';
import { findCompanySettings } from '../platform/settings/settings.sql.js';
import type { Activity, OwnKind } from './case-activity.js';
import {
  type AssessmentToFollow,
  type CaseStanding,
  customersWithoutCase,
  findAssessmentToFollow,
  followAssessment,
  followProposals,
  insertActivities,
  lockCaseOfCustomer,
  type NewActivity,
  openCaseOfCustomer,
  openCases,
  saveContact,
} from './open-cases.sql.js';
import { statusAfterOffer } from './outreach-case.js';

type Payload = Readonly<Record<string, unknown>>;

/** What happens to one customer's offer or apology, as the outbox tells it. */
type CustomerEvent = {
  readonly customerId: string;
  readonly incidentId: string;
  readonly activity: Activity;
  /** The offer's new status; an apology that was sent is as an offer that was. */
  readonly offerStatus: OfferStatus;
};

/**
 * Opens the cases of an incident and keeps them in step with what earlier features do. Each handler brings the cases to
 * where the newest records say they stand, so it may run twice, late, or out of turn.
 */
@Injectable()
export class FollowIncidentsService {
  constructor(
    private readonly clock: Clock,
    outbox: OutboxService,
  ) {
    outbox.handle('assessment.finished', (tx, payload) => this.follow(tx, payload));
    outbox.handle('offers.proposed', (tx, payload) => this.follow(tx, payload));
    outbox.handle('offer.changed', (tx, payload) => this.note(tx, offerEvent(payload)));
    outbox.handle('apology.sent', (tx, payload) => this.note(tx, apologyEvent(payload)));
  }

  private async follow(tx: Tx, payload: Payload): Promise<void> {
    const assessment = await findAssessmentToFollow(tx, String(payload['assessmentId']));
    if (assessment === undefined) return;
    const now = this.clock.now();
    const { defaultOwner } = await findCompanySettings(tx);
    const missing = await customersWithoutCase(tx, assessment);
    const wanted = missing.map((customerId) => ({ customerId, caseId: newId() }));
    const opened = await openCases(tx, assessment, wanted, { now, defaultOwner });
    const changed = await followAssessment(tx, assessment, now);
    const owed = await followProposals(tx, assessment, now);
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

  private async note(tx: Tx, { customerId, incidentId, activity, offerStatus }: CustomerEvent): Promise<void> {
    const now = this.clock.now();
    const { defaultOwner } = await findCompanySettings(tx);
    await openCaseOfCustomer(tx, { customerId, incidentId, caseId: newId() }, { now, defaultOwner });
    const found = await lockCaseOfCustomer(tx, customerId, incidentId);
    if (found === undefined) throw new Error(`customer ${customerId} is gone`);
    const { caseId } = found;
    const entry = { ...activity, customerId, caseId, id: newId() };
    if ((await insertActivities(tx, [entry], now)).size === 0) return;
    const touchedAt = TOUCHES.includes(offerStatus) ? activity.occurredAt : null;
    await saveContact(tx, found, statusAfterOffer(found.status, offerStatus), touchedAt, now);
  }
}

/** Moves of an offer by which we reached the customer, or they us. */
const TOUCHES: readonly OfferStatus[] = ['sent', 'accepted', 'declined'];

function offerEvent(payload: Payload): CustomerEvent {
  const { offerId, from, to, at, reason } = payload;
  return {
    customerId: String(payload['customerId']),
    incidentId: String(payload['incidentId']),
    offerStatus: to as OfferStatus,
    activity: {
      kind: 'offer',
      body: typeof reason === 'string' ? reason : '',
      details: { offerId, from, to },
      author: String(payload['actor']),
      occurredAt: new Date(String(at)),
      dedupKey: `offer:${String(offerId)}:${String(at)}:${String(to)}`,
    },
  };
}

function apologyEvent(payload: Payload): CustomerEvent {
  const { letterId, reference, at } = payload;
  return {
    customerId: String(payload['customerId']),
    incidentId: String(payload['incidentId']),
    offerStatus: 'sent',
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
