import { Injectable } from '@nestjs/common';
import { type CronItem, parseCronItems, type ParsedCronItem, type TaskList } from 'graphile-worker';

type Scheduled = { readonly pattern: string; readonly work: () => Promise<unknown> };

/**
 * What happens by the clock: once at each time, whatever the number of replicas, one run of a name after the other. The
 * work itself goes by `Clock`, and may run twice or late.
 */
@Injectable()
export class SchedulerService {
  private readonly scheduled = new Map<string, Scheduled>();

  /** Registers work under a name, by a crontab pattern in UTC such as every five minutes, before the worker starts. */
  every(pattern: string, name: string, work: () => Promise<unknown>): void {
    if (this.scheduled.has(name)) throw new Error(`two works are scheduled under the name ${name}`);
    this.scheduled.set(name, { pattern, work });
  }

  /** Runs the work of a name now. */
  async run(name: string): Promise<void> {
    const found = this.scheduled.get(name);
    if (found === undefined) throw new Error(`nothing is scheduled under the name ${name}`);
    await found.work();
  }

  /** The names of everything that is scheduled. */
  get names(): readonly string[] {
    return [...this.scheduled.keys()];
  }

  /** For the worker: when to run what. Runs of one name share a queue, so that they never overlap. */
  get cronItems(): ParsedCronItem[] {
    const items = [...this.scheduled].map(([task, { pattern: match }]): CronItem => {
      return { task, match, identifier: task, options: { maxAttempts: 1, queueName: task, jobKey: task } };
    });
    return parseCronItems(items);
  }

  /** For the worker: how to run it. */
  get tasks(): TaskList {
    return Object.fromEntries(this.names.map((name) => [name, () => this.run(name)]));
  }
}
