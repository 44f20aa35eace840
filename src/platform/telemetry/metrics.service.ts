import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { Clock } from '../../kernel/clock.js';
import { Database, rows } from '../database/database.js';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What one request was: `route` is the pattern, not the address, so that ids make no series of their own. */
export type ObservedRequest = {
  readonly method: string;
  readonly route: string | undefined;
  readonly status: number;
  readonly seconds: number;
};

type Backlog = { readonly waiting: number; readonly parked: number; readonly oldestSeconds: number };

/** How the process and its queues do, in the text format of Prometheus. No series names a customer or a person. */
@Injectable()
export class MetricsService {
  private readonly registry = new Registry();
  private readonly requests: Histogram<'method' | 'route' | 'status'>;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.requests = new Histogram({
      name: 'amends_http_request_duration_seconds',
      help: 'Time from the first byte of a request to the last of its answer.',
      labelNames: ['method', 'route', 'status'],
      buckets: SECONDS,
      registers,
    });
    const jobs: Gauge<'kind' | 'status'> = new Gauge({
      name: 'amends_jobs',
      help: 'Jobs that are queued or running.',
      labelNames: ['kind', 'status'],
      registers,
      collect: () => this.countJobs(jobs),
    });
    this.measureOutbox(registers);
  }

  /** Counts one answered request. */
  observe({ method, route = 'none', status, seconds }: ObservedRequest): void {
    this.requests.observe({ method, route, status: String(status) }, seconds);
  }

  /** All series as they are now, with the media type to send them as. */
  async read(): Promise<{ readonly contentType: string; readonly text: string }> {
    return { contentType: this.registry.contentType, text: await this.registry.metrics() };
  }

  private async countJobs(gauge: Gauge<'kind' | 'status'>): Promise<void> {
    gauge.reset();
    const found = await rows<{ kind: string; status: string; count: number }>(
      this.database.tx,
      `select kind, status, count(*)::int as count from job where status in ('queued', 'running') group by kind, status`,
      [],
    );
    for (const { kind, status, count } of found) gauge.set({ kind, status }, count);
  }

  private measureOutbox(registers: Registry[]): void {
    const waiting = new Gauge({ name: 'amends_outbox_waiting', help: 'Messages to deliver.', registers });
    const parked = new Gauge({
      name: 'amends_outbox_parked',
      help: 'Messages that failed too often and wait for a person.',
      registers,
    });
    const oldest: Gauge = new Gauge({
      name: 'amends_outbox_oldest_seconds',
      help: 'Age of the oldest message that is to be delivered; 0 when there is none.',
      registers,
      collect: async () => {
        const backlog = await this.readBacklog();
        waiting.set(backlog.waiting);
        parked.set(backlog.parked);
        oldest.set(backlog.oldestSeconds);
      },
    });
  }

  private async readBacklog(): Promise<Backlog> {
    const [backlog] = await rows<Backlog>(
      this.database.tx,
      `select count(*) filter (where parked_at is null)::int as waiting,
         count(*) filter (where parked_at is not null)::int as parked,
         coalesce(extract(epoch from $1 - min(created_at) filter (where parked_at is null)), 0)::float8 as "oldestSeconds"
       from outbox_message where delivered_at is null`,
      [this.clock.now()],
    );
    return backlog ?? { waiting: 0, parked: 0, oldestSeconds: 0 };
  }
}
