import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';
import { Database } from '../platform/database/database.js';
import { buildMessage } from '../platform/mail/build-message.service.js';
import { SmtpFailure } from '../platform/mail/smtp-failure.js';
import { AwaitedMessage } from '../platform/mail/smtp-wire.service.js';
import { mailNotSetUp } from './mail-runs.service.js';
import { MailsService, type SingleMail } from './mails.service.js';
import { findOutreachSettings } from './outreach-settings.sql.js';
import { SendMailsService } from './send-mails.service.js';
import { messageIdOf, WriteMailsService } from './write-mails.service.js';

/** What the server said of a test mail. */
export type TestMailResult = { readonly to: string; readonly subject: string; readonly response: string };

/** A mail of a case sent to one of our own people, so that they see it as the customer will. */
@Injectable()
export class TestMailService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly mails: MailsService,
    private readonly write: WriteMailsService,
    private readonly sending: SendMailsService,
  ) {}

  /**
   * Sends it at once and keeps nothing. Throws `not_a_colleague` for an address that is neither the sender's nor a
   * colleague's of the settings, `mail_not_set_up`, `mail_not_taken` with the server's words, and as a preview does.
   */
  async send(caseId: string, mail: SingleMail, to: string): Promise<TestMailResult> {
    const { sender, mail: settings } = await this.write.senderOf(this.database.tx);
    if (settings === null) throw mailNotSetUp();
    const { people } = await findOutreachSettings(this.database.tx);
    const ours = [sender.email, settings.fromAddress, ...people.map(({ email }) => email)];
    if (!ours.some((address) => address.toLowerCase() === to.toLowerCase())) {
      const reasons = [
        { path: 'to', code: 'not_a_colleague', message: 'Name yourself among the people of the settings.' },
      ];
      throw new DomainError('unprocessable', 'not_a_colleague', 'A test goes to our own people only.', { reasons });
    }
    const { subject, text, html } = await this.mails.preview(caseId, mail);
    const content = await buildMessage({
      messageId: messageIdOf(newId(), settings.fromAddress),
      from: { name: settings.fromName, address: settings.fromAddress },
      to: { name: '', address: to },
      replyTo: null,
      subject: `[Test] ${subject}`,
      text,
      html,
      inReplyTo: null,
      references: [],
      date: this.clock.now(),
      automatic: true,
      attachments: [],
    });
    try {
      const envelope = { from: settings.fromAddress, to };
      const awaited = await AwaitedMessage.open(this.sending.serverOf(settings), envelope);
      return { to, subject, response: await awaited.transmit(content) };
    } catch (error) {
      if (!(error instanceof SmtpFailure)) throw error;
      const details = { verdict: error.verdict, phase: error.facts.phase, answer: error.message };
      throw new DomainError('unavailable', 'mail_not_taken', 'The server did not take the mail.', { details });
    }
  }
}
