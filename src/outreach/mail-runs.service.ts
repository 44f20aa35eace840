import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError, type Reason } from '../kernel/domain-error.js';
import { isId, newId } from '../kernel/ids.js';
import { type Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, type Tx } from '../platform/database/database.js';
import type { ListQuery, Page } from '../platform/http/list.js';
import { JobsService } from '../platform/jobs/jobs.service.js';
import { type CaseFilter, caseIdsOf } from './list-cases.sql.js';
import { type BulkTemplate, exclusionReason, type MailStatus, planMail } from './mail.js';
import { MailRunEntity, type RunStatus } from './mail-run.entity.js';
import { findRun, insertRun, listRuns, moveRun } from './mail-runs.sql.js';
import { type MailSource, mailSources } from './mail-sources.sql.js';
import type { MailEntity } from './mail.entity.js';
import { countMailsOfRun, insertMails, moveMailsOfRun, threadsOf } from './mails.sql.js';
import { type MailSender, WriteMailsService } from './write-mails.service.js';

/** Which cases of one incident get a mail. A dry run says to whom, and keeps nothing. */
export type MailRunRequest = {
  readonly incidentId: string;
  readonly template: BulkTemplate;
  readonly ids?: readonly string[];
  readonly filter?: CaseFilter;
  readonly dryRun?: boolean;
};

/** What becomes of one case: a mail to somebody, or everything that stands against it. */
export type MailRunItem =
  | { readonly caseId: string; readonly customerId: string; readonly ok: true; readonly to: string }
  | {
      readonly caseId: string;
      readonly customerId: string | null;
      readonly ok: false;
      readonly reasons: readonly Reason[];
    };

/** A bulk send with how far it is. */
export type ShownRun = Omit<MailRunEntity, 'jobId'> & {
  readonly jobId: string | null;
  readonly counts: Readonly<Partial<Record<MailStatus, number>>>;
  readonly nextStatuses: readonly RunStatus[];
};

/** `mailReady` false: e-mail is not set up, so every mail waits until it is. */
export type MailRunResult = {
  readonly dryRun: boolean;
  readonly mailReady: boolean;
  readonly run: ShownRun | null;
  readonly items: readonly MailRunItem[];
  readonly okCount: number;
  readonly excluded: Readonly<Record<string, number>>;
};

export const MAIL_RUN_JOB = 'outreach.mail_run';
const MAX_RUN_CASES = 10_000;

const NEXT: Readonly<Record<RunStatus, readonly RunStatus[]>> = {
  running: ['paused', 'stopped'],
  paused: ['running', 'stopped'],
  stopped: [],
  done: [],
};

