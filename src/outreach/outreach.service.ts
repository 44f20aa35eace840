import { pipeline, Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { stringify } from 'csv-stringify';
import { type Contact, contactsOf } from '../customers/customers.sql.js';
import { Clock } from '../kernel/clock.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { isId, newId } from '../kernel/ids.js';
import type { Actor } from '../platform/access/actor.js';
import type { AuditAction } from '../platform/audit/audit-actions.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, type Tx } from '../platform/database/database.js';
import { csvFormat, type CsvStyle } from '../platform/http/csv.js';
import { assertVersion } from '../platform/http/if-match.js';
import type { ListQuery, Page } from '../platform/http/list.js';
import {
  insertActivities,
  listRevisions,
  listTimeline,
  lockActivity,
  reviseActivity,
  type RevisionRow,
  type TimelineRow,
} from './activities.sql.js';
import { type Activity, assertOccurred, isContact, isWritten, type WrittenKind } from './case-activity.js';
import { CasePrioritiesService } from './case-priorities.service.js';
import { type CaseContentRow, type CaseRow, findCase, lockCase, saveCases } from './cases.sql.js';
import { CASE_COLUMNS_CSV, caseLine, type CaseLine } from './cases-csv.js';
import { type CaseFilter, type CaseSort, listCases } from './list-cases.sql.js';
import { saveContact } from './open-cases.sql.js';
import { type CaseChange, changeCase, changesToAudit, tellsOfContact } from './outreach-case.js';
import type { OutreachCaseEntity } from './outreach-case.entity.js';
import { showCase, type ShownCase } from './show-case.js';

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
const EXPORT_BATCH = 1000;

/** The Success team's desk: who must be contacted, by whom, and what came of it. */
@Injectable()
export class OutreachService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly priorities: CasePrioritiesService,
  ) {}

  /** Cases, the most urgent first unless `sort` says otherwise. */
  async list(filter: CaseFilter, query: ListQuery, sort?: CaseSort): Promise<Page<ShownCase<CaseRow>>> {
    const now = this.clock.now();
    const page = await listCases(this.database.tx, filter, now, query, sort);
    return { ...page, items: page.items.map((row) => showCase(row, now)) };
  }

  /** The same cases as CSV, all of them, read as they are taken. */
  exportCsv(filter: CaseFilter, style: CsvStyle, sort?: CaseSort): Readable {
    const lines = Readable.from(this.lines(filter, sort));
    // A failure ends both, and reaches whoever reads the file.
    return pipeline(lines, stringify(csvFormat(CASE_COLUMNS_CSV, style)), () => undefined);
  }

  /** Throws `case_not_found`. */
  get(id: string): Promise<CaseDetail> {
    return this.database.read((tx) => this.detail(tx, id));
  }

  /**
   * Changes a case and keeps what was changed in its timeline; a change that changes nothing leaves it as it is. Throws
   * `case_not_found`, `version_changed`, and as `changeCase` does.
   */
  change(id: string, change: CaseChange, expectedVersion: number | undefined, actor: Actor): Promise<CaseDetail> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const stored = await lockCase(tx, id);
      assertVersion(stored.version, expectedVersion);
      const { fields, changes } = changeCase(stored, change, now);
      if (Object.keys(changes).length > 0) {
        const { customerId } = stored;
        const touchedAt = tellsOfContact(changes) ? now : null;
        await saveCases(tx, [{ ...fields, customerId, id: stored.id, touchedAt }], now);
        const activity = { kind: 'changed', body: '', details: changes, author: actor.id, occurredAt: now } as const;
        await this.keep(tx, stored, { ...activity, dedupKey: null });
        await this.priorities.refresh(tx, { caseIds: [stored.id] }, now);
        this.say(tx, stored, 'case.changed', changesToAudit(changes), actor);
      }
      return this.detail(tx, id);
    });
  }

  /** Adds what somebody did or noted; all but a note is a contact. Throws `case_not_found`, `occurred_in_future`. */
  async addActivity(id: string, { kind, body, occurredAt }: WrittenActivity, actor: Actor): Promise<TimelineRow> {
    const now = this.clock.now();
    const at = occurredAt ?? now;
    assertOccurred(at, now);
    return this.database.transaction(async (tx) => {
      const stored = await lockCase(tx, id);
      const activity = { kind, body, details: {}, author: actor.id, occurredAt: at };
      const activityId = await this.keep(tx, stored, { ...activity, dedupKey: null });
      await this.touch(tx, stored, kind, at);
      this.say(tx, stored, 'case.activity_added', { activityId, kind }, actor);
      return { id: activityId, ...activity, createdAt: now, revision: 1, editedBy: null, editedAt: null };
    });
  }

  /**
   * Writes an entry of a timeline over; what it said before is kept. Throws `case_not_found`, `activity_not_found`,
   * `activity_not_editable` for what Amends itself wrote, `version_changed` by the entry's revision, and
   * `occurred_in_future`.
   */
  async editActivity(
    id: string,
    activityId: string,
    edit: Partial<WrittenActivity>,
    expectedRevision: number | undefined,
    actor: Actor,
  ): Promise<TimelineRow> {
    const now = this.clock.now();
    if (edit.occurredAt instanceof Date) assertOccurred(edit.occurredAt, now);
    return this.database.transaction(async (tx) => {
      const stored = await lockCase(tx, id);
      const key = { customerId: stored.customerId, caseId: stored.id, activityId };
      const found = await this.findActivity(tx, key);
      assertVersion(found.revision, expectedRevision);
      if (!isWritten(found.kind)) {
        throw new DomainError('conflict', 'activity_not_editable', 'Only what people wrote can be edited.');
      }
      const changed = {
        kind: edit.kind ?? found.kind,
        body: edit.body ?? found.body,
        occurredAt: edit.occurredAt ?? found.occurredAt,
      };
      await reviseActivity(tx, key, { ...changed, editedBy: actor.id }, now);
      await this.touch(tx, stored, changed.kind, changed.occurredAt);
      const { revision } = found;
      this.say(tx, stored, 'case.activity_edited', { activityId, fromRevision: revision }, actor);
      return { ...found, ...changed, revision: found.revision + 1, editedBy: actor.id, editedAt: now };
    });
  }

  /** What an entry said before each edit. Throws `case_not_found`, `activity_not_found`. */
  revisions(id: string, activityId: string): Promise<readonly RevisionRow[]> {
    return this.database.transaction(async (tx) => {
      const { customerId, id: caseId } = await findCase(tx, id);
      await this.findActivity(tx, { customerId, caseId, activityId });
      return listRevisions(tx, customerId, caseId, activityId);
    });
  }

  private async findActivity(
    tx: Tx,
    { customerId, caseId, activityId }: { customerId: string; caseId: string; activityId: string },
  ): Promise<TimelineRow> {
    const found = isId(activityId) ? await lockActivity(tx, customerId, caseId, activityId) : undefined;
    if (found === undefined) throw notFound('activity', activityId);
    return found;
  }

  private async touch(tx: Tx, stored: OutreachCaseEntity, kind: WrittenKind, at: Date): Promise<void> {
    if (!isContact(kind)) return;
    const now = this.clock.now();
    await saveContact(tx, { customerId: stored.customerId, caseId: stored.id }, stored.status, at, now);
    await this.priorities.refresh(tx, { caseIds: [stored.id] }, now);
  }

  private say(
    tx: Tx,
    { customerId, id }: OutreachCaseEntity,
    action: AuditAction,
    details: Readonly<Record<string, unknown>>,
    actor: Actor,
  ): void {
    this.audit.append(tx, { actor, action, subject: { kind: 'case', id }, customerId, details });
  }

  private async keep(tx: Tx, { customerId, id: caseId }: OutreachCaseEntity, activity: Activity): Promise<string> {
    const id = newId();
    await insertActivities(tx, [{ ...activity, customerId, caseId, id }], this.clock.now());
    return id;
  }

  private async detail(tx: Tx, id: string): Promise<CaseDetail> {
    const { customerId, ...found } = await findCase(tx, id);
    const contacts = await contactsOf(tx, customerId);
    const timeline = await listTimeline(tx, customerId, found.id, TIMELINE_LIMIT);
    return { ...showCase(found, this.clock.now()), contacts, timeline };
  }

  private async *lines(filter: CaseFilter, sort?: CaseSort): AsyncGenerator<CaseLine> {
    const now = this.clock.now();
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await listCases(this.database.tx, filter, now, { limit: EXPORT_BATCH, cursor }, sort);
      for (const row of page.items) yield caseLine(showCase(row, now));
      cursor = page.nextCursor;
    }
  }
}
