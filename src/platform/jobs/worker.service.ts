import { EventEmitter } from 'node:events';
import { Injectable, Logger } from '@nestjs/common';
import { Logger as WorkerLogger, type Runner, type WorkerEvents, run, runMigrations } from 'graphile-worker';
import { Clock } from '../../kernel/clock.js';
import { Database, rows } from '../database/database.js';
import { OutboxService } from '../outbox/outbox.service.js';
import { JobsService } from './jobs.service.js';
import { SchedulerService } from './scheduler.service.js';

const CONCURRENT_JOBS = 2;
const POLL_MS = 500;
const BEAT_MS = 5_000;
/** A worker that was silent for so long is dead, and its jobs are taken over. */
const DEAD_AFTER_MS = 30_000;

const quiet = new WorkerLogger(() => (level, message) => {
  if ((level as string) === 'error') new Logger('worker').error(message);
});

/** Makes the queue's own tables. Safe to call at every start. */
export async function migrateQueue(connectionString: string): Promise<void> {
  await runMigrations({ connectionString, logger: quiet });
}

/** Other work that goes on while the process is a worker. */
export type Companion = { start(): void; stop(): Promise<void> };

/** Runs queued jobs and delivers the outbox in this process. */
@Injectable()
export class WorkerService {
  private readonly workerIds = new Set<string>();
  private readonly companions: Companion[] = [];
  private runner: Runner | undefined;
  private beat: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    private readonly outbox: OutboxService,
    private readonly scheduler: SchedulerService,
  ) {}

  /** Starts and stops with the worker. */
  accompany(companion: Companion): void {
    this.companions.push(companion);
  }

  async start(): Promise<void> {
    this.jobs.setStopping(false);
    const events: WorkerEvents = new EventEmitter();
    events.on('worker:create', ({ worker }) => this.workerIds.add(worker.workerId));
    this.runner = await run({
      connectionString: this.database.url,
      noHandleSignals: true,
      logger: quiet,
      events,
      concurrency: CONCURRENT_JOBS,
      pollInterval: POLL_MS,
      taskList: {
        ...this.scheduler.tasks,
        amends_job: async (payload) => this.jobs.run((payload as { jobId: string }).jobId),
      },
      parsedCronItems: this.scheduler.cronItems,
    });
    await this.heartbeat();
    this.beat = setInterval(() => {
      this.heartbeat().catch((error: unknown) => new Logger('worker').error(error));
    }, BEAT_MS);
    this.outbox.start();
    for (const companion of this.companions) companion.start();
  }

  async stop(): Promise<void> {
    this.jobs.setStopping(true);
    clearInterval(this.beat);
    await Promise.all(this.companions.map((companion) => companion.stop()));
    await this.outbox.stop();
    await this.runner?.stop().catch(() => undefined);
    this.runner = undefined;
  }

  /** Says that we live, and frees the jobs of those who do not. */
  private async heartbeat(): Promise<void> {
    const now = this.clock.now();
    await rows(
      this.database.tx,
      `insert into worker_heartbeat (worker_id, beat_at) select unnest($1::text[]), $2
       on conflict (worker_id) do update set beat_at = excluded.beat_at`,
      [[...this.workerIds], now],
    );
    await rows(
      this.database.tx,
      `with dead as materialized (
         delete from worker_heartbeat where beat_at < $1 returning worker_id
       ), ids as materialized (select array_agg(worker_id) as worker_ids from dead)
       select graphile_worker.force_unlock_workers(worker_ids) from ids where worker_ids is not null`,
      [new Date(now.getTime() - DEAD_AFTER_MS)],
    );
  }
}
