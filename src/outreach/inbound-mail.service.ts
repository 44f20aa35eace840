import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, type Tx } from '../platform/database/database.js';
import { Secrets } from '../platform/env/secrets.service.js';
import { isSignedMessage, isWebhookSecret } from '../platform/hooks/signed-message.js';
import type { ListQuery, Page } from '../platform/http/list.js';
import { insertActivities } from './activities.sql.js';
import { CasePrioritiesService } from './case-priorities.service.js';
import { bareId, cluesOf, fitText, type InboundMail } from './inbound-mail.js';
import {
  contactIdOf,
  type InboundRow,
  insertEvent,
  listEvents,
  lockEvent,
  type MatchedCase,
  matchCase,
  saveEventCase,
} from './inbound-mail.sql.js';
import type { MailEventEntity } from './mail-event.entity.js';
import { blockAddress, insertMails, saveMailStatus } from './mails.sql.js';
import { lockCaseByKey, saveContact } from './open-cases.sql.js';
import { statusAfterReply } from './outreach-case.js';

/** What became of a call: its case, or none that is known. */
export type InboundReceipt = {
  readonly outcome: 'matched' | 'unmatched' | 'known_already';
  readonly caseId: string | null;
};

/** What came back, and whether a person may put it into a case. */
export type ShownInbound = InboundRow & { readonly actions: readonly 'attach'[] };

/** The headers of Standard Webhooks. */
export type SignedHeaders = {
  readonly 'webhook-id'?: string;
  readonly 'webhook-timestamp'?: string;
  readonly 'webhook-signature'?: string;
};

const PROVIDER: Actor = { id: 'provider:mail', kind: 'provider', roles: [] };
const TEXT_LENGTH = 20_000;
const LINE_LENGTH = 500;

/** What comes back: replies go into their case, addresses that bounce or complain are not written to again. */
@Injectable()
export class InboundMailService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
    private readonly audit: AuditService,
    private readonly priorities: CasePrioritiesService,
  ) {}

  /**
   * Refuses a call that the provider did not sign with the secret `AMENDS_MAIL_HOOK_SECRET` (Standard Webhooks), at most
   * five minutes ago. Throws `hook_not_set_up`, `signature_not_valid`.
   */
  verify(rawBody: Buffer | undefined, headers: SignedHeaders): void {
    const secret = this.secrets.find('AMENDS_MAIL_HOOK_SECRET');
    if (secret === undefined) {
      throw new DomainError('unavailable', 'hook_not_set_up', 'This installation takes no mail back.');
    }
    const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '', 'webhook-signature': signature = '' } = headers;
    const signed = { id, timestamp, signature };
    if (isSignedMessage(rawBody?.toString('utf8') ?? '', signed, [secret].filter(isWebhookSecret), this.clock.now())) {
      return;
    }
    const message = 'The signature of this call is missing, wrong or too old.';
    throw new DomainError('unauthenticated', 'signature_not_valid', message);
  }

  /** Takes one message that came back, once by the id of the call. */
  take(callId: string, inbound: InboundMail): Promise<InboundReceipt> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const matched = await matchCase(tx, cluesOf(inbound));
      const event = eventOf(callId, inbound, matched, now);
      if (!(await insertEvent(tx, event))) return { outcome: 'known_already', caseId: matched?.caseId ?? null };
      if (matched !== undefined) {
        if (inbound.type === 'reply') await this.keepReply(tx, inbound, matched, event, now);
        else await this.keepReturn(tx, inbound, matched, now);
        const { customerId, caseId } = matched;
        const subject = { kind: 'case', id: caseId };
        this.audit.append(tx, { actor: PROVIDER, action: `mail.${inbound.type}`, subject, customerId });
      }
      return { outcome: event.outcome, caseId: matched?.caseId ?? null };
    });
  }

  /**
   * Puts a reply that was unmatched into a case, as if it had been matched. Throws `inbound_not_found`, `case_not_found`,
   * `not_attachable` for what is in a case already, or is no reply.
   */
  attach(eventId: string, caseId: string, actor: Actor): Promise<InboundReceipt> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const event = await lockEvent(tx, eventId);
      if (event === undefined) throw notFound('inbound', eventId);
      if (!mayAttach(event)) {
        throw new DomainError('conflict', 'not_attachable', 'Only a reply that is in no case yet can be put into one.');
      }
      const matched = await matchCase(tx, { messageIds: [], caseId });
      if (matched === undefined) throw notFound('case', caseId);
      const { customerId } = matched;
      await saveEventCase(tx, eventId, matched);
      await this.keepReply(tx, { ...NOTHING_SAID, type: 'reply' }, matched, event, now);
      const subject = { kind: 'case', id: caseId };
      this.audit.append(tx, { actor, action: 'mail.attached', subject, customerId });
      return { outcome: 'matched', caseId };
    });
  }

  /** What came back, the newest first; `unmatched` waits for a person. */
  async list(outcome: MailEventEntity['outcome'] | undefined, query: ListQuery): Promise<Page<ShownInbound>> {
    const page = await listEvents(this.database.tx, outcome, query);
    return { ...page, items: page.items.map((event) => ({ ...event, actions: mayAttach(event) ? ['attach'] : [] })) };
  }

  private async keepReply(
    tx: Tx,
    inbound: InboundMail,
    { customerId, caseId, incidentId }: MatchedCase,
    event: MailEventEntity,
    now: Date,
  ): Promise<void> {
    const found = await lockCaseByKey(tx, customerId, caseId);
    if (found === undefined) return;
    const id = newId();
    const from = event.fromAddress ?? '';
    const subject = event.subject ?? '';
    const text = event.textBody ?? '';
    const contactId = await contactIdOf(tx, customerId, from);
    const belongs = { customerId, id, caseId, incidentId, contactId };
    const kept = await insertMails(tx, [{ ...receivedMail(inbound, event, now), ...belongs }]);
    if (kept.size === 0) return;
    const { autoSubmitted } = inbound;
    const details = { mailId: id, direction: 'in', from, subject, isContact: contactId !== null, autoSubmitted };
    const entry = { customerId, caseId, id: newId(), kind: 'mail', body: text, details, author: PROVIDER.id } as const;
    await insertActivities(tx, [{ ...entry, occurredAt: now, dedupKey: `mail:${id}` }], now);
    if (autoSubmitted) return;
    await saveContact(tx, found, statusAfterReply(found.status), now, now);
    await this.priorities.refresh(tx, { caseIds: [caseId] }, now);
  }

  private async keepReturn(tx: Tx, inbound: InboundMail, matched: MatchedCase, now: Date): Promise<void> {
    const { customerId, caseId, mail } = matched;
    if (mail === null) return;
    const isForGood = inbound.type === 'complaint' || inbound.permanent;
    if (isForGood) {
      const reason = inbound.type === 'complaint' ? 'complained' : 'bounced';
      await blockAddress(tx, { customerId, address: mail.toAddress, reason, mailId: mail.id }, now);
    }
    if (inbound.type === 'bounce' && isForGood && ['sent', 'unknown'].includes(mail.status)) {
      const change = { status: 'bounced', statusReason: 'returned', sentAt: mail.sentAt ?? now } as const;
      await saveMailStatus(tx, { customerId, id: mail.id }, change, now);
    }
    const details = { mailId: mail.id, direction: 'in', status: inbound.type, permanent: isForGood };
    const entry = { customerId, caseId, id: newId(), kind: 'mail', body: '', details, author: PROVIDER.id } as const;
    await insertActivities(tx, [{ ...entry, occurredAt: now, dedupKey: null }], now);
  }
}

