import { WAS_GRANTED_BY_SENDING } from '../offers/offers.sql.js';
import { row, rows, type Tx } from '../platform/database/database.js';
import type { MailEntity } from './mail.entity.js';
import type { MailOffer, Reachable } from './mail.js';

/** A mail that this process has taken to send; `attempts` is its fence. */
export type ClaimedMail = Pick<
  MailEntity,
  | 'customerId'
  | 'id'
  | 'caseId'
  | 'incidentId'
  | 'runId'
  | 'contactId'
  | 'template'
  | 'automatic'
  | 'offerId'
  | 'offerVersion'
  | 'letterId'
  | 'fromAddress'
  | 'toAddress'
  | 'toName'
  | 'subject'
  | 'textBody'
  | 'htmlBody'
  | 'messageId'
  | 'inReplyTo'
  | 'referenceIds'
  | 'attempts'
  | 'createdBy'
>;

/** Takes the next mail that is due, of a bulk send or (null) of none, for `leaseUntil`; undefined when there is none. */
export function claimMail(tx: Tx, runId: string | null, now: Date, leaseUntil: Date): Promise<ClaimedMail | undefined> {
  return row<ClaimedMail>(
    tx,
    `update mail m set status = 'sending', attempts = m.attempts + 1, lease_until = $3, updated_at = $2
       from (select customer_id, id from mail
              where status = 'queued' and available_at <= $2 and run_id is not distinct from $1::uuid
              order by available_at, id limit 1 for update skip locked) n
      where m.customer_id = n.customer_id and m.id = n.id
      returning m.customer_id as "customerId", m.id, m.case_id as "caseId", m.incident_id as "incidentId",
        m.run_id as "runId", m.contact_id as "contactId", m.template, m.automatic, m.offer_id as "offerId",
        m.offer_version as "offerVersion", m.letter_id as "letterId", m.from_address as "fromAddress",
        m.to_address as "toAddress", m.to_name as "toName", m.subject, m.text_body as "textBody",
        m.html_body as "htmlBody", m.message_id as "messageId", m.in_reply_to as "inReplyTo",
        m.reference_ids as "referenceIds", m.attempts, m.created_by as "createdBy"`,
    [runId, now, leaseUntil],
  );
}

/** What a mail must still agree with in the moment in which it leaves. */
export type LastLook = {
  readonly holdReason: string | null;
  /** Undefined when the contact is gone. */
  readonly contact: Reachable | undefined;
  readonly offer: MailOffer | null;
  readonly hasApology: boolean;
};

/**
 * Looks a last time at what a mail says, and holds case, offer and contact as they are until the transaction ends:
 * whoever would change them waits for the message to be taken.
 */
export async function lockForSending(
  tx: Tx,
  mail: Pick<MailEntity, 'customerId' | 'caseId' | 'incidentId' | 'offerId' | 'contactId'>,
): Promise<LastLook> {
  const { customerId, caseId, incidentId, offerId, contactId } = mail;
  const found = await row<{ holdReason: string | null }>(
    tx,
    'select hold_reason as "holdReason" from outreach_case where customer_id = $1 and id = $2 for share',
    [customerId, caseId],
  );
  const offer = await row<MailOffer>(
    tx,
    `select o.id, o.version, o.status, o.valid_until as "validUntil", ${WAS_GRANTED_BY_SENDING} as "isGranted"
       from offer o where o.customer_id = $1 and o.id = $2 for share`,
    [customerId, offerId],
  );
  const contact = await row<Omit<Reachable, 'blocked'>>(
    tx,
    `select id, name, email, opted_out as "optedOut" from contact where customer_id = $1 and id = $2 for share`,
    [customerId, contactId],
  );
  const others = await row<Pick<Reachable, 'blocked'> & { hasApology: boolean }>(
    tx,
    `select (select reason from mail_block where customer_id = $1 and address = lower($2)) as blocked,
            exists (select 1 from letter where customer_id = $1 and incident_id = $3 and kind = 'apology') as "hasApology"`,
    [customerId, contact?.email ?? '', incidentId],
  );
  return {
    holdReason: found?.holdReason ?? null,
    contact: contact === undefined ? undefined : { ...contact, blocked: others?.blocked ?? null },
    offer: offer ?? null,
    hasApology: others?.hasApology ?? false,
  };
}

