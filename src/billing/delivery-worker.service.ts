import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { WorkerService } from '../platform/jobs/worker.service.js';
import { BillingEnvironment } from './billing-environment.service.js';
import { DeliverService } from './deliver.service.js';

/** Deliveries on the wire and waiting for it, at most: when a place is free the next one is there already. */
const UNDER_WAY = 16;
/** Those and the ones whose end is being written, at most: the wire does not wait for commits. */
const HELD = 32;
/** Fewer free places than this are left free: one claim takes several. */
const WORTH_A_CLAIM = 4;

/** Carries deliveries to billing while the process is a worker: several at once, and none when there are none. */
@Injectable()
export class DeliveryWorker {
  private readonly logger = new Logger('billing');
  private readonly name = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  private readonly running = new Set<Promise<unknown>>();
  private timer: NodeJS.Timeout | undefined;
  private turning: Promise<void> | undefined;
  private isOn = false;
  private isStopping = false;

  constructor(
    private readonly deliver: DeliverService,
    private readonly environment: BillingEnvironment,
    worker: WorkerService,
  ) {
    worker.accompany(this);
  }

  start(): void {
    this.isOn = true;
    this.isStopping = false;
    this.timer = setTimeout(() => this.tick(), 0);
  }

  /** Claims no more, gives back what is not on the wire, and waits until what is has ended. */
  async stop(): Promise<void> {
    this.isOn = false;
    this.isStopping = true;
    clearTimeout(this.timer);
    await this.turning;
    await Promise.allSettled(this.running);
  }

  /** Carries everything that is due now, and ends when nothing is: for commands and tests. Gives how many were tried. */
  async drain(): Promise<number> {
    let count = 0;
    for (;;) {
      const claimed = await this.claimMore();
      count += claimed;
      if (this.running.size === 0) return count;
      if (claimed === 0) await Promise.race(this.running);
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
    while (this.isOn) if ((await this.claimMore()) === 0) return;
  }

  /** Claims for the free places, and gives how many deliveries that were. */
  private async claimMore(): Promise<number> {
    // Those that ended together in one commit free their places together.
    await nextTurn();
    const free = Math.min(UNDER_WAY - this.deliver.underWay, HELD - this.running.size);
    if (free < WORTH_A_CLAIM) return 0;
    const claimed = await this.deliver.claim(this.name, free);
    for (const held of claimed) {
      const work = this.deliver
        .deliver(held, () => this.isStopping)
        .catch((error: unknown) => this.logger.error(error))
        .finally(() => {
          this.running.delete(work);
          // A free place is filled at once, not at the next poll.
          if (this.isOn) this.tick();
        });
      this.running.add(work);
    }
    return claimed.length;
  }
}
