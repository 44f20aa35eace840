import { row, rows, type Tx } from '../platform/database/database.js';
import type { ImpactClass } from '../policies/impact-class.js';
import type { Unassigned } from './assign-cases.js';
import type { CaseStatus, Owed } from './outreach-case.js';

/** An assessment that the cases of its incident go by. */
export type AssessmentToFollow = { readonly id: string; readonly incidentId: string; readonly revision: number };

/** The assessment, unless it is not done or a newer one is: then that one is followed, whatever comes late. */
export function findAssessmentToFollow(tx: Tx, assessmentId: string): Promise<AssessmentToFollow | undefined> {
  return row<AssessmentToFollow>(
    tx,
    `select a.id, a.incident_id as "incidentId", a.revision from assessment a
      where a.id = $1 and a.status = 'done' and not exists (
        select 1 from assessment b
         where b.incident_id = a.incident_id and b.revision > a.revision and b.status = 'done')`,
    [assessmentId],
  );
}

/** The customers that an assessment names and that have no case for its incident. */
export function customersWithoutCase(tx: Tx, { id, incidentId }: AssessmentToFollow): Promise<Unassigned[]> {
  return rows<Unassigned>(
    tx,
    `select i.customer_id as "customerId", c.owner as "accountOwner"
       from customer_impact i join customer c on c.id = i.customer_id
      where i.assessment_id = $1 and not exists (
        select 1 from outreach_case k where k.customer_id = i.customer_id and k.incident_id = $2)
      order by i.customer_id`,
    [id, incidentId],
  );
}

/** Who looks after a customer's account; undefined when there is no such customer. */
export function findUnassigned(tx: Tx, customerId: string): Promise<Unassigned | undefined> {
  return row<Unassigned>(tx, 'select id as "customerId", owner as "accountOwner" from customer where id = $1', [
    customerId,
  ]);
}

/** Who is hit, as a case says it. */
export type CaseStanding = {
  readonly customerId: string;
  readonly caseId: string;
  readonly impactClass: ImpactClass;
  readonly stillAffected: boolean;
};

const STANDING = `k.customer_id as "customerId", k.id as "caseId", k.impact_class as "impactClass",
  k.still_affected as "stillAffected"`;

/** A case to open: whose, under which id, and who looks after it. */
export type NewCase = { readonly customerId: string; readonly caseId: string; readonly owner: string | null };

/** Opens cases under new ids; one that somebody else has opened stays theirs. Gives those opened, in no order. */
export function openCases(
  tx: Tx,
  { id, incidentId }: AssessmentToFollow,
  cases: readonly NewCase[],
  now: Date,
): Promise<CaseStanding[]> {
  return rows<CaseStanding>(
    tx,
    `insert into outreach_case as k (customer_id, id, incident_id, status, impact_class, owed, owed_reasons, owner,
                                     still_affected, version, created_at, updated_at)
     select n."customerId", n."caseId", $2, 'to_contact', i.class, 'pending', '[]', n.owner, true, 1, $3, $3
       from jsonb_to_recordset($4::jsonb) as n ("customerId" uuid, "caseId" uuid, owner text)
       join customer_impact i on i.customer_id = n."customerId" and i.assessment_id = $1
     on conflict (customer_id, incident_id) do nothing
     returning ${STANDING}`,
    [id, incidentId, now, JSON.stringify(cases)],
  );
}

/**
 * Brings what the incident's cases say of the impact in line with an assessment: its class, and whether the customer is
 * named at all, which takes no case away. Gives the cases that changed, in no order.
 */
export function followAssessment(tx: Tx, { id, incidentId }: AssessmentToFollow, now: Date): Promise<CaseStanding[]> {
  return rows<CaseStanding>(
    tx,
    `update outreach_case k set impact_class = coalesce(i.class, k.impact_class), still_affected = i.class is not null,
            version = k.version + 1, updated_at = $3
       from outreach_case o
       left join customer_impact i on i.customer_id = o.customer_id and i.assessment_id = $1
      where o.incident_id = $2 and k.customer_id = o.customer_id and k.id = o.id
        and (k.still_affected <> (i.class is not null) or k.impact_class <> coalesce(i.class, k.impact_class))
      returning ${STANDING}`,
    [id, incidentId, now],
  );
}

/** What a case says is owed. */
export type CaseOwed = {
  readonly customerId: string;
  readonly caseId: string;
  readonly owed: Owed;
  readonly reasonCodes: readonly string[];
};

