import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { ZipFile } from 'yazl';
import { notFound } from '../kernel/domain-error.js';
import { incidentExists } from '../offers/approvals.sql.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database } from '../platform/database/database.js';
import { JobsService, type RunningJob } from '../platform/jobs/jobs.service.js';
import { LetterActionsService } from './letter-actions.service.js';
import { LettersService } from './letters.service.js';

/** The job that sends them: its progress, its cancelling and what came of it are those of any job. */
export type LetterBatch = { readonly jobId: string };

/** What came of a batch; of those refused the first hundred are named. */
export type LetterBatchResult = {
  readonly sentCount: number;
  readonly refusedCount: number;
  readonly refused: readonly { readonly offerId: string; readonly code: string; readonly message: string }[];
};

/** Letters that are on their way into an archive; `written` ends with the last of them. */
export type LetterArchive = {
  readonly stream: Readable;
  readonly written: Promise<{ readonly count: number; readonly refusedCount: number }>;
};

const BATCH_JOB = 'letters.send';
const MAX_LETTERS = 1_000_000;
const MAX_NAMED = 100;
const REFUSED_FILE = 'REFUSED.txt';
const KINDS = ['key', 'person', 'cli'] as const;

/** Thousands of letters: sent by a job, and read as one archive. */
@Injectable()
export class LetterBatchesService {
  constructor(
    private readonly database: Database,
    private readonly jobs: JobsService,
    private readonly actions: LetterActionsService,
    private readonly letters: LettersService,
    private readonly audit: AuditService,
  ) {
    jobs.handle(BATCH_JOB, (job) => this.send(job));
  }

  /** Queues the sending of every approved offer of an incident, as it is when the job begins. Throws `incident_not_found`. */
  start(incidentId: string, actor: Actor): Promise<LetterBatch> {
    return this.database.transaction(async (tx) => {
      if (!(await incidentExists(tx, incidentId))) throw notFound('incident', incidentId);
      const jobId = await this.jobs.enqueue(tx, BATCH_JOB, incidentId, actor);
      const subject = { kind: 'incident', id: incidentId };
      this.audit.append(tx, { actor, action: 'letters.batch_started', subject, details: { jobId } });
      return { jobId };
    });
  }

  /**
   * Every letter of an incident in one archive, kept ones byte for byte and the others as previews, put in as fast as it is
   * read. What cannot be written is told in a file `REFUSED.txt`, and keeps out none of the others. Throws
   * `incident_not_found`.
   */
  async archive(incidentId: string): Promise<LetterArchive> {
    if (!(await incidentExists(this.database.tx, incidentId))) throw notFound('incident', incidentId);
    const file = new ZipFile();
    const stream = file.outputStream as Readable & { writableNeedDrain?: boolean };
    const written = this.fill(incidentId, file, stream);
    // Whoever reads the stream learns of it there.
    written.catch((error: unknown) => stream.destroy(error as Error));
    return { stream, written };
  }

  private async fill(
    incidentId: string,
    file: ZipFile,
    stream: Readable & { writableNeedDrain?: boolean },
  ): Promise<{ count: number; refusedCount: number }> {
    const refused: string[] = [];
    let count = 0;
    for await (const found of this.letters.lettersOf(incidentId)) {
      if (stream.destroyed) break;
      if (found.letter === undefined) refused.push(`${found.customerId}: ${found.code} ${found.message}`);
      else {
        // What is in a PDF is compressed already.
        file.addBuffer(found.letter.pdf, found.letter.fileName, { compress: false });
        count += 1;
      }
      if (stream.writableNeedDrain === true) await Promise.race([once(stream, 'drain'), once(stream, 'close')]);
    }
    if (refused.length > 0) file.addBuffer(Buffer.from(`${refused.join('\n')}\n`), REFUSED_FILE);
    file.end();
    return { count, refusedCount: refused.length };
  }

  private async send(job: RunningJob): Promise<LetterBatchResult> {
    const offerIds = await this.actions.readyToSend(job.subjectId, MAX_LETTERS);
    const items = await this.letters.sendMany(offerIds, actorOf(job.createdBy), (done, total) =>
      job.progress('letters', done, total),
    );
    const refused = items.flatMap((item) =>
      item.ok ? [] : [{ offerId: item.id, code: item.code, message: item.message }],
    );
    return {
      sentCount: items.length - refused.length,
      refusedCount: refused.length,
      refused: refused.slice(0, MAX_NAMED),
    };
  }
}

/** Whoever asked for a job; that they may was looked at when they did. */
function actorOf(id: string): Actor {
  const kind = KINDS.find((each) => id.startsWith(`${each}:`)) ?? 'system';
  return { id, kind, roles: [] };
}
