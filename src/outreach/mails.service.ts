import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError, type Reason } from '../kernel/domain-error.js';
import { isId, newId } from '../kernel/ids.js';
import type { Actor } from '../platform/access/actor.js';
import type { AuditAction } from '../platform/audit/audit-actions.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, type Tx } from '../platform/database/database.js';
import type { ListQuery, Page } from '../platform/http/list.js';
import { JobsService } from '../platform/jobs/jobs.service.js';
import { findCase } from './cases.sql.js';
import {
  contactExclusions,
  exclusionReason,
  type MailAction,
  mailActions,
  type MailExclusion,
  type MailStatus,
  type MailTemplate,
  type Reachable,
  subjectExclusions,
} from './mail.js';
import { SINGLE_MAILS_JOB } from './mail-jobs.service.js';
import { mailNotSetUp } from './mail-runs.service.js';
import { contactOf, type MailSource, mailSources } from './mail-sources.sql.js';
import type { MailEntity } from './mail.entity.js';
import type { MailWords } from './mail-templates.service.js';
import {
  findMail,
  insertMails,
  listMails,
  lockMails,
  type MailContentRow,
  type MailFilter,
  type MailRow,
  moveMails,
  threadsOf,
} from './mails.sql.js';
import { messageIdOf, WriteMailsService } from './write-mails.service.js';

/** A mail as it is shown, with what a person may do with it. */
export type ShownMail<Row extends MailRow = MailRow> = Row & { readonly actions: readonly MailAction[] };

/** Which mail to one customer; by hand, so to any contact of theirs. */
export type SingleMail = {
  readonly template: MailTemplate;
  readonly contactId?: string;
  /** What somebody writes, for an answer. */
  readonly message?: string;
};

/** A mail that is kept nowhere. `reasons` is everything that would stand against sending it now. */
export type MailPreview = MailWords & {
  readonly to: { readonly contactId: string; readonly name: string; readonly address: string } | null;
  readonly letterReference: string | null;
  readonly reasons: readonly Reason[];
};

export type MailActionItem =
  | { readonly id: string; readonly ok: true; readonly status: MailStatus; readonly resentAs: string | null }
  | { readonly id: string; readonly ok: false; readonly code: string; readonly message: string };

const NOBODY: Reachable = { id: '', name: '', email: '', optedOut: false, blocked: null };

