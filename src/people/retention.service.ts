import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { type Actor, SYSTEM } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, row, rows } from '../platform/database/database.js';
import { assertVersion } from '../platform/http/if-match.js';
import { WorkerService } from '../platform/jobs/worker.service.js';
import { deleteEmptyBuckets } from '../platform/limits/rate-limits.sql.js';
import { PersonalDataService, type RetentionStep } from '../platform/personal/personal-data.service.js';
import { lockSettings, saveSetting } from '../platform/settings/settings.sql.js';
import { changedRetentionDays } from './retention-days.js';
import { findRetention, RETENTION_KEY, type StoredRetention } from './retention.sql.js';

export type RetentionReport = {
  readonly dryRun: boolean;
  readonly steps: readonly {
    readonly name: string;
    readonly what: RetentionStep['what'];
    readonly before: Date;
    readonly rows: number;
  }[];
};

const DAY_MS = 86_400_000;
/** How often a worker looks whether the day's run is due. */
const LOOK_MS = 600_000;

/** What is dropped by age, every day, whatever the number of processes. */
@Injectable()
export class RetentionService implements OnModuleInit {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly personal: PersonalDataService,
    private readonly audit: AuditService,
    private readonly worker: WorkerService,
  ) {}

  onModuleInit(): void {
    const look = (): void => {
      this.runDaily().catch((error: unknown) => new Logger('retention').error(error));
    };
    this.worker.accompany({
      start: () => {
        this.timer = setInterval(look, LOOK_MS).unref();
      },
      stop: async () => clearInterval(this.timer),
    });
  }

  /** For how many days each kind is kept. */
  get(): Promise<StoredRetention> {
    return findRetention(this.database.tx);
  }

  /** Writes over the days that the input names. Throws `invalid_input` with every fault, and `version_changed`. */
  put(input: unknown, expectedVersion: number | undefined, actor: Actor): Promise<StoredRetention> {
    return this.database.transaction(async (tx) => {
      await lockSettings(tx);
      const { version, updatedBy: _by, updatedAt: _at, ...stored } = await findRetention(tx);
      assertVersion(version, expectedVersion);
      const days = changedRetentionDays(stored, input);
      const record = { version: version + 1, updatedBy: actor.id, updatedAt: this.clock.now() };
      await saveSetting(tx, RETENTION_KEY, days, record);
      const subject = { kind: 'setting', id: RETENTION_KEY };
      this.audit.append(tx, { actor, action: 'settings.changed', subject, details: { from: stored, to: days } });
      return { ...days, ...record };
    });
  }

  /** Drops (or counts) what is older than the days of each kind. All in one transaction, with its audit line. */
  async run({ dryRun, actor }: { readonly dryRun: boolean; readonly actor: Actor }): Promise<RetentionReport> {
    const now = this.clock.now();
    return this.database.transaction(
      async (tx) => {
        const days = await findRetention(tx);
        const steps = [];
        for (const step of this.personal.retention) {
          const before = new Date(now.getTime() - days[step.what] * DAY_MS);
          steps.push({ name: step.name, what: step.what, before, rows: await step.drop(tx, before, dryRun) });
        }
        if (!dryRun) {
          await deleteEmptyBuckets(tx, now);
          const subject = { kind: 'retention', id: now.toISOString().slice(0, 10) };
          this.audit.append(tx, { actor, action: 'retention.run', subject, details: { steps } });
        }
        return { dryRun, steps };
      },
      { statementTimeoutMs: 0, idleInTransactionTimeoutMs: 0 },
    );
  }

  /** Runs unless some process has run today already. Returns whether it ran. */
  async runDaily(): Promise<boolean> {
    const today = this.clock.now().toISOString().slice(0, 10);
    const claimed = await row(
      this.database.tx,
      `insert into retention_run as r (id, ran_on) values ('daily', $1)
       on conflict (id) do update set ran_on = excluded.ran_on where r.ran_on < excluded.ran_on returning id`,
      [today],
    );
    if (claimed === undefined) return false;
    try {
      await this.run({ dryRun: false, actor: SYSTEM });
    } catch (error) {
      await rows(
        this.database.tx,
        `update retention_run set ran_on = '0001-01-01' where id = 'daily' and ran_on = $1`,
        [today],
      );
      throw error;
    }
    return true;
  }
}
