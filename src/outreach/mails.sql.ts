import { notFound } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';
import { row, rows, type Tx } from '../platform/database/database.js';
import { type ListQuery, listRows, type Page } from '../platform/http/list.js';
import type { MailEntity } from './mail.entity.js';
import type { MailStatus } from './mail.js';

/** Which mails; what is not named is not asked for. */
export type MailFilter = {
  readonly incidentId?: string;
  readonly caseId?: string;
  readonly runId?: string;
  readonly status?: MailStatus;
  readonly direction?: 'out' | 'in';
};

/** A mail in a list: everything but its words. */
export type MailRow = Omit<
  MailEntity,
  'customerId' | 'textBody' | 'htmlBody' | 'leaseUntil' | 'subjectKey' | 'referenceIds' | 'toName'
> & { readonly customer: { readonly externalId: string; readonly name: string } };

/** A mail with its words. */
export type MailContentRow = MailRow & Pick<MailEntity, 'textBody' | 'htmlBody' | 'referenceIds'>;

const FIELDS = `
  m.id, m.case_id as "caseId", m.incident_id as "incidentId", m.direction, m.run_id as "runId",
  m.contact_id as "contactId", m.template, m.automatic, m.offer_id as "offerId", m.offer_version as "offerVersion",
  m.letter_id as "letterId", m.resend_of as "resendOf", m.status, m.status_reason as "statusReason",
  m.from_address as "fromAddress", m.to_address as "toAddress", m.subject, m.message_id as "messageId",
  m.in_reply_to as "inReplyTo", m.attempts, m.available_at as "availableAt", m.smtp_response as "smtpResponse",
  m.created_by as "createdBy", m.created_at as "createdAt", m.sent_at as "sentAt", m.updated_at as "updatedAt"`;

const ALL_FIELDS = `${FIELDS}, m.customer_id as "customerId", m.subject_key as "subjectKey", m.to_name as "toName",
  m.text_body as "textBody", m.html_body as "htmlBody", m.reference_ids as "referenceIds", m.lease_until as "leaseUntil"`;

const CUSTOMER = `(select jsonb_build_object('externalId', c.external_id, 'name', c.name)
                     from customer c where c.id = m.customer_id) as customer`;

/** Mails, the newest first. */
export function listMails(tx: Tx, filter: MailFilter, page: ListQuery): Promise<Page<MailRow>> {
  const { incidentId, caseId, runId, status, direction } = filter;
  const select = `
    select m.*, m.created_at as "createdAt" from mail m
     where ($1::uuid is null or m.incident_id = $1) and ($2::uuid is null or m.case_id = $2)
       and ($3::uuid is null or m.run_id = $3) and ($4::text is null or m.status = $4)
       and ($5::text is null or m.direction = $5)`;
  const values = [incidentId, caseId, runId, status, direction].map((value) => value ?? null);
  const order = [
    { name: 'createdAt', type: 'timestamptz', direction: 'desc' },
    { name: 'id', type: 'uuid', direction: 'desc' },
  ] as const;
  const show = `select ${FIELDS}, ${CUSTOMER} from page m`;
  return listRows<MailRow>(tx, { select, show, values, order }, page);
}

/** One mail. Throws `mail_not_found`, also for a text that is no id. */
export async function findMail(tx: Tx, id: string): Promise<MailContentRow> {
  const found = isId(id)
    ? await row<MailContentRow>(
        tx,
        `select ${FIELDS}, m.text_body as "textBody", m.html_body as "htmlBody", m.reference_ids as "referenceIds",
                ${CUSTOMER} from mail m where m.id = $1`,
        [id],
      )
    : undefined;
  if (found === undefined) throw notFound('mail', id);
  return found;
}

/** Mails by id, locked until the transaction ends, in the order of their ids. */
export function lockMails(tx: Tx, ids: readonly string[]): Promise<MailEntity[]> {
  return rows<MailEntity>(
    tx,
    `select ${ALL_FIELDS} from mail m where m.id = any($1::uuid[]) order by m.id for update`,
    [ids],
  );
}

