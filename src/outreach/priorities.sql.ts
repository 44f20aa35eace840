import { contractInForce, dayOfCustomer } from '../customers/customers.sql.js';
import { rows, type Tx } from '../platform/database/database.js';
import { HIT_CLASSES } from '../policies/impact-class.js';
import type { Priority, PriorityFacts } from './case-priority.js';

/** Whose priority is worked out: the cases of an incident, some cases, or all that are open. */
export type PriorityScope = { readonly incidentId?: string; readonly caseIds?: readonly string[] };

export type PriorityFactsRow = PriorityFacts & {
  readonly customerId: string;
  readonly id: string;
  /** By what the case is sorted now. */
  readonly kept: Priority & { readonly people: number };
};

const PEOPLE = HIT_CLASSES.map((name) => `i.people_${name}`).join(' + ');

/** Cases with what makes them urgent, in the order of their ids, at most `limit`, after `afterId`. */
export function readPriorityFacts(
  tx: Tx,
  { incidentId, caseIds }: PriorityScope,
  now: Date,
  afterId: string | null,
  limit: number,
): Promise<PriorityFactsRow[]> {
  return rows<PriorityFactsRow>(
    tx,
    `select k.customer_id as "customerId", k.id, k.status, k.impact_class as "impactClass",
            k.still_affected as "stillAffected", coalesce(${PEOPLE}, 0)::int as people,
            case when f.customer_id is not null then
              jsonb_build_object('amountMinor', f.monthly_fee_minor, 'currency', f.currency) end as "monthlyFee",
            jsonb_build_object('people', k.people, 'score', k.priority, 'reasons', k.priority_reasons) as kept,
            k.claim_count as "claimCount", k.last_touch_at as "lastTouchAt", k.created_at as "createdAt"
       from outreach_case k
       left join (select distinct on (incident_id) incident_id, id from assessment where status = 'done'
                   order by incident_id, revision desc) a on a.incident_id = k.incident_id
       left join customer_impact i on i.customer_id = k.customer_id and i.assessment_id = a.id
       left join ${contractInForce(dayOfCustomer('$1'))} f on f.customer_id = k.customer_id
      where ($2::uuid is null or k.incident_id = $2) and ($3::uuid[] is null or k.id = any($3))
        and ($2::uuid is not null or $3::uuid[] is not null or k.status <> 'resolved')
        and ($4::uuid is null or k.id > $4)
      order by k.id limit $5`,
    [now, incidentId ?? null, caseIds ?? null, afterId, limit],
  );
}

/** A case with what it is now sorted by. */
export type NewPriority = Priority & Pick<PriorityFactsRow, 'customerId' | 'id' | 'people' | 'monthlyFee'>;

/** Keeps what cases are sorted by. The version stays: no person changed anything. */
export async function savePriorities(tx: Tx, priorities: readonly NewPriority[]): Promise<void> {
  if (priorities.length === 0) return;
  await rows(
    tx,
    `update outreach_case k set people = n.people, monthly_fee_minor = (n."monthlyFee" ->> 'amountMinor')::bigint,
            currency = n."monthlyFee" ->> 'currency', priority = n.score, priority_reasons = n.reasons
       from jsonb_to_recordset($1::jsonb) as n ("customerId" uuid, id uuid, people int, "monthlyFee" jsonb, score int,
            reasons jsonb)
      where k.customer_id = n."customerId" and k.id = n.id`,
    [JSON.stringify(priorities)],
  );
}