/** E-mail one by one: seen beforehand, sent by hand, looked after when it went wrong. */
@Injectable()
export class MailsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    private readonly audit: AuditService,
    private readonly mails: WriteMailsService,
  ) {}

  /** Mails, the newest first. */
  async list(filter: MailFilter, query: ListQuery): Promise<Page<ShownMail>> {
    const page = await listMails(this.database.tx, filter, query);
    return { ...page, items: page.items.map(shown) };
  }

  /** Throws `mail_not_found`. */
  async get(id: string): Promise<ShownMail<MailContentRow>> {
    return shown(await findMail(this.database.tx, id));
  }

  /** A mail of a case as it would be, whatever stands against it. Throws `case_not_found`, `contact_not_found`, `sender_not_set`. */
  preview(caseId: string, mail: SingleMail): Promise<MailPreview> {
    return this.database.read(async (tx) => {
      const sender = await this.mails.senderOf(tx);
      const { source, contact } = await this.sourceOf(tx, caseId, mail);
      const words = this.mails.words(source, { ...mail, contact: contact ?? NOBODY }, sender);
      const to = contact === undefined ? null : { contactId: contact.id, name: contact.name, address: contact.email };
      const letter = mail.template === 'apology' ? source.apologyLetter : source.offerLetter;
      const letterReference =
        mail.template === 'answer' || mail.template === 'claim_refusal' ? null : (letter?.reference ?? null);
      return { ...words, to, letterReference, reasons: this.reasons(source, mail, contact) };
    });
  }

  /**
   * Sends one mail by hand, at once when e-mail is set up; a hold and earlier mails do not stand against it. Throws
   * `case_not_found`, `contact_not_found`, `sender_not_set`, `message_required`, `mail_refused` with every reason.
   */
  send(caseId: string, mail: SingleMail, actor: Actor): Promise<ShownMail<MailContentRow>> {
    return this.database.transaction(async (tx) => {
      const sender = await this.mails.senderOf(tx);
      const { source, contact } = await this.sourceOf(tx, caseId, mail);
      const reasons = this.reasons(source, mail, contact);
      if (contact === undefined || reasons.length > 0) {
        throw new DomainError('unprocessable', 'mail_refused', 'This mail is not to be sent.', { reasons });
      }
      const thread = (await threadsOf(tx, [source.caseId])).get(source.caseId) ?? [];
      const by = { createdBy: actor.id, now: this.clock.now() };
      const order = { ...mail, ...by, contact, thread, automatic: false, runId: null };
      const written = this.mails.write(source, order, sender);
      await this.keep(tx, [written], actor);
      return shown(await findMail(tx, written.id));
    });
  }

  /**
   * Does one thing with many mails, each allowed or refused by itself: `release` what was held, `retry` what failed,
   * `resend` what was sent or may have been, as a mail of its own, `cancel` what has not left.
   */
  act(action: MailAction, ids: readonly string[], actor: Actor): Promise<readonly MailActionItem[]> {
    return this.database.transaction(async (tx) => {
      const { mail: settings } = await this.mails.senderOf(tx);
      if (settings === null && action !== 'cancel') throw mailNotSetUp();
      const asked = [...new Set(ids.map((id) => id.toLowerCase()))];
      const found = new Map((await lockMails(tx, asked.filter(isId))).map((mail) => [mail.id, mail]));
      const allowed = [...found.values()].filter(({ status }) => mailActions(status).includes(action));
      const resent = action === 'resend' ? allowed.map((mail) => this.copyOf(mail, actor)) : [];
      if (action === 'resend') await this.keep(tx, resent, actor);
      else await this.moveAll(tx, action, allowed, actor);
      const to = action === 'cancel' ? 'cancelled' : 'queued';
      return asked.map((id) => itemOf(id, found.get(id), action, to, resent));
    });
  }

  private async moveAll(tx: Tx, action: MailAction, mails: readonly MailEntity[], actor: Actor): Promise<void> {
    if (mails.length === 0) return;
    const now = this.clock.now();
    const ids = mails.map(({ id }) => id);
    await moveMails(tx, ids, action === 'cancel' ? 'cancelled' : 'queued', now);
    this.say(tx, `mail.${action}`, mails, actor);
    if (action !== 'cancel') await this.jobs.enqueue(tx, SINGLE_MAILS_JOB, newId(), actor);
  }

  private async keep(tx: Tx, mails: readonly MailEntity[], actor: Actor): Promise<void> {
    if (mails.length === 0) return;
    await insertMails(tx, mails);
    this.say(tx, 'mail.written', mails, actor);
    if (mails.some(({ status }) => status === 'queued')) await this.jobs.enqueue(tx, SINGLE_MAILS_JOB, newId(), actor);
  }

  private copyOf(mail: MailEntity, actor: Actor): MailEntity {
    const now = this.clock.now();
    const id = newId();
    return Object.assign({}, mail, {
      id,
      runId: null,
      automatic: false,
      resendOf: mail.id,
      status: 'queued' as const,
      statusReason: null,
      messageId: messageIdOf(id, mail.fromAddress),
      attempts: 0,
      availableAt: now,
      smtpResponse: null,
      createdBy: actor.id,
      createdAt: now,
      sentAt: null,
      updatedAt: now,
    });
  }

  private say(tx: Tx, action: AuditAction, mails: readonly MailEntity[], actor: Actor): void {
    this.audit.appendAll(
      tx,
      mails.map(({ id, customerId, caseId, template, resendOf }) => ({
        actor,
        action,
        subject: { kind: 'mail', id },
        customerId,
        details: { caseId, template, resendOf },
      })),
    );
  }

  private async sourceOf(
    tx: Tx,
    caseId: string,
    { template, contactId, message }: SingleMail,
  ): Promise<{ source: MailSource; contact: Reachable | undefined }> {
    if ((template === 'answer' || template === 'claim_refusal') && (message ?? '').trim() === '') {
      const reasons = [{ path: 'message', code: 'message_required', message: 'An answer says something.' }];
      throw new DomainError('invalid', 'message_required', 'An answer says something.', { reasons });
    }
    const { id } = await findCase(tx, caseId);
    const [source] = await mailSources(tx, [id]);
    if (source === undefined) throw new Error(`case ${id} is gone`);
    const contact = contactOf(source, contactId);
    if (contactId !== undefined && contact === undefined) {
      throw new DomainError('not_found', 'contact_not_found', 'The customer has no such contact.');
    }
    return { source, contact };
  }

  private reasons(source: MailSource, { template }: SingleMail, contact: Reachable | undefined): Reason[] {
    const found: MailExclusion[] = contact === undefined ? ['no_contact'] : [...contactExclusions(contact)];
    return [...found, ...subjectExclusions(template, source, this.clock.now())].map(exclusionReason);
  }
}

function shown<Row extends MailRow>(row: Row): ShownMail<Row> {
  return { ...row, actions: mailActions(row.status) };
}

function itemOf(
  id: string,
  mail: MailEntity | undefined,
  action: MailAction,
  to: MailStatus,
  resent: readonly MailEntity[],
): MailActionItem {
  if (mail === undefined) return { id, ok: false, code: 'mail_not_found', message: 'There is no such mail.' };
  if (!mailActions(mail.status).includes(action)) {
    return {
      id,
      ok: false,
      code: 'mail_transition_refused',
      message: `A mail that is ${mail.status} allows no ${action}.`,
    };
  }
  const copy = resent.find(({ resendOf }) => resendOf === id);
  return { id, ok: true, status: copy === undefined ? to : mail.status, resentAs: copy?.id ?? null };
}
