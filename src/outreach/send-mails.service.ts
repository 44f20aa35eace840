import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
import { letterFileName } from '../letters/letter-reference.js';
import { LINK_PATH, OfferLinksService } from '../offers/offer-links.service.js';
import { Database, type Tx } from '../platform/database/database.js';
import { Secrets } from '../platform/env/secrets.service.js';
import { buildMessage, type MessageAttachment } from '../platform/mail/build-message.service.js';
import { plusAddress } from '../platform/mail/mail-address.js';
import type { MailSettings } from '../platform/mail/mail-settings.js';
import { SmtpFailure, type SmtpVerdict } from '../platform/mail/smtp-failure.js';
import { type AwaitedMessage, type SmtpLine, type SmtpServer } from '../platform/mail/smtp-wire.service.js';
import { insertActivities } from './activities.sql.js';
import { CasePrioritiesService } from './case-priorities.service.js';
import { contactExclusions, type MailExclusion, type MailStatus, subjectExclusions } from './mail.js';
import { blockAddress } from './mails.sql.js';
import { lockCaseByKey, saveContact } from './open-cases.sql.js';
import { HIDDEN_TOKEN } from './write-mails.service.js';
import { statusAfterMailSent } from './outreach-case.js';
import {
  type ClaimedMail,
  claimMail,
  findAttachment,
  finishClaimed,
  type LastLook,
  lockForSending,
  markTransmitting,
  recoverMails,
} from './send-mails.sql.js';

/** What became of one attempt. `connected` is false when the server was never reached. */
export type SendOutcome = { readonly status: MailStatus; readonly connected: boolean };

type Result = {
  readonly status: MailStatus;
  readonly reason: string | null;
  readonly response: string | null;
  readonly verdict?: SmtpVerdict;
  readonly connected: boolean;
};

/** Longer than the longest silence that the wire bears. */
const LEASE_MS = 180_000;
const HIDDEN_LINK = `${LINK_PATH}${HIDDEN_TOKEN}`;
const SEND_LIMITS = { idleInTransactionTimeoutMs: 150_000 };
export const RETRY_AFTER_MINUTES = [1, 5, 15, 60, 240];

/** The secret that the mail server asks for. */
export const SMTP_PASSWORD = 'AMENDS_SMTP_PASSWORD';

/** Sends single mails, at most once where nobody asks for more, and says of each what is known of it. */
@Injectable()
export class SendMailsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
    private readonly priorities: CasePrioritiesService,
    private readonly links: OfferLinksService,
  ) {}

  /** Sends the next mail that is due, of a bulk send or (null) of none; undefined when none is. */
  async sendNext(runId: string | null, settings: MailSettings, line: SmtpLine): Promise<SendOutcome | undefined> {
    const mail = await claimMail(this.database.tx, runId, this.clock.now(), this.leaseUntil());
    if (mail === undefined) return undefined;
    const result = await this.attempt(mail, settings, line);
    await this.database.transaction((tx) => this.finish(tx, mail, result));
    return { status: result.status, connected: result.connected };
  }

  /** The server to speak to, with its secret. */
  serverOf({ host, port, security, user }: MailSettings): SmtpServer {
    return { host, port, security, user, password: this.secrets.find(SMTP_PASSWORD) };
  }

  /** Takes back what processes left behind when they died; what was leaving is `unknown`, and shown to a person. */
  async recover(): Promise<void> {
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      const unknown = (await recoverMails(tx, now)).filter(({ status }) => status === 'unknown');
      await insertActivities(
        tx,
        unknown.map((mail) => activityOf(mail, 'unknown', 'process_died', now)),
        now,
      );
    });
  }

  private async attempt(mail: ClaimedMail, settings: MailSettings, line: SmtpLine): Promise<Result> {
    let awaited: AwaitedMessage | undefined;
    try {
      const content = await this.contentOf(mail, settings);
      awaited = await line.open(this.serverOf(settings), { from: settings.fromAddress, to: mail.toAddress });
      return await this.transmit(mail, awaited, content);
    } catch (error) {
      awaited?.abandon();
      if (error instanceof SmtpFailure) return resultOf(error, mail.attempts);
      throw error;
    }
  }

  /**
   * The last look, and the message: case, offer and contact are held from the one to the other. That it is leaving is
   * written down by itself before, so that a process that dies leaves no doubt that there is a doubt.
   */
  private async transmit(mail: ClaimedMail, awaited: AwaitedMessage, content: Buffer): Promise<Result> {
    let known: Result | SmtpFailure | undefined;
    const send = async (tx: Tx): Promise<void> => {
      if (known !== undefined) return;
      const exclusions = lastExclusions(mail, await lockForSending(tx, mail), this.clock.now());
      if (exclusions.length > 0) {
        known = { status: 'cancelled', reason: exclusions.join(' '), response: null, connected: true };
        return;
      }
      const isOurs = await markTransmitting(this.database.tx, mail, this.leaseUntil(), this.clock.now());
      if (!isOurs) throw new Error(`mail ${mail.id} was taken by somebody else`);
      try {
        known = { status: 'sent', reason: null, response: await awaited.transmit(content), connected: true };
      } catch (error) {
        if (!(error instanceof SmtpFailure)) throw error;
        known = error;
      }
    };
    try {
      await this.database.transaction(send, SEND_LIMITS);
    } catch (error) {
      // Once the server has answered, a connection to the database that breaks takes nothing back.
      if (known === undefined) throw error;
    }
    if (known === undefined) throw new Error('nothing is known of the message');
    if (known instanceof SmtpFailure) return resultOf(known, mail.attempts);
    if (known.status === 'cancelled') awaited.abandon();
    return known;
  }

  private async finish(tx: Tx, mail: ClaimedMail, { status, reason, response, verdict }: Result): Promise<void> {
    const now = this.clock.now();
    const waitMinutes = RETRY_AFTER_MINUTES[mail.attempts - 1] ?? 0;
    const availableAt = status === 'queued' ? new Date(now.getTime() + waitMinutes * 60_000) : null;
    const sentAt = status === 'sent' ? now : null;
    const change = { status, statusReason: reason, smtpResponse: response, availableAt, sentAt };
    if (!(await finishClaimed(tx, mail, change, now)) || status === 'queued') return;
    if (verdict === 'refused') {
      const { customerId, toAddress: address, id: mailId } = mail;
      await blockAddress(tx, { customerId, address, reason: 'bounced', mailId }, now);
    }
    const isNew = (await insertActivities(tx, [activityOf(mail, status, reason, now)], now)).size > 0;
    if (status !== 'sent' || !isNew) return;
    const found = await lockCaseByKey(tx, mail.customerId, mail.caseId);
    if (found === undefined) return;
    await saveContact(tx, found, statusAfterMailSent(found.status), now, now);
    await this.priorities.refresh(tx, { caseIds: [mail.caseId] }, now);
  }

  private async contentOf(mail: ClaimedMail, settings: MailSettings): Promise<Buffer> {
    const letter = await findAttachment(this.database.tx, mail.customerId, mail.letterId);
    const attachments: MessageAttachment[] =
      letter === undefined
        ? []
        : [
            {
              filename: letterFileName(letter.customerExternalId, letter.reference, false),
              contentType: 'application/pdf',
              content: letter.pdf,
            },
          ];
    const { messageId, subject, inReplyTo, automatic } = mail;
    const token =
      mail.offerId === null || !mail.textBody.includes(HIDDEN_LINK)
        ? undefined
        : await this.links.tokenOf(this.database.tx, mail.offerId);
    return buildMessage({
      messageId,
      from: { name: settings.fromName, address: settings.fromAddress },
      to: { name: mail.toName ?? '', address: mail.toAddress },
      replyTo: replyAddress(settings, mail.caseId),
      subject,
      text: withToken(mail.textBody, token),
      html: mail.htmlBody === null ? null : withToken(mail.htmlBody, token),
      inReplyTo,
      references: mail.referenceIds,
      date: this.clock.now(),
      automatic,
      attachments,
    });
  }

  private leaseUntil(): Date {
    return new Date(this.clock.now().getTime() + LEASE_MS);
  }
}