/** Only a reply that is in no case yet can be put into one. */
function mayAttach({ outcome, type }: Pick<MailEventEntity, 'outcome' | 'type'>): boolean {
  return outcome === 'unmatched' && type === 'reply';
}

/** What is not kept of a message whose case was not known. */
const NOTHING_SAID = {
  messageId: null,
  inReplyTo: null,
  references: [],
  from: null,
  to: [],
  subject: null,
  text: null,
  autoSubmitted: false,
  permanent: false,
} as const;

/** What a message that came in has not. */
const RECEIVED = {
  direction: 'in',
  runId: null,
  template: null,
  subjectKey: null,
  automatic: false,
  offerId: null,
  offerVersion: null,
  letterId: null,
  resendOf: null,
  status: 'received',
  statusReason: null,
  toName: null,
  htmlBody: null,
  referenceIds: [] as string[],
  attempts: 0,
  availableAt: null,
  leaseUntil: null,
  smtpResponse: null,
} as const;

function receivedMail(inbound: InboundMail, event: MailEventEntity, now: Date) {
  return {
    ...RECEIVED,
    fromAddress: event.fromAddress ?? '',
    toAddress: fitText(inbound.to[0] ?? '', LINE_LENGTH),
    subject: event.subject ?? '',
    textBody: event.textBody ?? '',
    messageId: fitText(bareId(inbound.messageId ?? `${event.id}@unnamed.invalid`), LINE_LENGTH),
    inReplyTo: inbound.inReplyTo === null ? null : fitText(bareId(inbound.inReplyTo), LINE_LENGTH),
    createdBy: PROVIDER.id,
    createdAt: now,
    sentAt: now,
    updatedAt: now,
  };
}

function eventOf(callId: string, inbound: InboundMail, matched: MatchedCase | undefined, now: Date): MailEventEntity {
  return {
    id: callId,
    type: inbound.type,
    outcome: matched === undefined ? 'unmatched' : 'matched',
    customerId: matched?.customerId ?? null,
    caseId: matched?.caseId ?? null,
    mailId: matched?.mail?.id ?? null,
    fromAddress: inbound.from === null ? null : fitText(inbound.from, LINE_LENGTH).replaceAll('\n', ' '),
    subject: inbound.subject === null ? null : fitText(inbound.subject, LINE_LENGTH).replaceAll('\n', ' '),
    textBody: inbound.text === null ? null : fitText(inbound.text, TEXT_LENGTH),
    receivedAt: now,
  };
}
