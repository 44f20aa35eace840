import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { DomainError, notFound } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/ids.js';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { listRows, type ListQuery, type Page } from '../http/list.js';
import { Database, rowCount, type Tx, rows } from '../database/database.js';

export const JOB_STATUSES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** A job as it is shown. `totalCount` is null until it is known. */
export type Job = {
  readonly id: string;
  readonly kind: string;
  readonly subjectId: string | null;
  readonly status: JobStatus;
  readonly step: string | null;
  readonly doneCount: number;
  readonly totalCount: number | null;
  readonly result: unknown;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  /** When somebody asked it to stop. */
  readonly cancelRequestedAt: Date | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
};

/** What a handler gets: who asked, for what, and a way to say how far it is. */
export type RunningJob = {
  readonly id: string;
  readonly subjectId: string;
  readonly createdBy: string;
  /** Says how far the job is. Throws `job_cancelled` once somebody asked to stop, so that long work ends at its next step. */
  progress(step: string, doneCount?: number, totalCount?: number): Promise<void>;
  /** Whether somebody asked to stop; for work that can end within a step. */
  isCancelRequested(): Promise<boolean>;
  /** Whether this process is about to end, and waits for the job: for work that takes hours and that another can go on with. */
  isStopping(): boolean;
};

export type JobHandler = (job: RunningJob) => Promise<unknown>;

const MAX_ATTEMPTS = 3;
const COLUMNS = `id, kind, subject_id as "subjectId", status, step, done_count as "doneCount", total_count as "totalCount",
  result, error_code as "errorCode", error_message as "errorMessage", created_by as "createdBy",
  created_at as "createdAt", cancel_requested_at as "cancelRequestedAt", started_at as "startedAt", finished_at as "finishedAt"`;

/** Long work: queued in the transaction that wants it, run by a worker, visible while it runs. */
@Injectable()
export class JobsService {
  private readonly handlers = new Map<string, JobHandler>();
  private stopping = false;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** Registers the one handler of a kind. */
  handle(kind: string, handler: JobHandler): void {
    if (this.handlers.has(kind)) throw new Error(`two handlers for jobs of the kind ${kind}`);
    this.handlers.set(kind, handler);
  }

  /** Queues a job in the caller's transaction: rolled back, it was never there. Returns its id. */
  async enqueue(tx: Tx, kind: string, subjectId: string, actor: Actor): Promise<string> {
    const id = newId();
    await rows(
      tx,
      `insert into job (id, kind, subject_id, status, created_by, created_at) values ($1, $2, $3, 'queued', $4, $5)`,
      [id, kind, subjectId, actor.id, this.clock.now()],
    );
    await rows(tx, `select graphile_worker.add_job('amends_job', $1::json, job_key => $2, max_attempts => $3)`, [
      JSON.stringify({ jobId: id }),
      id,
      MAX_ATTEMPTS,
    ]);
    return id;
  }

  /** Jobs, the newest first. */
  list(filter: { readonly status?: JobStatus; readonly kind?: string }, query: ListQuery): Promise<Page<Job>> {
    const select = `select ${COLUMNS} from job
      where ($1::text is null or status = $1) and ($2::text is null or kind = $2)`;
    const order = [
      { name: 'createdAt', type: 'timestamptz', direction: 'desc' },
      { name: 'id', type: 'uuid', direction: 'desc' },
    ] as const;
    const values = [filter.status ?? null, filter.kind ?? null];
    return listRows<Job>(this.database.tx, { select, values, order }, query);
  }

  /** Throws `job_not_found`. */
  async get(id: string): Promise<Job> {
    const [job] = await rows<Job>(this.database.tx, `select ${COLUMNS} from job where id = $1`, [id]);
    if (job === undefined) throw notFound('job', id);
    return job;
  }

  /** Ends a queued job, or asks a running one to stop at its next step. Throws `job_finished` when it is too late. */
  async cancel(id: string, actor: Actor): Promise<Job> {
    await this.database.transaction(async (tx) => {
      const asked = await rowCount(
        tx,
        `update job set cancel_requested_at = $2,
         status = case status when 'queued' then 'cancelled' else status end,
         finished_at = case status when 'queued' then $2 else finished_at end
       where id = $1 and status in ('queued', 'running')`,
        [id, this.clock.now()],
      );
      if (asked > 0) this.audit.append(tx, { actor, action: 'job.cancelled', subject: { kind: 'job', id } });
    });
    const job = await this.get(id);
    if (job.status === 'done' || job.status === 'failed') {
      throw new DomainError('conflict', 'job_finished', `This job is ${job.status} already.`);
    }
    return job;
  }

  /** Tells the jobs of this process that it is about to end, or that it goes on. Called by the worker. */
  setStopping(stopping: boolean): void {
    this.stopping = stopping;
  }

  /** Runs one queued (or abandoned) job to its end. Called by the worker. */
  async run(id: string): Promise<void> {
    const [job] = await rows<{ kind: string; subjectId: string; createdBy: string }>(
      this.database.tx,
      `update job set status = 'running', started_at = $2 where id = $1 and status in ('queued', 'running')
       returning kind, subject_id as "subjectId", created_by as "createdBy"`,
      [id, this.clock.now()],
    );
    if (job === undefined) return;
    const handler = this.handlers.get(job.kind);
    if (handler === undefined) throw new Error(`no handler for jobs of the kind ${job.kind}`);
    try {
      const result = await handler({
        id,
        subjectId: job.subjectId,
        createdBy: job.createdBy,
        progress: (step, done, total) => this.noteProgress(id, step, done, total),
        isCancelRequested: () => this.isCancelRequested(id),
        isStopping: () => this.stopping,
      });
      await this.finish(id, 'done', { result });
    } catch (error) {
      await this.finishRefused(id, error);
    }
  }

  private async isCancelRequested(id: string): Promise<boolean> {
    const asked = await rows(this.database.tx, 'select from job where id = $1 and cancel_requested_at is not null', [
      id,
    ]);
    return asked.length > 0;
  }

  private async noteProgress(id: string, step: string, done = 0, total?: number): Promise<void> {
    const [job] = await rows<{ cancelled: boolean }>(
      this.database.tx,
      `update job set step = $2, done_count = $3, total_count = $4 where id = $1
       returning cancel_requested_at is not null as cancelled`,
      [id, step, done, total ?? null],
    );
    if (job?.cancelled) throw new DomainError('conflict', 'job_cancelled', 'The job was cancelled.');
  }

  /** A refusal is the job's outcome; anything unexpected is logged by the worker, and shown without its details. */
  private async finishRefused(id: string, error: unknown): Promise<void> {
    if (!(error instanceof DomainError)) {
      await this.finish(id, 'failed', { errorCode: 'internal', errorMessage: 'Something went wrong on our side.' });
      throw error;
    }
    const status = error.code === 'job_cancelled' ? 'cancelled' : 'failed';
    await this.finish(id, status, { errorCode: error.code, errorMessage: error.message });
  }

  private async finish(
    id: string,
    status: JobStatus,
    outcome: { result?: unknown; errorCode?: string; errorMessage?: string },
  ): Promise<void> {
    await rows(
      this.database.tx,
      `update job set status = $2, finished_at = $3, result = $4, error_code = $5, error_message = $6 where id = $1`,
      [
        id,
        status,
        this.clock.now(),
        outcome.result === undefined ? null : JSON.stringify(outcome.result),
        outcome.errorCode ?? null,
        outcome.errorMessage ?? null,
      ],
    );
  }
}
