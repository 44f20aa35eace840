import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';
import { Database } from '../platform/database/database.js';
import { Secrets } from '../platform/env/secrets.service.js';
import { buildMessage } from '../platform/mail/build-message.service.js';
import type { MailSettings } from '../platform/mail/mail-settings.js';
import { SmtpFailure } from '../platform/mail/smtp-failure.js';
import { AwaitedMessage } from '../platform/mail/smtp-wire.service.js';
import { findCompanySettings } from '../platform/settings/settings.sql.js';
import { mailNotSetUp } from './mail-runs.service.js';
import { countMails, isAccountAddress, type MailCounts } from './mail-state.sql.js';
import { MailsService, type SingleMail } from './mails.service.js';
import { findOutreachSettings } from './outreach-settings.sql.js';
import { SendMailsService, SMTP_PASSWORD } from './send-mails.service.js';
import { messageIdOf, WriteMailsService } from './write-mails.service.js';

/** What the server said of a test mail. */
export type TestMailResult = { readonly to: string; readonly subject: string; readonly response: string };

/** Whether mail can leave, and how it goes; `passwordName` is the variable that holds the server's password. */
export type MailState = MailCounts & {
  readonly isSetUp: boolean;
  readonly isPasswordSet: boolean;
  readonly passwordName: string;
};

const DAY_MS = 86_400_000;
const PLAIN_TEXT = 'This is a test of Amends: e-mail leaves. · Ceci est un essai d’Amends : les e-mails partent.';

/** A mail of a case sent to one of our own people, so that they see it as the customer will. */
@Injectable()
export class TestMailService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly mails: MailsService,
    private readonly write: WriteMailsService,
    private readonly sending: SendMailsService,
    private readonly secrets: Secrets,
  ) {}

  /**
   * Sends it at once and keeps nothing. Throws `not_a_colleague` for an address that is neither the sender's nor a
   * colleague's of the settings or with an account, `mail_not_set_up`, `mail_not_taken` with the server's words, and as a preview does.
   */
  async send(caseId: string, mail: SingleMail, to: string): Promise<TestMailResult> {
    const settings = await this.settingsFor(to);
    return this.transmit(settings, to, await this.mails.preview(caseId, mail));
  }

  /** Sends a few words, to see whether mail leaves at all. Throws as `send` does, but for the case. */
  async sendPlain(to: string): Promise<TestMailResult> {
    const settings = await this.settingsFor(to);
    return this.transmit(settings, to, { subject: 'Amends', text: PLAIN_TEXT, html: `<p>${PLAIN_TEXT}</p>` });
  }

  /** How mail is set up and how it goes; whether the password is there, never what it is. */
  async state(): Promise<MailState> {
    const { tx } = this.database;
    const { mail: settings } = await findCompanySettings(tx);
    const since = new Date(this.clock.now().getTime() - DAY_MS);
    const isPasswordSet = this.secrets.find(SMTP_PASSWORD) !== undefined;
    return { isSetUp: settings !== null, isPasswordSet, passwordName: SMTP_PASSWORD, ...(await countMails(tx, since)) };
  }

  private async settingsFor(to: string): Promise<MailSettings> {
    const { sender, mail: settings } = await this.write.senderOf(this.database.tx);
    if (settings === null) throw mailNotSetUp();
    const { people } = await findOutreachSettings(this.database.tx);
    const ours = [sender.email, settings.fromAddress, ...people.map(({ email }) => email)];
    if (ours.some((address) => address.toLowerCase() === to.toLowerCase())) return settings;
    if (await isAccountAddress(this.database.tx, to)) return settings;
    const reasons = [
      { path: 'to', code: 'not_a_colleague', message: 'Name yourself among the people of the settings.' },
    ];
    throw new DomainError('unprocessable', 'not_a_colleague', 'A test goes to our own people only.', { reasons });
  }

  private async transmit(
    settings: MailSettings,
    to: string,
    { subject, text, html }: { readonly subject: string; readonly text: string; readonly html: string },
  ): Promise<TestMailResult> {
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
