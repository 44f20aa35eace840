import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable, Logger } from '@nestjs/common';
import { WorkerService } from '../platform/jobs/worker.service.js';
import { BillingEnvironment } from './billing-environment.service.js';
import { DeliverService } from './deliver.service.js';

/** Deliveries that one process has under way at most. */
const AT_ONCE = 8;

/** Carries deliveries to billing while the process is a worker: several at once, and none when there are none. */
@Injectable()
export class DeliveryWorker {
  private readonly logger = new Logger('billing');
  private readonly name = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  private readonly running = new Set<Promise<unknown>>();
  private timer: NodeJS.Timeout | undefined;
  private turning: Promise<void> | undefined;
  private isOn = false;

  constructor(
    private readonly deliver: DeliverService,
    private readonly environment: BillingEnvironment,
    worker: WorkerService,
  ) {
    worker.accompany(this);
  }

  start(): void {
    this.isOn = true;
    this.timer = setTimeout(() => this.tick(), 0);
  }

  /** Claims no more, and waits until what is under way has ended. */
  async stop(): Promise<void> {
    this.isOn = false;
    clearTimeout(this.timer);
    await this.turning;
    await Promise.allSettled(this.running);
  }

  /** Carries everything that is due now, and ends when nothing is: for commands and tests. Gives how many were tried. */
  async drain(): Promise<number> {
    let count = 0;
    for (;;) {
      const claimed = await this.deliver.claim(this.name, AT_ONCE);
      if (claimed.length === 0) return count;
      count += claimed.length;
      await Promise.all(claimed.map((held) => this.deliver.deliver(held)));
    }
  }

  private tick(): void {
    if (this.turning !== undefined) return;
    clearTimeout(this.timer);
    this.turning = this.turn()
      .catch((error: unknown) => this.logger.error(error))
      .finally(() => {
        this.turning = undefined;
        if (this.isOn) this.timer = setTimeout(() => this.tick(), this.environment.timing.pollMs);
      });
  }

  private async turn(): Promise<void> {
    while (this.isOn && this.running.size < AT_ONCE) {
      const claimed = await this.deliver.claim(this.name, AT_ONCE - this.running.size);
      for (const held of claimed) {
        const work = this.deliver
          .deliver(held)
          .catch((error: unknown) => this.logger.error(error))
          .finally(() => {
            this.running.delete(work);
            // A free place is filled at once, not at the next poll.
            if (this.isOn) this.tick();
          });
        this.running.add(work);
      }
      if (claimed.length === 0) return;
    }
  }
}