/** Where the answer to a mail goes: with plus addresses it says its case. Null when that is where it came from. */
export function replyAddress({ replyTo, fromAddress, plusAddressing }: MailSettings, caseId: string): string | null {
  if (plusAddressing) return plusAddress(replyTo ?? fromAddress, `case-${caseId}`);
  return replyTo;
}

/** What is kept names the customer's page without its token; what leaves names it whole. */
function withToken(text: string, token: string | undefined): string {
  return token === undefined ? text : text.replaceAll(HIDDEN_LINK, `${LINK_PATH}${token}`);
}

function lastExclusions(mail: ClaimedMail, look: LastLook, now: Date): MailExclusion[] {
  const found: MailExclusion[] = [];
  if (mail.automatic && look.holdReason !== null) found.push('on_hold');
  if (look.contact === undefined || look.contact.email !== mail.toAddress) found.push('no_contact');
  else found.push(...contactExclusions(look.contact));
  if (mail.template !== null) found.push(...subjectExclusions(mail.template, look, now));
  if (mail.offerVersion !== null && look.offer?.version !== mail.offerVersion) found.push('offer_changed');
  return [...new Set(found)];
}

function resultOf(failure: SmtpFailure, attempts: number): Result {
  const { verdict, facts } = failure;
  const common = { response: failure.message, verdict, connected: facts.phase !== 'connect' };
  const mayRetry = attempts <= RETRY_AFTER_MINUTES.length;
  if (facts.phase === 'connect' && mayRetry) return { ...common, status: 'queued', reason: 'server_not_usable' };
  if (verdict === 'unknown') return { ...common, status: 'unknown', reason: 'no_answer_after_final_dot' };
  if (verdict === 'temporary' && mayRetry) return { ...common, status: 'queued', reason: 'temporary_failure' };
  const reason = verdict === 'refused' ? 'recipient_refused' : 'not_taken';
  return { ...common, status: 'failed', reason };
}

function activityOf(
  mail: Pick<ClaimedMail, 'customerId' | 'caseId' | 'id' | 'template' | 'toAddress' | 'createdBy'>,
  status: MailStatus,
  reason: string | null,
  now: Date,
) {
  const { customerId, caseId, id: mailId, template, toAddress: to } = mail;
  return {
    customerId,
    caseId,
    id: newId(),
    kind: 'mail' as const,
    body: '',
    details: { mailId, direction: 'out', template, to, status, reason },
    author: mail.createdBy,
    occurredAt: now,
    dedupKey: `mail:${mailId}:${status}:${now.toISOString()}`,
  };
}
