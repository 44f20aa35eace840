import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DomainError } from '../kernel/domain-error.js';
import type { Actor } from '../platform/access/actor.js';
import { readEnv } from '../platform/env/env.js';
import { JobsService, type Job } from '../platform/jobs/jobs.service.js';
import { OutboxService } from '../platform/outbox/outbox.service.js';
import { startAmends } from '../start.js';
import { actorOfCommand } from './actor-of-command.service.js';
import { ProgressBar } from './progress-bar.js';

/** What a command works with: the same modules as the service, without HTTP, and who is at the keyboard. */
export type Session = { readonly app: NestFastifyApplication; readonly actor: Actor };

const POLL_MS = 200;

/**
 * Opens Amends, runs the command, lets what it caused happen, and closes again. `route` is the route of the same purpose,
 * whose line in the access matrix says which keys may.
 */
export async function withSession<T>(work: (session: Session) => Promise<T>, route: string): Promise<T> {
  const env = { ...readEnv(process.env), role: 'all' as const, logLevel: 'warn' };
  const running = await startAmends(env, { listen: false });
  try {
    const result = await work({ app: running.app, actor: await actorOfCommand(running.app, env, route) });
    await running.app.get(OutboxService).drain();
    return result;
  } finally {
    await running.stop();
  }
}

/** Waits for a job, with a bar. Throws what the job was refused for. */
export async function followJob(app: NestFastifyApplication, jobId: string, label: string): Promise<Job> {
  const bar = new ProgressBar(label);
  try {
    for (;;) {
      const job = await app.get(JobsService).get(jobId);
      bar.show(job.doneCount, job.totalCount ?? 0);
      if (job.status === 'done') return job;
      if (job.status === 'failed' || job.status === 'cancelled') {
        throw new DomainError(
          'conflict',
          job.errorCode ?? job.status,
          job.errorMessage ?? `The job was ${job.status}.`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  } finally {
    bar.end();
  }
}
