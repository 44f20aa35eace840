import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
import { SYSTEM } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import type { Tx } from '../platform/database/database.js';
import { JobsService } from '../platform/jobs/jobs.service.js';
import { insertActivities } from './activities.sql.js';
import { planMail } from './mail.js';
import { SINGLE_MAILS_JOB } from './mail-jobs.service.js';
import { mailSources } from './mail-sources.sql.js';
import { insertMails, threadsOf } from './mails.sql.js';
import { lockCaseOfCustomer } from './open-cases.sql.js';
import { WriteMailsService } from './write-mails.service.js';

/** Confirms to the contact on record what somebody accepted in the customer's name, whoever that was. */
@Injectable()
export class AcceptanceMailsService {
  constructor(
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    private readonly audit: AuditService,
    private readonly mails: WriteMailsService,
  ) {}

  /**
   * Writes the mail, once for an offer; it waits while e-mail is not set up. What stands against it goes into the timeline,
   * so that somebody confirms in another way. Throws while the customer has no case for the incident yet.
   */
  async confirm(tx: Tx, customerId: string, incidentId: string, offerId: string): Promise<void> {
    const now = this.clock.now();
    const found = await lockCaseOfCustomer(tx, customerId, incidentId);
    if (found === undefined) throw new Error(`customer ${customerId} has no case of incident ${incidentId} yet`);
    const { caseId } = found;
    const [source] = await mailSources(tx, [caseId], offerId);
    if (source === undefined) throw new Error(`case ${caseId} is gone`);
    const { contact, exclusions } = planMail('acceptance', source, now);
    if (contact === undefined || exclusions.length > 0) {
      if (exclusions.includes('already_sent')) return;
      const details = { direction: 'out', template: 'acceptance', status: 'not_sent', reason: exclusions.join(' ') };
      const entry = { customerId, caseId, id: newId(), kind: 'mail', body: '', details, author: SYSTEM.id } as const;
      await insertActivities(tx, [{ ...entry, occurredAt: now, dedupKey: `acceptance:${offerId}` }], now);
      return;
    }
    const sender = await this.mails.senderOf(tx);
    const thread = (await threadsOf(tx, [caseId])).get(caseId) ?? [];
    const order = { template: 'acceptance', contact, automatic: true, runId: null, thread } as const;
    const mail = this.mails.write(source, { ...order, createdBy: SYSTEM.id, now }, sender);
    if ((await insertMails(tx, [mail])).size === 0) return;
    const subject = { kind: 'mail', id: mail.id };
    const details = { caseId, template: mail.template, resendOf: null };
    this.audit.append(tx, { actor: SYSTEM, action: 'mail.written', subject, customerId, details });
    if (mail.status === 'queued') await this.jobs.enqueue(tx, SINGLE_MAILS_JOB, newId(), SYSTEM);
  }
}