/** Brings what the incident's cases say is owed in line with the proposals of an assessment. Gives those that changed. */
export function followProposals(tx: Tx, { id, incidentId }: AssessmentToFollow, now: Date): Promise<CaseOwed[]> {
  return rows<CaseOwed>(
    tx,
    `update outreach_case k set owed = p.outcome, owed_reasons = p.reasons, version = k.version + 1, updated_at = $3
       from proposal p
      where p.assessment_id = $1 and k.incident_id = $2 and k.customer_id = p.customer_id
        and (k.owed <> p.outcome or k.owed_reasons <> p.reasons)
      returning k.customer_id as "customerId", k.id as "caseId", k.owed,
                jsonb_path_query_array(k.owed_reasons, '$[*].code') as "reasonCodes"`,
    [id, incidentId, now],
  );
}

/**
 * Opens the case of a customer and an incident when there is none: an offer may come before, or without, an assessment
 * that names the customer.
 */
export async function openCaseOfCustomer(
  tx: Tx,
  incidentId: string,
  { customerId, caseId, owner }: NewCase,
  now: Date,
): Promise<void> {
  await rows(
    tx,
    `insert into outreach_case (customer_id, id, incident_id, status, impact_class, owed, owed_reasons, owner,
                                still_affected, version, created_at, updated_at)
     select c.id, $2, $3, 'to_contact', coalesce(i.class, 'unaffected'), 'pending', '[]', $4,
            i.class is not null, 1, $5, $5
       from customer c
       left join lateral (select id from assessment where incident_id = $3 and status = 'done'
                           order by revision desc limit 1) a on true
       left join customer_impact i on i.customer_id = c.id and i.assessment_id = a.id
      where c.id = $1
     on conflict (customer_id, incident_id) do nothing`,
    [customerId, caseId, incidentId, owner, now],
  );
}

/** A case as far as its offer's moves change it. */
export type LockedCase = { readonly customerId: string; readonly caseId: string; readonly status: CaseStatus };

/** The case of a customer and an incident, locked until the transaction ends. */
export function lockCaseOfCustomer(tx: Tx, customerId: string, incidentId: string): Promise<LockedCase | undefined> {
  return row<LockedCase>(
    tx,
    `select customer_id as "customerId", id as "caseId", status from outreach_case
      where customer_id = $1 and incident_id = $2 for update`,
    [customerId, incidentId],
  );
}

/** A case by its key, locked until the transaction ends. */
export function lockCaseByKey(tx: Tx, customerId: string, caseId: string): Promise<LockedCase | undefined> {
  return row<LockedCase>(
    tx,
    `select customer_id as "customerId", id as "caseId", status from outreach_case
      where customer_id = $1 and id = $2 for update`,
    [customerId, caseId],
  );
}

/**
 * Keeps a contact with the customer: the first and the latest are kept, and the case stands as it says. An
 * answer wakes a case that sleeps.
 */
export async function saveContact(
  tx: Tx,
  { customerId, caseId }: Pick<LockedCase, 'customerId' | 'caseId'>,
  status: CaseStatus,
  touchedAt: Date | null,
  now: Date,
): Promise<void> {
  await rows(
    tx,
    `update outreach_case set status = $3, first_touch_at = least(first_touch_at, $4::timestamptz),
            last_touch_at = greatest(last_touch_at, $4::timestamptz),
            escalated_at = case when $4::timestamptz is null then escalated_at end,
            snoozed_until = case when $3 = 'answered' and status <> $3 then null else snoozed_until end,
            version = version + 1, updated_at = $5
      where customer_id = $1 and id = $2
        and (status <> $3 or coalesce(last_touch_at < $4::timestamptz or first_touch_at > $4::timestamptz, $4::timestamptz is not null))`,
    [customerId, caseId, status, touchedAt, now],
  );
}

/** The reference of the letter that carried an offer; null when none did. */
export async function findLetterReference(tx: Tx, customerId: string, offerId: string): Promise<string | null> {
  const found = await row<{ reference: string }>(
    tx,
    'select reference from letter where customer_id = $1 and offer_id = $2',
    [customerId, offerId],
  );
  return found?.reference ?? null;
}

/** Counts the claims of a case anew: one for a customer and incident, however often it came. */
export async function noteClaims(tx: Tx, customerId: string, incidentId: string): Promise<void> {
  await rows(
    tx,
    `update outreach_case k set claim_count = (
       select count(*) from claim m
        where m.customer_id = k.customer_id and m.incident_id = k.incident_id and m.status <> 'merged')
      where k.customer_id = $1 and k.incident_id = $2`,
    [customerId, incidentId],
  );
}
