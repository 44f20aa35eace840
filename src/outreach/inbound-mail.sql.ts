import { row, rows, type Tx } from '../platform/database/database.js';
import { type ListQuery, listRows, type Page } from '../platform/http/list.js';
import type { CaseClues } from './inbound-mail.js';
import type { MailEventEntity } from './mail-event.entity.js';
import type { MailEntity } from './mail.entity.js';

/** The case that a message belongs to, and the mail of ours that it is about, when one is known. */
export type MatchedCase = Pick<MailEntity, 'customerId' | 'caseId' | 'incidentId'> & {
  readonly mail: Pick<MailEntity, 'id' | 'status' | 'toAddress' | 'sentAt' | 'messageId'> | null;
};

/** What came back, as it is kept. */
export type InboundRow = Pick<MailEventEntity, keyof MailEventEntity>;

/** The case by the ids of messages, the first one that is known; else by the case that an address names. */
export async function matchCase(tx: Tx, { messageIds, caseId }: CaseClues): Promise<MatchedCase | undefined> {
  const byMessage = await row<MatchedCase & { sentAt: Date | null; mailId: string }>(
    tx,
    `select m.customer_id as "customerId", m.case_id as "caseId", m.incident_id as "incidentId", m.sent_at as "sentAt",
            jsonb_build_object('id', m.id, 'status', m.status, 'toAddress', m.to_address, 'messageId', m.message_id)
              as mail
       from mail m where m.message_id = any($1::text[]) and m.direction = 'out'
      order by array_position($1::text[], m.message_id), m.created_at desc limit 1`,
    [messageIds],
  );
  if (byMessage !== undefined) {
    const { sentAt, ...found } = byMessage;
    return { ...found, mail: found.mail === null ? null : { ...found.mail, sentAt } };
  }
  if (caseId === null) return undefined;
  return row<MatchedCase>(
    tx,
    `select customer_id as "customerId", id as "caseId", incident_id as "incidentId", null as mail
       from outreach_case where id = $1`,
    [caseId],
  );
}

/** Keeps what the provider told us; false when this call of theirs is known. */
export async function insertEvent(tx: Tx, event: MailEventEntity): Promise<boolean> {
  const kept = await rows(
    tx,
    `insert into mail_event (id, type, outcome, customer_id, case_id, mail_id, from_address, subject, text_body, received_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning id`,
    [
      event.id,
      event.type,
      event.outcome,
      event.customerId,
      event.caseId,
      event.mailId,
      event.fromAddress,
      event.subject,
      event.textBody,
      event.receivedAt,
    ],
  );
  return kept.length > 0;
}

/** What the provider told us, locked until the transaction ends. */
export function lockEvent(tx: Tx, id: string): Promise<MailEventEntity | undefined> {
  return row<MailEventEntity>(tx, `select ${EVENT_COLUMNS} from mail_event where id = $1 for update`, [id]);
}

/** Says to which case an event belongs after all. */
export async function saveEventCase(
  tx: Tx,
  id: string,
  { customerId, caseId }: Pick<MatchedCase, 'customerId' | 'caseId'>,
): Promise<void> {
  await rows(tx, `update mail_event set outcome = 'matched', customer_id = $2, case_id = $3 where id = $1`, [
    id,
    customerId,
    caseId,
  ]);
}

const EVENT_COLUMNS = `id, type, outcome, customer_id as "customerId", case_id as "caseId", mail_id as "mailId",
  from_address as "fromAddress", subject, text_body as "textBody", received_at as "receivedAt"`;

/** What came in and belongs to no case that is known, or (matched) to one; the newest first. */
export function listEvents(
  tx: Tx,
  outcome: MailEventEntity['outcome'] | undefined,
  page: ListQuery,
): Promise<Page<InboundRow>> {
  const select = `select ${EVENT_COLUMNS} from mail_event where ($1::text is null or outcome = $1)`;
  const order = [
    { name: 'receivedAt', type: 'timestamptz', direction: 'desc' },
    { name: 'id', type: 'text', direction: 'desc' },
  ] as const;
  return listRows<InboundRow>(tx, { select, values: [outcome ?? null], order }, page);
}

/** The contact of a customer who has an address, if one has. */
export async function contactIdOf(tx: Tx, customerId: string, address: string): Promise<string | null> {
  const found = await row<{ id: string }>(
    tx,
    'select id from contact where customer_id = $1 and lower(email) = lower($2)',
    [customerId, address],
  );
  return found?.id ?? null;
}