/** Mail to many customers of one incident: planned, excluded with reasons, sent by a job that can be paused and stopped. */
@Injectable()
export class MailRunsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    private readonly audit: AuditService,
    private readonly mails: WriteMailsService,
  ) {}

  /** Throws `ids_or_filter_required`, `too_many_cases`, `sender_not_set`; what stands against a case is said of each. */
  create(request: MailRunRequest, actor: Actor): Promise<MailRunResult> {
    assertComplete(request);
    return this.database.transaction(async (tx) => {
      const sender = await this.mails.senderOf(tx);
      const asked = await this.idsOf(tx, request);
      return this.plan(tx, { ...request, ids: asked }, sender, actor);
    });
  }

  /** Throws `mail_run_not_found`. */
  get(id: string): Promise<ShownRun> {
    return this.database.read(async (tx) => this.shown(tx, await findRun(tx, id)));
  }

  /** Bulk sends, the newest first. */
  list(incidentId: string | undefined, query: ListQuery): Promise<Page<ShownRun>> {
    return this.database.read(async (tx) => {
      const page = await listRuns(tx, incidentId, query);
      const items: ShownRun[] = [];
      for (const run of page.items) items.push(await this.shown(tx, run));
      return { ...page, items };
    });
  }

  /** Lets a bulk send rest after the mail that is leaving. Throws `mail_run_not_found`, `mail_run_transition_refused`. */
  pause(id: string, actor: Actor): Promise<ShownRun> {
    return this.move(id, 'paused', actor);
  }

  /** Ends a bulk send: what has not left is cancelled. Throws as `pause` does. */
  stop(id: string, actor: Actor): Promise<ShownRun> {
    return this.move(id, 'stopped', actor, async (tx, now) => {
      await moveMailsOfRun(tx, id, ['queued', 'held'], 'cancelled', now);
      return {};
    });
  }

  /** Goes on with a bulk send, also with what was held while e-mail was not set up. Throws `mail_not_set_up` too. */
  resume(id: string, actor: Actor): Promise<ShownRun> {
    return this.move(id, 'running', actor, async (tx, now) => {
      if ((await this.mails.senderOf(tx)).mail === null) throw mailNotSetUp();
      await moveMailsOfRun(tx, id, ['held'], 'queued', now);
      return { jobId: await this.jobs.enqueue(tx, MAIL_RUN_JOB, id, actor) };
    });
  }

  private async plan(
    tx: Tx,
    { incidentId, template, ids, dryRun = false }: MailRunRequest & { readonly ids: readonly string[] },
    sender: MailSender,
    actor: Actor,
  ): Promise<MailRunResult> {
    const now = this.clock.now();
    const sources = (await mailSources(tx, ids)).filter((source) => source.incidentId === incidentId);
    const threads = await threadsOf(tx, ids);
    const runId = newId();
    const written = new Map<string, MailEntity>();
    const items: MailRunItem[] = [];
    for (const source of sources) {
      const { contact, exclusions } = planMail(template, source, now);
      const key = { caseId: source.caseId, customerId: source.customerExternalId };
      if (exclusions.length > 0 || contact === undefined) {
        items.push({ ...key, ok: false, reasons: exclusions.map(exclusionReason) });
        continue;
      }
      const thread = threads.get(source.caseId) ?? [];
      const order = { template, contact, automatic: true, runId, createdBy: actor.id, thread, now };
      written.set(source.caseId, this.mails.write(source, order, sender));
      items.push({ ...key, ok: true, to: contact.email });
    }
    items.push(...unknownCases(ids, sources));
    const common = { dryRun, mailReady: sender.mail !== null };
    if (dryRun) return { ...common, run: null, ...summary(items) };
    const kept = await this.keep(tx, { incidentId, template, runId, sender, actor }, [...written.values()], items);
    return { ...common, ...kept };
  }

  /** Somebody else may have made the same mail meanwhile: theirs stays, and ours is left out. */
  private async keep(
    tx: Tx,
    { incidentId, template, runId, sender, actor }: RunOrder,
    mails: readonly MailEntity[],
    planned: readonly MailRunItem[],
  ): Promise<Pick<MailRunResult, 'run' | 'items' | 'okCount' | 'excluded'>> {
    const now = this.clock.now();
    const kept = await insertMails(tx, mails);
    const lost = new Set(mails.filter(({ id }) => !kept.has(id)).map(({ caseId }) => caseId));
    const items = planned.map((item): MailRunItem =>
      lost.has(item.caseId) ? { ...item, ok: false, reasons: [exclusionReason('already_sent')] } : item,
    );
    const result = summary(items);
    const isReady = sender.mail !== null;
    const status = kept.size === 0 ? 'done' : isReady ? 'running' : 'paused';
    const statusReason = status === 'paused' ? 'mail_not_set_up' : null;
    const jobId = status === 'running' ? await this.jobs.enqueue(tx, MAIL_RUN_JOB, runId, actor) : null;
    const record = { createdBy: actor.id, createdAt: now, updatedAt: now };
    const run: MailRunEntity = {
      id: runId,
      incidentId,
      template,
      status,
      statusReason,
      excluded: result.excluded,
      jobId,
      ...record,
    };
    await insertRun(tx, run);
    const details = { incidentId, template, mails: kept.size };
    this.audit.append(tx, { actor, action: 'mail_run.created', subject: { kind: 'mail_run', id: runId }, details });
    return { run: await this.shown(tx, run), ...result };
  }

  private move(
    id: string,
    to: RunStatus,
    actor: Actor,
    also: (tx: Tx, now: Date) => Promise<{ jobId?: string }> = () => Promise.resolve({}),
  ): Promise<ShownRun> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const run = await findRun(tx, id, 'lock');
      if (!NEXT[run.status].includes(to)) {
        const message = `A bulk send that is ${run.status} cannot become ${to}.`;
        throw new DomainError('conflict', 'mail_run_transition_refused', message, {
          details: { from: run.status, to },
        });
      }
      await moveRun(tx, id, [run.status], { status: to, ...(await also(tx, now)) }, now);
      this.audit.append(tx, { actor, action: `mail_run.${to}`, subject: { kind: 'mail_run', id } });
      return this.shown(tx, await findRun(tx, id));
    });
  }

  private async shown(tx: Tx, run: MailRunEntity): Promise<ShownRun> {
    return Object.assign({}, run, { counts: await countMailsOfRun(tx, run.id), nextStatuses: NEXT[run.status] });
  }

  private async idsOf(tx: Tx, { incidentId, ids, filter }: MailRunRequest): Promise<readonly string[]> {
    const now = this.clock.now();
    const found = ids ?? (await caseIdsOf(tx, { ...filter, incidentId }, now, MAX_RUN_CASES + 1));
    const asked = [...new Set(found.map((id) => id.toLowerCase()))].filter(isId);
    if (asked.length <= MAX_RUN_CASES) return asked;
    const message = `More than ${MAX_RUN_CASES} cases: narrow the filter.`;
    throw new DomainError('unprocessable', 'too_many_cases', message, { details: { limit: MAX_RUN_CASES } });
  }
}

type RunOrder = {
  readonly incidentId: string;
  readonly template: BulkTemplate;
  readonly runId: string;
  readonly sender: MailSender;
  readonly actor: Actor;
};

/** The refusal of what needs a mail server while none is set up. */
export function mailNotSetUp(): DomainError {
  return new DomainError('unprocessable', 'mail_not_set_up', 'The settings do not say yet how e-mail leaves.');
}

function summary(items: readonly MailRunItem[]): Pick<MailRunResult, 'items' | 'okCount' | 'excluded'> {
  const excluded: Record<string, number> = {};
  for (const item of items) {
    for (const { code } of item.ok ? [] : item.reasons) excluded[code] = (excluded[code] ?? 0) + 1;
  }
  return { items, okCount: items.filter(({ ok }) => ok).length, excluded };
}

function unknownCases(ids: readonly string[], sources: readonly MailSource[]): MailRunItem[] {
  const known = new Set(sources.map(({ caseId }) => caseId));
  const reasons = [{ code: 'case_not_found', message: 'There is no such case of this incident.' }];
  return ids.filter((id) => !known.has(id)).map((caseId) => ({ caseId, customerId: null, ok: false, reasons }));
}

function assertComplete({ ids, filter }: MailRunRequest): void {
  if (ids === undefined || filter === undefined) return;
  const message = 'Name the cases by ids or by a filter, not by both; by neither, all of the incident are meant.';
  const reasons = [{ path: 'ids', code: 'ids_or_filter_required', message }];
  throw new DomainError('invalid', 'ids_or_filter_required', message, { reasons });
}
