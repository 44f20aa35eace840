import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
import { SYSTEM } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import type { Tx } from '../platform/database/database.js';
import { JobsService } from '../platform/jobs/jobs.service.js';
import { insertActivities } from './activities.sql.js';
import { type MailTemplate, planMail } from './mail.js';
import { SINGLE_MAILS_JOB } from './mail-jobs.service.js';
import { mailSources } from './mail-sources.sql.js';
import { insertMails, threadsOf } from './mails.sql.js';
import { WriteMailsService } from './write-mails.service.js';

/** What follows by itself from something that somebody did, and about what. */
export type AutomaticMail = {
  readonly template: MailTemplate;
  /** The offer that it is about; left out for what is about the incident. */
  readonly offerId?: string;
  readonly message?: string;
  /** What it follows from: what stands against it is noted once for each. */
  readonly cause: string;
};

/** Writes the single mails that follow from something by themselves, to the contact on record. */
@Injectable()
export class AutomaticMailsService {
  constructor(
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    private readonly audit: AuditService,
    private readonly mails: WriteMailsService,
  ) {}

  /**
   * Writes the mail, at most once for a contact, subject and template; it waits while e-mail is not set up. What stands
   * against it goes into the timeline, so that somebody writes in another way.
   */
  async write(
    tx: Tx,
    { customerId, caseId }: { readonly customerId: string; readonly caseId: string },
    { template, offerId, message, cause }: AutomaticMail,
  ): Promise<void> {
    const now = this.clock.now();
    const [source] = await mailSources(tx, [caseId], offerId);
    if (source === undefined) throw new Error(`case ${caseId} is gone`);
    const { contact, exclusions } = planMail(template, source, now);
    if (contact === undefined || exclusions.length > 0) {
      if (template === 'acceptance' && exclusions.includes('already_sent')) return;
      const details = { direction: 'out', template, status: 'not_sent', reason: exclusions.join(' ') };
      const entry = { customerId, caseId, id: newId(), kind: 'mail', body: '', details, author: SYSTEM.id } as const;
      await insertActivities(tx, [{ ...entry, occurredAt: now, dedupKey: cause }], now);
      return;
    }
    const sender = await this.mails.senderOf(tx);
    const thread = (await threadsOf(tx, [caseId])).get(caseId) ?? [];
    const order = { template, contact, automatic: true, runId: null, thread, message } as const;
    const mail = this.mails.write(source, { ...order, createdBy: SYSTEM.id, now }, sender);
    if ((await insertMails(tx, [mail])).size === 0) return;
    const subject = { kind: 'mail', id: mail.id };
    const details = { caseId, template: mail.template, resendOf: null };
    this.audit.append(tx, { actor: SYSTEM, action: 'mail.written', subject, customerId, details });
    if (mail.status === 'queued') await this.jobs.enqueue(tx, SINGLE_MAILS_JOB, newId(), SYSTEM);
  }
}
