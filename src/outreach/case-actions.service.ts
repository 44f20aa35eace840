import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError, type Reason } from '../kernel/domain-error.js';
import { isId, newId } from '../kernel/ids.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, type Tx } from '../platform/database/database.js';
import { findCompanySettings } from '../platform/settings/settings.sql.js';
import { insertActivities } from './activities.sql.js';
import { assignCases } from './assign-cases.js';
import { CasePrioritiesService } from './case-priorities.service.js';
import { type ActionableCase, type ChangedCase, lockCases, openCounts, saveCases } from './cases.sql.js';
import { type CaseFilter, caseIdsOf } from './list-cases.sql.js';
import {
  type CaseChange,
  type CaseStatus,
  changeCase,
  changesToAudit,
  type FieldChanges,
  tellsOfContact,
} from './outreach-case.js';
import { findOutreachSettings } from './outreach-settings.sql.js';

/** Cases in one bulk action; one transaction holds them all. */
export const MAX_ACTION_CASES = 10_000;

/**
 * Which cases, by id or by filter, and what is changed of each; `assign` gives them owners by the settings. A dry run
 * answers alike and changes nothing.
 */
export type CaseActionRequest = {
  readonly ids?: readonly string[];
  readonly filter?: CaseFilter;
  readonly change?: CaseChange;
  readonly assign?: boolean;
  readonly dryRun?: boolean;
};

export type CaseActionItem =
  | {
      readonly id: string;
      readonly ok: true;
      readonly status: CaseStatus;
      readonly owner: string | null;
      readonly changed: boolean;
    }
  | { readonly id: string; readonly ok: false; readonly code: string; readonly reasons: readonly Reason[] };

/** The answer for each case. */
export type CaseActionResult = {
  readonly dryRun: boolean;
  readonly items: readonly CaseActionItem[];
  readonly okCount: number;
};

type Outcome = { readonly item: CaseActionItem; readonly changed?: ChangedCase; readonly changes?: FieldChanges };

/** The same change of many cases, each allowed or refused by itself, in one transaction. */
@Injectable()
export class CaseActionsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly priorities: CasePrioritiesService,
  ) {}

  /** Throws `ids_or_filter_required`, `nothing_to_do`, `too_many_cases`; refusals are per item, `case_held` among them. */
  run(request: CaseActionRequest, actor: Actor): Promise<CaseActionResult> {
    assertComplete(request);
    const { change = {}, assign = false, dryRun = false } = request;
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const asked = await this.idsOf(tx, request, now);
      const cases = await lockCases(tx, asked.filter(isId));
      const owners = assign ? await this.ownersOf(tx, cases) : undefined;
      const outcomes = new Map(
        cases.map((found) => {
          const owner = owners?.get(found.customerId);
          return [found.id, outcomeOf(found, owner === undefined ? change : { ...change, owner }, now)] as const;
        }),
      );
      if (!dryRun) await this.save(tx, [...outcomes.values()], actor, now);
      const items = asked.map((id) => outcomes.get(id)?.item ?? unknownCase(id));
      return { dryRun, items, okCount: items.filter(({ ok }) => ok).length };
    });
  }

  private async save(tx: Tx, outcomes: readonly Outcome[], actor: Actor, now: Date): Promise<void> {
    const changed = outcomes.flatMap((outcome) =>
      outcome.changed === undefined ? [] : [{ row: outcome.changed, changes: outcome.changes ?? {} }],
    );
    if (changed.length === 0) return;
    await saveCases(
      tx,
      changed.map(({ row }) => row),
      now,
    );
    const entry = { kind: 'changed', body: '', author: actor.id, occurredAt: now, dedupKey: null } as const;
    await insertActivities(
      tx,
      changed.map(({ row: { customerId, id: caseId }, changes }) => ({
        ...entry,
        customerId,
        caseId,
        id: newId(),
        details: { ...changes, bulk: true },
      })),
      now,
    );
    this.audit.appendAll(
      tx,
      changed.map(({ row: { customerId, id }, changes }) => ({
        actor,
        action: 'case.changed',
        subject: { kind: 'case', id },
        customerId,
        details: { ...changesToAudit(changes), bulk: true },
      })),
    );
    const caseIds = changed.filter(({ changes }) => 'status' in changes).map(({ row }) => row.id);
    if (caseIds.length > 0) await this.priorities.refresh(tx, { caseIds }, now);
  }

  private async ownersOf(tx: Tx, cases: readonly ActionableCase[]): Promise<ReadonlyMap<string, string | null>> {
    const { assignment } = await findOutreachSettings(tx);
    const { defaultOwner } = await findCompanySettings(tx);
    return assignCases(cases, assignment, await openCounts(tx), defaultOwner);
  }

  private async idsOf(tx: Tx, { ids, filter }: CaseActionRequest, now: Date): Promise<readonly string[]> {
    const found = filter === undefined ? ids : await caseIdsOf(tx, filter, now, MAX_ACTION_CASES + 1);
    const asked = [...new Set((found ?? []).map((id) => id.toLowerCase()))];
    if (asked.length <= MAX_ACTION_CASES) return asked;
    const message = `More than ${MAX_ACTION_CASES} cases: narrow the filter.`;
    throw new DomainError('unprocessable', 'too_many_cases', message, { details: { limit: MAX_ACTION_CASES } });
  }
}

function outcomeOf(found: ActionableCase, change: CaseChange, now: Date): Outcome {
  const { id, customerId } = found;
  if (found.holdReason !== null) {
    const reasons = [{ code: 'case_held', message: `It is on hold: ${found.holdReason}` }];
    return { item: { id, ok: false, code: 'case_held', reasons } };
  }
  try {
    const { fields, changes } = changeCase(found, change, now);
    const isChanged = Object.keys(changes).length > 0;
    const item = { id, ok: true, status: fields.status, owner: fields.owner, changed: isChanged } as const;
    if (!isChanged) return { item };
    return { item, changes, changed: { ...fields, customerId, id, touchedAt: tellsOfContact(changes) ? now : null } };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { item: { id, ok: false, code: error.code, reasons: error.reasons } };
  }
}

function unknownCase(id: string): CaseActionItem {
  return { id, ok: false, code: 'case_not_found', reasons: [] };
}

function assertComplete({ ids, filter, change, assign }: CaseActionRequest): void {
  const said = (object: object | undefined): boolean =>
    Object.values(object ?? {}).some((value) => value !== undefined);
  const reasons: Reason[] = [];
  if ((ids === undefined) === (filter === undefined) || (filter !== undefined && !said(filter))) {
    const message = 'Name the cases by ids, or by a filter of one field at least, and not by both.';
    reasons.push({ path: ids === undefined ? 'filter' : 'ids', code: 'ids_or_filter_required', message });
  }
  if (!said(change) && assign !== true) {
    reasons.push({ path: 'change', code: 'nothing_to_do', message: 'Say what is to be changed, or assign.' });
  }
  if (assign === true && change?.owner !== undefined) {
    const message = 'An owner is named, or found by the settings, not both.';
    reasons.push({ path: 'change.owner', code: 'owner_named_twice', message });
  }
  const [first] = reasons;
  if (first !== undefined) throw new DomainError('invalid', first.code, first.message, { reasons });
}
