import { Injectable } from '@nestjs/common';
import { DomainError } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';
import { LINK_PATH } from '../offers/offer-links.service.js';
import type { Tx } from '../platform/database/database.js';
import { domainOf } from '../platform/mail/mail-address.js';
import type { MailSettings } from '../platform/mail/mail-settings.js';
import type { Sender } from '../platform/settings/company-settings.js';
import { findCompanySettings } from '../platform/settings/settings.sql.js';
import { letterOf, mailFields, mailLocale, threadOf } from './compose-mail.js';
import type { MailEntity } from './mail.entity.js';
import { type MailTemplate, type Reachable, subjectKey } from './mail.js';
import type { MailSource } from './mail-sources.sql.js';
import { MailTemplatesService, type MailWords } from './mail-templates.service.js';

/** Who writes, and how mail leaves; without `mail`, it waits. */
export type MailSender = {
  readonly sender: Sender;
  readonly mail: MailSettings | null;
  /** Where customers reach this installation; null while nobody has said. */
  readonly publicUrl: string | null;
};

/** How one mail comes about. */
export type MailOrder = {
  readonly template: MailTemplate;
  readonly contact: Reachable;
  readonly message?: string;
  readonly automatic: boolean;
  readonly runId: string | null;
  readonly createdBy: string;
  /** The ids of the earlier messages of the case, the oldest first. */
  readonly thread: readonly string[];
  readonly now: Date;
};

/**
 * Stands for the token of the customer's page in every mail that is kept or shown here: only the message that leaves has
 * it, since whoever holds it may answer for the customer.
 */
export const HIDDEN_TOKEN = '…';

/** From the facts of one case to a mail in words. */
@Injectable()
export class WriteMailsService {
  constructor(private readonly templates: MailTemplatesService) {}

  /** Throws `sender_not_set`. */
  async senderOf(tx: Tx): Promise<MailSender> {
    const { sender, mail, publicUrl } = await findCompanySettings(tx);
    if (sender !== null) return { sender, mail, publicUrl };
    throw new DomainError('unprocessable', 'sender_not_set', 'The settings do not say yet who writes to customers.');
  }

  /** The words of a mail in its customer's language. */
  words(
    source: MailSource,
    order: Omit<MailOrder, 'automatic' | 'runId' | 'createdBy' | 'thread' | 'now'>,
    { sender, publicUrl }: MailSender,
  ): MailWords {
    const { template, contact, message = '' } = order;
    const link = publicUrl === null || source.offer === null ? null : `${publicUrl}${LINK_PATH}${HIDDEN_TOKEN}`;
    const fields = mailFields(source, { template, contactName: contact.name, sender, message, link });
    return this.templates.render(template, mailLocale(source), fields);
  }

  /** A mail to keep; `held` while e-mail is not set up. */
  write(source: MailSource, order: MailOrder, from: MailSender): MailEntity {
    const { sender, mail } = from;
    const { template, contact, now } = order;
    const id = newId();
    const fromAddress = mail?.fromAddress ?? sender.email;
    const { subject, text, html } = this.words(source, order, from);
    const { inReplyTo, referenceIds } = threadOf(order.thread);
    const isAboutOffer = source.offer !== null && subjectKey(template, source).startsWith('offer:');
    return {
      customerId: source.customerId,
      id,
      caseId: source.caseId,
      incidentId: source.incidentId,
      direction: 'out',
      runId: order.runId,
      contactId: contact.id,
      template,
      subjectKey: subjectKey(template, source),
      automatic: order.automatic,
      offerId: isAboutOffer ? (source.offer?.id ?? null) : null,
      offerVersion: isAboutOffer ? (source.offer?.version ?? null) : null,
      letterId: letterOf(template, source)?.id ?? null,
      status: mail === null ? 'held' : 'queued',
      statusReason: mail === null ? 'mail_not_set_up' : null,
      fromAddress,
      toAddress: contact.email,
      toName: contact.name,
      subject,
      textBody: text,
      htmlBody: html,
      messageId: messageIdOf(id, fromAddress),
      inReplyTo,
      referenceIds: [...referenceIds],
      availableAt: now,
      createdBy: order.createdBy,
      createdAt: now,
      updatedAt: now,
      ...UNTRIED,
    };
  }
}

/** A mail that nobody has tried to send. */
const UNTRIED = { resendOf: null, attempts: 0, leaseUntil: null, smtpResponse: null, sentAt: null } as const;

/** The id of a message: the mail's own, at the domain that it comes from. */
export function messageIdOf(mailId: string, fromAddress: string): string {
  return `${mailId}@${fromAddress === '' ? 'amends.invalid' : domainOf(fromAddress)}`;
}
