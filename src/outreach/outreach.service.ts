import { Injectable } from '@nestjs/common';
import { type Contact, contactsOf } from '../customers/customers.sql.js';
import { Clock } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
import type { Money } from '../kernel/money.js';
import { type OfferStatus, statusAt } from '../offers/offer.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, type Tx } from '../platform/database/database.js';
import { assertVersion } from '../platform/http/if-match.js';
import type { ListQuery, Page } from '../platform/http/list.js';
import { type Activity, assertOccurred, isContact, type WrittenKind } from './case-activity.js';
import {
  type CaseContentRow,
  type CaseFilter,
  type CaseOfferRow,
  type CaseRow,
  findCase,
  listCases,
  listTimeline,
  lockCase,
  type TimelineRow,
} from './cases.sql.js';
import { insertActivities, saveContact } from './open-cases.sql.js';
import {
  blockers,
  type CaseBlocker,
  type CaseChange,
  changeCase,
  type CaseStatus,
  nextStatuses,
  tellsOfContact,
} from './outreach-case.js';
import { OutreachCaseEntity } from './outreach-case.entity.js';

/** A case as it is shown: its offer's status now, what may follow, and what is in the way. */
export type ShownCase<Row extends CaseRow> = Omit<Row, 'offer'> & {
  readonly offer: {
    readonly id: string;
    readonly status: OfferStatus;
    readonly amount: Money;
    readonly validUntil: Date | null;
  } | null;
  readonly nextStatuses: readonly CaseStatus[];
  readonly blockers: readonly CaseBlocker[];
};

/** One case with whom to call and what happened, the latest first. */
export type CaseDetail = ShownCase<Omit<CaseContentRow, 'customerId'>> & {
  readonly contacts: readonly Contact[];
  readonly timeline: readonly TimelineRow[];
};

/** What somebody writes into a timeline; `occurredAt` null is now. */
export type WrittenActivity = {
  readonly kind: WrittenKind;
  readonly body: string;
  readonly occurredAt: Date | null;
};

const TIMELINE_LIMIT = 500;

/** The Success team's desk: who must be contacted, by whom, and what came of it. */
@Injectable()
export class OutreachService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** Cases, the most urgent first: by class, people hit and monthly fee. */
  async list(filter: CaseFilter, query: ListQuery): Promise<Page<ShownCase<CaseRow>>> {
    const now = this.clock.now();
    const page = await listCases(this.database.tx, filter, now, query);
    return { ...page, items: page.items.map((row) => shown(row, now)) };
  }

  /** Throws `case_not_found`. */
  get(id: string): Promise<CaseDetail> {
    return this.database.read((tx) => this.detail(tx, id));
  }

  /**
   * Changes a case and keeps what was changed in its timeline; a change that changes nothing leaves it as it is. Throws
   * `case_not_found`, `version_changed`, `case_transition_refused`, `next_action_date_required`.
   */
  change(id: string, change: CaseChange, expectedVersion: number | undefined, actor: Actor): Promise<CaseDetail> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const stored = await lockCase(tx, id);
      assertVersion(stored.version, expectedVersion);
      const { fields, changes } = changeCase(stored, change);
      if (Object.keys(changes).length > 0) {
        const { customerId, version } = stored;
        const touched = tellsOfContact(changes) ? { lastTouchAt: now } : {};
        const changed = { ...fields, ...touched, version: version + 1, updatedAt: now };
        await tx.getRepository(OutreachCaseEntity).update({ customerId, id: stored.id }, changed);
        const activity = { kind: 'changed', body: '', details: changes, author: actor.id, occurredAt: now } as const;
        await this.keep(tx, stored, { ...activity, dedupKey: null });
        const subject = { kind: 'case', id: stored.id };
        this.audit.append(tx, { actor, action: 'case.changed', subject, customerId, details: { changes } });
      }
      return this.detail(tx, id);
    });
  }

  /** Adds what somebody did or noted. A call, an e-mail or a meeting is a contact. Throws `case_not_found`, `occurred_in_future`. */
  async addActivity(id: string, { kind, body, occurredAt }: WrittenActivity, actor: Actor): Promise<TimelineRow> {
    const now = this.clock.now();
    const at = occurredAt ?? now;
    assertOccurred(at, now);
    return this.database.transaction(async (tx) => {
      const stored = await lockCase(tx, id);
      if (isContact(kind)) {
        const key = { customerId: stored.customerId, caseId: stored.id };
        await saveContact(tx, key, stored.status, at, now);
      }
      const activity = { kind, body, details: {}, author: actor.id, occurredAt: at };
      const activityId = await this.keep(tx, stored, { ...activity, dedupKey: null });
      const { customerId } = stored;
      const details = { activityId, kind };
      const subject = { kind: 'case', id: stored.id };
      this.audit.append(tx, { actor, action: 'case.activity_added', subject, customerId, details });
      return { id: activityId, ...activity, createdAt: now };
    });
  }

  private async keep(tx: Tx, { customerId, id: caseId }: OutreachCaseEntity, activity: Activity): Promise<string> {
    const id = newId();
    await insertActivities(tx, [{ ...activity, customerId, caseId, id }], this.clock.now());
    return id;
  }

  private async detail(tx: Tx, id: string): Promise<CaseDetail> {
    const now = this.clock.now();
    const { customerId, ...found } = await findCase(tx, id, now);
    const contacts = await contactsOf(tx, customerId);
    const timeline = await listTimeline(tx, customerId, found.id, TIMELINE_LIMIT);
    return { ...shown(found, now), contacts, timeline };
  }
}

function shown<Row extends CaseRow>({ offer, ...row }: Row, now: Date) {
  return {
    ...row,
    offer: offer === null ? null : shownOffer(offer, now),
    nextStatuses: nextStatuses(row.status),
    blockers: blockers(row),
  };
}

function shownOffer({ id, amountMinor, currency, ...offer }: CaseOfferRow, now: Date) {
  const validUntil = offer.validUntil === null ? null : new Date(offer.validUntil);
  return {
    id,
    status: statusAt({ status: offer.status, validUntil }, now),
    amount: { amountMinor, currency },
    validUntil,
  };
}