/** Says, for good, that the message is about to leave; false when the mail is no longer this process's. */
export async function markTransmitting(
  tx: Tx,
  { customerId, id, attempts }: Pick<ClaimedMail, 'customerId' | 'id' | 'attempts'>,
  leaseUntil: Date,
  now: Date,
): Promise<boolean> {
  const marked = await rows(
    tx,
    `update mail set status = 'transmitting', lease_until = $4, updated_at = $5
      where customer_id = $1 and id = $2 and attempts = $3 and status = 'sending' returning id`,
    [customerId, id, attempts, leaseUntil, now],
  );
  return marked.length > 0;
}

/** Writes where a mail that this process took stands after it; false when it is no longer its own. */
export async function finishClaimed(
  tx: Tx,
  { customerId, id, attempts }: Pick<ClaimedMail, 'customerId' | 'id' | 'attempts'>,
  change: Pick<MailEntity, 'status' | 'statusReason' | 'smtpResponse' | 'sentAt'> & {
    readonly availableAt: Date | null;
  },
  now: Date,
): Promise<boolean> {
  const { status, statusReason, smtpResponse, availableAt, sentAt } = change;
  const finished = await rows(
    tx,
    `update mail set status = $4, status_reason = $5, smtp_response = coalesce($6, smtp_response), available_at = $7,
            sent_at = $8, lease_until = null, updated_at = $9
      where customer_id = $1 and id = $2 and attempts = $3 and status in ('sending', 'transmitting') returning id`,
    [customerId, id, attempts, status, statusReason, smtpResponse, availableAt, sentAt, now],
  );
  return finished.length > 0;
}

/** The customer's own copy of the letter of a mail, byte for byte; undefined when it carries none. */
export function findAttachment(
  tx: Tx,
  customerId: string,
  letterId: string | null,
): Promise<{ reference: string; pdf: Buffer; customerExternalId: string } | undefined> {
  return row(
    tx,
    `select l.reference, coalesce(l.customer_pdf, l.pdf) as pdf, c.external_id as "customerExternalId"
       from letter l join customer c on c.id = l.customer_id where l.customer_id = $1 and l.id = $2`,
    [customerId, letterId],
  );
}

/** A mail that whoever took it left behind. */
export type AbandonedMail = Pick<
  ClaimedMail,
  'customerId' | 'id' | 'caseId' | 'template' | 'toAddress' | 'createdBy'
> & {
  readonly status: 'queued' | 'unknown';
};

/**
 * Takes back what a process left behind when it died: of what was not yet leaving, another attempt; of what was, nobody
 * knows. Gives them with where they stand now.
 */
export function recoverMails(tx: Tx, now: Date): Promise<AbandonedMail[]> {
  return rows<AbandonedMail>(
    tx,
    `update mail set status = case status when 'sending' then 'queued' else 'unknown' end,
            status_reason = case status when 'transmitting' then 'process_died' end,
            available_at = $1, lease_until = null, updated_at = $1
      where status in ('sending', 'transmitting') and lease_until < $1
      returning customer_id as "customerId", id, case_id as "caseId", template, to_address as "toAddress",
                created_by as "createdBy", status`,
    [now],
  );
}

/**
 * Bulk sends and single mails that have something to send and no job at it. Null stands for the single mails. A job that
 * ended with its process so often that the queue gives it to nobody any more is none.
 */
export async function dueWithoutJob(tx: Tx, now: Date): Promise<readonly (string | null)[]> {
  const found = await rows<{ runId: string | null }>(
    tx,
    `select distinct m.run_id as "runId" from mail m left join mail_run r on r.id = m.run_id
      where m.status = 'queued' and m.available_at <= $1 and (m.run_id is null or r.status = 'running')
        and not exists (select 1 from job j join graphile_worker.jobs g on g.key = j.id::text
                         where j.id = r.job_id and j.status in ('queued', 'running')
                           and (g.locked_at is not null or g.attempts < g.max_attempts))`,
    [now],
  );
  return found.map(({ runId }) => runId);
}
