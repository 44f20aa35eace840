import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { Database } from '../platform/database/database.js';
import { WorkerService } from '../platform/jobs/worker.service.js';
import { routeDeliveries } from './deliveries.sql.js';
import { ReconcileService } from './reconcile.service.js';

const ROUND_MS = 60_000;

/** What is looked after once a minute: parked deliveries whose reason is gone, and comparisons that are due. */
@Injectable()
export class BillingRounds {
  private readonly logger = new Logger('billing');
  private timer: NodeJS.Timeout | undefined;
  private going: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reconciling: ReconcileService,
    worker: WorkerService,
  ) {
    worker.accompany(this);
  }

  start(): void {
    this.timer = setInterval(() => {
      this.going ??= this.round()
        .catch((error: unknown) => this.logger.error(error))
        .finally(() => (this.going = undefined));
    }, ROUND_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.going;
  }

  /** One round. */
  async round(): Promise<void> {
    await this.database.transaction((tx) => routeDeliveries(tx, this.clock.now()));
    await this.reconciling.requestDue();
  }
}
