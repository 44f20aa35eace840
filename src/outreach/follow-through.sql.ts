import { rows, type Tx } from '../platform/database/database.js';
import type { ImpactClass } from '../policies/impact-class.js';
import type { StaffMailEntity } from './staff-mail.entity.js';

/** Cases whose offer expires before `until` and waits for an answer since before `sentBefore`, by incident. */
export function casesToRemind(
  tx: Tx,
  now: Date,
  until: Date,
  sentBefore: Date,
): Promise<{ incidentId: string; caseIds: string[] }[]> {
  return rows(
    tx,
    `select k.incident_id as "incidentId", array_agg(k.id order by k.id) as "caseIds"
       from offer o join outreach_case k on k.customer_id = o.customer_id and k.incident_id = o.incident_id
      where o.status = 'sent' and o.valid_until > $1 and o.valid_until <= $2 and o.sent_at <= $3 and k.hold_reason is null
        and not exists (select 1 from mail m where m.customer_id = k.customer_id and m.case_id = k.id
                           and m.template = 'reminder' and m.offer_id = o.id and m.status <> 'cancelled')
      group by k.incident_id order by k.incident_id`,
    [now, until, sentBefore],
  );
}

/** A case that nobody touched for too long, and since when. */
export type EscalatedCase = { readonly customerId: string; readonly caseId: string; readonly untouchedSince: Date };

/**
 * Marks the cases that are to be worked on and that nobody has touched since `since` or longer: new ones, those that the
 * customer answered, those that wait for a day that is over. Those asleep or on hold are left alone. Gives those marked.
 */
export function escalateCases(tx: Tx, since: Date, now: Date): Promise<EscalatedCase[]> {
  return rows<EscalatedCase>(
    tx,
    `update outreach_case k set escalated_at = $2, version = k.version + 1, updated_at = $2
      where k.escalated_at is null and k.hold_reason is null and coalesce(k.snoozed_until <= $2, true)
        and coalesce(k.last_touch_at, k.created_at) <= $1
        and (k.status in ('to_contact', 'answered') or k.status in ('contacted', 'waiting') and k.next_action_at <= $1)
      returning k.customer_id as "customerId", k.id as "caseId",
                coalesce(k.last_touch_at, k.created_at) as "untouchedSince"`,
    [since, now],
  );
}

/** A case in somebody's digest, with why it stands there. */
export type DigestRow = {
  readonly caseId: string;
  readonly customerName: string;
  readonly incidentTitle: string;
  readonly impactClass: ImpactClass;
  readonly priority: number;
  readonly nextAction: string | null;
  readonly isDue: boolean;
  readonly isEscalated: boolean;
  readonly isAnswered: boolean;
  readonly isExpiring: boolean;
  readonly hasUnknownMail: boolean;
};

/** What one person has to look at today, the most urgent first, at most `limit`; and how many there are. */
export function casesOfDigest(
  tx: Tx,
  owner: string,
  now: Date,
  until: Date,
  limit: number,
): Promise<(DigestRow & { total: number })[]> {
  return rows(
    tx,
    `with mine as (
       select k.id as "caseId", c.name as "customerName", n.title as "incidentTitle", k.impact_class as "impactClass",
              k.priority, k.next_action as "nextAction", coalesce(k.next_action_at <= $2, false) as "isDue",
              k.escalated_at is not null as "isEscalated", k.status = 'answered' as "isAnswered",
              exists (select 1 from offer o where o.customer_id = k.customer_id and o.incident_id = k.incident_id
                         and o.status = 'sent' and o.valid_until > $2 and o.valid_until <= $3) as "isExpiring",
              exists (select 1 from mail m where m.customer_id = k.customer_id and m.case_id = k.id
                         and m.status = 'unknown') as "hasUnknownMail"
         from outreach_case k join customer c on c.id = k.customer_id join incident n on n.id = k.incident_id
        where k.owner = $1 and k.status <> 'resolved' and coalesce(k.snoozed_until <= $2, true)
     )
     select *, count(*) over ()::int as total from mine
      where "isDue" or "isEscalated" or "isAnswered" or "isExpiring" or "hasUnknownMail"
      order by priority desc, "caseId" limit $4`,
    [owner, now, until, limit],
  );
}

/** Keeps a mail to one of our own people; false when that person has the day's already. */
export async function insertStaffMail(tx: Tx, mail: StaffMailEntity): Promise<boolean> {
  const kept = await rows(
    tx,
    `insert into staff_mail (id, kind, recipient, day, to_address, subject, text_body, html_body, status, attempts,
                             available_at, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $10) on conflict do nothing returning id`,
    [
      mail.id,
      mail.kind,
      mail.recipient,
      mail.day,
      mail.toAddress,
      mail.subject,
      mail.textBody,
      mail.htmlBody,
      mail.status,
      mail.createdAt,
    ],
  );
  return kept.length > 0;
}

/** Whether a person has the day's mail already. */
export async function hasStaffMail(tx: Tx, kind: string, recipient: string, day: string): Promise<boolean> {
  const found = await rows(tx, 'select 1 from staff_mail where kind = $1 and recipient = $2 and day = $3', [
    kind,
    recipient,
    day,
  ]);
  return found.length > 0;
}

/** A mail to one of our own people that is about to leave. */
export type LeavingStaffMail = Pick<
  StaffMailEntity,
  'id' | 'toAddress' | 'subject' | 'textBody' | 'htmlBody' | 'attempts'
>;

/**
 * Takes the next mail to our own people, which is written down as leaving: a process that dies amid it sends it to nobody
 * a second time. What waited for e-mail to be set up goes only on its own day.
 */
export async function claimStaffMail(tx: Tx, day: string | null, now: Date): Promise<LeavingStaffMail | undefined> {
  const [found] = await rows<LeavingStaffMail>(
    tx,
    `update staff_mail s set status = 'transmitting', attempts = s.attempts + 1
       from (select id from staff_mail
              where status = 'queued' and available_at <= $1 or status = 'held' and day = $2::date
              order by created_at, id limit 1 for update skip locked) n
      where s.id = n.id
      returning s.id, s.to_address as "toAddress", s.subject, s.text_body as "textBody", s.html_body as "htmlBody",
                s.attempts`,
    [now, day],
  );
  return found;
}

/** Writes down what became of a mail to our own people. */
export async function saveStaffMail(
  tx: Tx,
  id: string,
  result: { readonly status: StaffMailEntity['status']; readonly response: string; readonly availableAt: Date | null },
  now: Date,
): Promise<void> {
  await rows(
    tx,
    `update staff_mail set status = $2, smtp_response = $3, available_at = $4,
            sent_at = case when $2 = 'sent' then $5::timestamptz end
      where id = $1`,
    [id, result.status, result.response, result.availableAt, now],
  );
}
