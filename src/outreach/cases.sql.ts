import type { ClaimStatus, ClaimVerdict } from '../claims/claim.js';
import { notFound } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';
import type { OfferStatus } from '../offers/offer.js';
import type { InKind, ProposalReason } from '../offers/proposal.js';
import { row, rows, type Tx } from '../platform/database/database.js';
import type { ImpactClass } from '../policies/impact-class.js';
import type { PriorityReason } from './case-priority.js';
import { CASE_COLUMNS, CASE_FROM } from './list-cases.sql.js';
import { OutreachCaseEntity } from './outreach-case.entity.js';
import type { CaseFields, CaseStatus, Owed } from './outreach-case.js';

/** The offer of a case: the one that stands, else the last one that stood; its stored status. */
export type CaseOfferRow = {
  readonly id: string;
  readonly status: OfferStatus;
  readonly amountMinor: number;
  readonly currency: string;
  readonly inKind: readonly InKind[];
  readonly validUntil: string | null;
};

export type CaseClaimRow = {
  readonly id: string;
  readonly status: ClaimStatus;
  readonly verdict: ClaimVerdict | null;
};

/** A case in the list of a Success team. People are those hit by the newest assessment. */
export type CaseRow = {
  readonly id: string;
  readonly version: number;
  readonly status: CaseStatus;
  readonly incidentId: string;
  readonly incidentTitle: string;
  readonly customer: { readonly externalId: string; readonly name: string };
  readonly impactClass: ImpactClass;
  readonly stillAffected: boolean;
  readonly people: number;
  /** Null when no contract was in force when the case was last worked out. */
  readonly monthlyFee: { readonly amountMinor: number; readonly currency: string } | null;
  readonly priority: number;
  readonly priorityReasons: readonly PriorityReason[];
  readonly owed: Owed;
  readonly offer: CaseOfferRow | null;
  readonly claimCount: number;
  /** The claim of the case, when the customer came to us. */
  readonly claim: CaseClaimRow | null;
  readonly owner: string | null;
  readonly tags: readonly string[];
  readonly nextAction: string | null;
  readonly nextActionAt: Date | null;
  readonly snoozedUntil: Date | null;
  readonly holdReason: string | null;
  readonly escalatedAt: Date | null;
  readonly firstTouchAt: Date | null;
  readonly lastTouchAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** What only the page of one case shows. */
export type CaseContentRow = CaseRow & {
  readonly customerId: string;
  readonly owedReasons: readonly ProposalReason[];
};

/** One case. Throws `case_not_found`, also for a text that is no id. */
export async function findCase(tx: Tx, id: string): Promise<CaseContentRow> {
  const found = isId(id)
    ? await row<CaseContentRow>(
        tx,
        `select ${CASE_COLUMNS}, k.customer_id as "customerId", k.owed_reasons as "owedReasons"
         ${CASE_FROM} where k.id = $1`,
        [id],
      )
    : undefined;
  if (found === undefined) throw notFound('case', id);
  return found;
}

/** A case, locked until the transaction ends, by its whole key. Throws `case_not_found`. */
export async function lockCase(tx: Tx, id: string): Promise<OutreachCaseEntity> {
  const key = isId(id)
    ? await row<{ customerId: string }>(tx, 'select customer_id as "customerId" from outreach_case where id = $1', [id])
    : undefined;
  const where = { customerId: key?.customerId ?? '', id };
  const lock = { mode: 'pessimistic_write' } as const;
  const found = key === undefined ? null : await tx.getRepository(OutreachCaseEntity).findOne({ where, lock });
  if (found === null) throw notFound('case', id);
  return found;
}

/** What a bulk action needs to know of a case. */
export type ActionableCase = CaseFields & {
  readonly customerId: string;
  readonly id: string;
  readonly version: number;
  readonly accountOwner: string | null;
};

/** Cases by id, locked until the transaction ends, in the order of their ids, so that two bulk actions never deadlock. */
export function lockCases(tx: Tx, ids: readonly string[]): Promise<ActionableCase[]> {
  return rows<ActionableCase>(
    tx,
    `select k.customer_id as "customerId", k.id, k.version, k.status, k.owner, k.next_action as "nextAction",
            k.next_action_at as "nextActionAt", k.snoozed_until as "snoozedUntil", k.hold_reason as "holdReason", k.tags,
            (select c.owner from customer c where c.id = k.customer_id) as "accountOwner"
       from outreach_case k where k.id = any($1::uuid[]) order by k.id for update`,
    [ids],
  );
}

/** A case as a bulk action leaves it. */
export type ChangedCase = CaseFields & {
  readonly customerId: string;
  readonly id: string;
  readonly touchedAt: Date | null;
};

/** Writes changed cases over, one version on. */
export async function saveCases(tx: Tx, cases: readonly ChangedCase[], now: Date): Promise<void> {
  await rows(
    tx,
    `update outreach_case k set status = n.status, owner = n.owner, next_action = n."nextAction",
            next_action_at = n."nextActionAt", snoozed_until = n."snoozedUntil", hold_reason = n."holdReason",
            tags = n.tags, first_touch_at = coalesce(k.first_touch_at, n."touchedAt"),
            last_touch_at = greatest(k.last_touch_at, n."touchedAt"),
            escalated_at = case when n."touchedAt" is null then k.escalated_at end,
            version = k.version + 1, updated_at = $2
       from jsonb_to_recordset($1::jsonb) as n ("customerId" uuid, id uuid, status text, owner text, "nextAction" text,
            "nextActionAt" timestamptz, "snoozedUntil" timestamptz, "holdReason" text, tags text[],
            "touchedAt" timestamptz)
      where k.customer_id = n."customerId" and k.id = n.id`,
    [JSON.stringify(cases), now],
  );
}

/** How many open cases each person looks after. */
export async function openCounts(tx: Tx): Promise<ReadonlyMap<string, number>> {
  const found = await rows<{ owner: string; count: number }>(
    tx,
    `select owner, count(*)::int as count from outreach_case
      where owner is not null and status <> 'resolved' group by owner`,
  );
  return new Map(found.map(({ owner, count }) => [owner, count]));
}