/** Keeps mails; an automatic one that is there already is left out. Gives the ids of those that are new. */
export async function insertMails(tx: Tx, mails: readonly MailEntity[]): Promise<Set<string>> {
  if (mails.length === 0) return new Set();
  const kept = await rows<{ id: string }>(
    tx,
    `insert into mail (customer_id, id, case_id, incident_id, direction, run_id, contact_id, template, subject_key,
       automatic, offer_id, offer_version, letter_id, resend_of, status, status_reason, from_address, to_address, to_name,
       subject, text_body, html_body, message_id, in_reply_to, reference_ids, attempts, available_at, created_by,
       created_at, sent_at, updated_at)
     select "customerId", id, "caseId", "incidentId", direction, "runId", "contactId", template, "subjectKey", automatic,
            "offerId", "offerVersion", "letterId", "resendOf", status, "statusReason", "fromAddress", "toAddress",
            "toName", subject, "textBody", "htmlBody", "messageId", "inReplyTo", "referenceIds", attempts, "availableAt",
            "createdBy", "createdAt", "sentAt", "updatedAt"
       from jsonb_to_recordset($1::jsonb) as n ("customerId" uuid, id uuid, "caseId" uuid, "incidentId" uuid,
            direction text, "runId" uuid, "contactId" uuid, template text, "subjectKey" text, automatic boolean,
            "offerId" uuid, "offerVersion" int, "letterId" uuid, "resendOf" uuid, status text, "statusReason" text,
            "fromAddress" text, "toAddress" text, "toName" text, subject text, "textBody" text, "htmlBody" text,
            "messageId" text, "inReplyTo" text, "referenceIds" text[], attempts int, "availableAt" timestamptz,
            "createdBy" text, "createdAt" timestamptz, "sentAt" timestamptz, "updatedAt" timestamptz)
     on conflict do nothing returning id`,
    [JSON.stringify(mails)],
  );
  return new Set(kept.map(({ id }) => id));
}

/** The ids of the messages of cases, the oldest first: what a new one of the case answers to. */
export async function threadsOf(tx: Tx, caseIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await rows<{ caseId: string; ids: string[] }>(
    tx,
    `select case_id as "caseId", array_agg(message_id order by created_at, id) as ids from mail
      where case_id = any($1::uuid[]) and status in ('sent', 'received', 'unknown') group by case_id`,
    [caseIds],
  );
  return new Map(found.map(({ caseId, ids }) => [caseId, ids]));
}

/** How many mails of a bulk send stand how. */
export async function countMailsOfRun(tx: Tx, runId: string): Promise<Readonly<Partial<Record<MailStatus, number>>>> {
  const found = await rows<{ status: MailStatus; count: number }>(
    tx,
    'select status, count(*)::int as count from mail where run_id = $1 group by status',
    [runId],
  );
  return Object.fromEntries(found.map(({ status, count }) => [status, count]));
}

/** Moves the mails of a bulk send that stand at `from`; gives how many. */
export async function moveMailsOfRun(
  tx: Tx,
  runId: string,
  from: readonly MailStatus[],
  to: MailStatus,
  now: Date,
): Promise<number> {
  const moved = await rows(
    tx,
    `update mail set status = $3, updated_at = $4, available_at = $4, attempts = 0
      where run_id = $1 and status = any($2::text[]) returning id`,
    [runId, from, to, now],
  );
  return moved.length;
}

/** Writes where a mail stands; `sentAt` and `availableAt` null leave nothing behind. */
export async function saveMailStatus(
  tx: Tx,
  key: Pick<MailEntity, 'customerId' | 'id'>,
  change: Partial<Pick<MailEntity, 'statusReason' | 'smtpResponse' | 'availableAt' | 'sentAt'>> & {
    readonly status: MailStatus;
  },
  now: Date,
): Promise<void> {
  await rows(
    tx,
    `update mail set status = $3, status_reason = $4, smtp_response = coalesce($5, smtp_response), available_at = $6,
            sent_at = $7, lease_until = null, updated_at = $8
      where customer_id = $1 and id = $2`,
    [
      key.customerId,
      key.id,
      change.status,
      change.statusReason ?? null,
      change.smtpResponse ?? null,
      change.availableAt ?? null,
      change.sentAt ?? null,
      now,
    ],
  );
}

/** Keeps that nothing more is sent to an address. */
export async function blockAddress(
  tx: Tx,
  block: {
    readonly customerId: string;
    readonly address: string;
    readonly reason: string;
    readonly mailId: string | null;
  },
  now: Date,
): Promise<void> {
  await rows(
    tx,
    `insert into mail_block (customer_id, address, reason, mail_id, created_at) values ($1, lower($2), $3, $4, $5)
     on conflict do nothing`,
    [block.customerId, block.address, block.reason, block.mailId, now],
  );
}

/** Moves mails by hand: from then on they belong to no bulk send, and begin their attempts anew. */
export async function moveMails(tx: Tx, ids: readonly string[], to: MailStatus, now: Date): Promise<void> {
  await rows(
    tx,
    `update mail set status = $2, status_reason = null, available_at = $3, attempts = 0, updated_at = $3,
            run_id = case when $2 = 'queued' then null else run_id end
      where id = any($1::uuid[])`,
    [ids, to, now],
  );
}
