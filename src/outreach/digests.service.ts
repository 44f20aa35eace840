import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
import { Database } from '../platform/database/database.js';
import { buildMessage } from '../platform/mail/build-message.service.js';
import type { MailSettings } from '../platform/mail/mail-settings.js';
import { SmtpFailure } from '../platform/mail/smtp-failure.js';
import { AwaitedMessage } from '../platform/mail/smtp-wire.service.js';
import { findCompanySettings } from '../platform/settings/settings.sql.js';
import { digestOf } from './digest.js';
import {
  casesOfDigest,
  claimStaffMail,
  hasStaffMail,
  insertStaffMail,
  type LeavingStaffMail,
  saveStaffMail,
} from './follow-through.sql.js';
import { MailTemplatesService } from './mail-templates.service.js';
import type { Colleague } from './outreach-settings.js';
import { findOutreachSettings } from './outreach-settings.sql.js';
import { RETRY_AFTER_MINUTES, SendMailsService } from './send-mails.service.js';
import type { StaffMailEntity } from './staff-mail.entity.js';
import { workingDayAfter } from './working-hours.js';
import { messageIdOf } from './write-mails.service.js';

const DAY_MS = 86_400_000;
const MAX_CASES = 50;

/** The digest of each working day, one for each owner who has something to look at. */
@Injectable()
export class DigestsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly templates: MailTemplatesService,
    private readonly sending: SendMailsService,
  ) {}

  /** Writes the digests of the day once its time has come, and sends what is due; gives how many it wrote. */
  async run(): Promise<number> {
    const now = this.clock.now();
    const { digestAt, calendar, people } = await findOutreachSettings(this.database.tx);
    const day = digestAt === null ? undefined : workingDayAfter(now, digestAt, calendar);
    let count = 0;
    for (const person of day === undefined ? [] : people) {
      if (await this.write(person, day ?? '', now)) count += 1;
    }
    await this.send(day ?? null);
    return count;
  }

  private async write(person: Colleague, day: string, now: Date): Promise<boolean> {
    const { tx } = this.database;
    if (await hasStaffMail(tx, 'digest', person.id, day)) return false;
    const { reminderDaysBefore } = await findOutreachSettings(tx);
    const { mail, publicUrl } = await findCompanySettings(tx);
    const until = new Date(now.getTime() + reminderDaysBefore * DAY_MS);
    const found = await casesOfDigest(tx, person.id, now, until, MAX_CASES);
    const total = found[0]?.total ?? 0;
    if (total === 0) return false;
    const { subject, body } = digestOf(found, total, { day, locale: person.locale, publicUrl });
    const { text, html } = this.templates.words(subject, body, person.locale, publicUrl);
    return insertStaffMail(tx, {
      id: newId(),
      kind: 'digest',
      recipient: person.id,
      day,
      toAddress: person.email,
      subject,
      textBody: text,
      htmlBody: html,
      status: mail === null ? 'held' : 'queued',
      attempts: 0,
      availableAt: now,
      smtpResponse: null,
      createdAt: now,
      sentAt: null,
    });
  }

  private async send(day: string | null): Promise<void> {
    for (;;) {
      const { mail: settings } = await findCompanySettings(this.database.tx);
      if (settings === null) return;
      const now = this.clock.now();
      const leaving = await claimStaffMail(this.database.tx, day, now);
      if (leaving === undefined) return;
      await saveStaffMail(this.database.tx, leaving.id, await this.attempt(leaving, settings), now);
    }
  }

  private async attempt(
    { id, toAddress, subject, textBody, htmlBody, attempts }: LeavingStaffMail,
    settings: MailSettings,
  ): Promise<{ status: StaffMailEntity['status']; response: string; availableAt: Date | null }> {
    const now = this.clock.now();
    const content = await buildMessage({
      messageId: messageIdOf(id, settings.fromAddress),
      from: { name: settings.fromName, address: settings.fromAddress },
      to: { name: '', address: toAddress },
      replyTo: null,
      subject,
      text: textBody,
      html: htmlBody,
      inReplyTo: null,
      references: [],
      date: now,
      automatic: true,
      attachments: [],
    });
    try {
      const envelope = { from: settings.fromAddress, to: toAddress };
      const awaited = await AwaitedMessage.open(this.sending.serverOf(settings), envelope);
      return { status: 'sent', response: await awaited.transmit(content), availableAt: null };
    } catch (error) {
      if (!(error instanceof SmtpFailure)) throw error;
      const waitMinutes = RETRY_AFTER_MINUTES[attempts - 1];
      if (error.verdict === 'unknown') return { status: 'unknown', response: error.message, availableAt: null };
      if (error.verdict !== 'temporary' || waitMinutes === undefined) {
        return { status: 'failed', response: error.message, availableAt: null };
      }
      const availableAt = new Date(now.getTime() + waitMinutes * 60_000);
      return { status: 'queued', response: error.message, availableAt };
    }
  }
}
