import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';
import { SYSTEM } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import { JobsService, type RunningJob } from '../platform/jobs/jobs.service.js';
import { SchedulerService } from '../platform/jobs/scheduler.service.js';
import type { MailSettings } from '../platform/mail/mail-settings.js';
import { SmtpLine } from '../platform/mail/smtp-wire.service.js';
import { findCompanySettings } from '../platform/settings/settings.sql.js';
import { findRun, moveRun } from './mail-runs.sql.js';
import { MAIL_RUN_JOB } from './mail-runs.service.js';
import { countMailsOfRun } from './mails.sql.js';
import { dueWithoutJob } from './send-mails.sql.js';
import { SendMailsService } from './send-mails.service.js';

/** Sends the mails that belong to no bulk send. */
export const SINGLE_MAILS_JOB = 'outreach.mails';
const MINUTE_MS = 60_000;
/** After so many vain attempts in a row to reach the server, a bulk send rests until somebody looks. */
const MAX_UNREACHED = 3;
/** How often it is said how far a bulk send is. */
const PROGRESS_MS = 1000;
/** How long the pace may keep from seeing that somebody said stop, or that the process is to end. */
const SLICE_MS = 500;
const UNSENT = ['queued', 'sending', 'transmitting'] as const;

/** The jobs behind the mail: bulk sends at their pace, single mails at once, and a look every minute at what was left. */
@Injectable()
export class MailJobsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    private readonly mails: SendMailsService,
    scheduler: SchedulerService,
  ) {
    jobs.handle(MAIL_RUN_JOB, (job) => withLine((line) => this.sendRun(job, line)));
    jobs.handle(SINGLE_MAILS_JOB, (job) => withLine((line) => this.sendSingle(job, line)));
    scheduler.every('* * * * *', 'outreach_mail', () => this.lookAfter());
  }

  /** Takes back what dead processes left, and gives a job to whatever is due and has none. */
  async lookAfter(): Promise<void> {
    await this.mails.recover();
    const now = this.clock.now();
    if ((await this.settings()) === null) return;
    await this.database.transaction(async (tx) => {
      for (const runId of await dueWithoutJob(tx, now)) {
        const jobId = await this.jobs.enqueue(
          tx,
          runId === null ? SINGLE_MAILS_JOB : MAIL_RUN_JOB,
          runId ?? newId(),
          SYSTEM,
        );
        if (runId !== null) await moveRun(tx, runId, ['running'], { status: 'running', jobId }, now);
      }
    });
  }

  /** One mail after the other at the pace of the settings, until none is due, somebody says stop, or nothing gets through. */
  private async sendRun(job: RunningJob, line: SmtpLine): Promise<unknown> {
    const runId = job.subjectId;
    let unreached = 0;
    let notedMs = -PROGRESS_MS;
    let nextMs = 0;
    for (;;) {
      // What is left waits for the look of a later minute, here or elsewhere.
      if (job.isStopping()) return { status: 'put_down' };
      const settings = await this.settings();
      const run = await findRun(this.database.tx, runId);
      if (run.status !== 'running') return { status: run.status };
      // Paused and resumed meanwhile: another job goes on with it.
      if (run.jobId !== job.id) return { status: 'taken_over' };
      if (settings === null) return this.rest(runId, 'mail_not_set_up');
      const waitMs = nextMs - performance.now();
      if (waitMs > 0) await sleep(Math.min(waitMs, SLICE_MS));
      if (waitMs > SLICE_MS) continue;
      // Counting costs as much as the run is long, so not with every mail.
      if (performance.now() - notedMs >= PROGRESS_MS) {
        await this.noteProgress(job);
        notedMs = performance.now();
      }
      const outcome = await this.mails.sendNext(runId, settings, line);
      if (outcome === undefined) {
        await this.noteProgress(job);
        return this.end(runId);
      }
      unreached = outcome.connected ? 0 : unreached + 1;
      if (unreached >= MAX_UNREACHED) return this.rest(runId, 'server_not_usable');
      nextMs = performance.now() + MINUTE_MS / settings.perMinute;
    }
  }

  private async sendSingle(job: RunningJob, line: SmtpLine): Promise<unknown> {
    const settings = await this.settings();
    let sentCount = 0;
    if (settings === null) return { sentCount };
    while (!job.isStopping() && (await this.mails.sendNext(null, settings, line)) !== undefined) sentCount += 1;
    return { sentCount };
  }

  /** A job that somebody cancelled lets its bulk send rest, so that it can go on. */
  private async noteProgress(job: RunningJob): Promise<void> {
    const counts = await countMailsOfRun(this.database.tx, job.subjectId);
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const left = UNSENT.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
    try {
      await job.progress('sending', total - left, total);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'job_cancelled') await this.rest(job.subjectId, error.code);
      throw error;
    }
  }

  /** Done when nothing is left; with mails that wait for another attempt, the look of a later minute goes on. */
  private async end(runId: string): Promise<unknown> {
    const counts = await countMailsOfRun(this.database.tx, runId);
    const isDone = UNSENT.every((status) => (counts[status] ?? 0) === 0);
    if (isDone) await moveRun(this.database.tx, runId, ['running'], { status: 'done' }, this.clock.now());
    return { status: isDone ? 'done' : 'running', counts };
  }

  private async rest(runId: string, reason: string): Promise<unknown> {
    await moveRun(this.database.tx, runId, ['running'], { status: 'paused', reason }, this.clock.now());
    return { status: 'paused', reason };
  }

  private async settings(): Promise<MailSettings | null> {
    return (await findCompanySettings(this.database.tx)).mail;
  }
}

/** The mails of one job go over one connection. */
async function withLine<T>(work: (line: SmtpLine) => Promise<T>): Promise<T> {
  const line = new SmtpLine();
  try {
    return await work(line);
  } finally {
    line.close();
  }
}
