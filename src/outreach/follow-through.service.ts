import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
import { SYSTEM } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database } from '../platform/database/database.js';
import { findCompanySettings } from '../platform/settings/settings.sql.js';
import { insertActivities } from './activities.sql.js';
import { CasePrioritiesService } from './case-priorities.service.js';
import { casesToRemind, escalateCases } from './follow-through.sql.js';
import { MailRunsService } from './mail-runs.service.js';
import { findOutreachSettings } from './outreach-settings.sql.js';
import { workingHoursBefore } from './working-hours.js';

const DAY_MS = 86_400_000;

/**
 * What must happen by itself as time goes by: customers reminded before their offer expires, cases escalated that nobody
 * touches, priorities that grow with silence. Each may run as often as it likes: a constraint or a mark says that it was done.
 */
@Injectable()
export class FollowThroughService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly priorities: CasePrioritiesService,
    private readonly runs: MailRunsService,
  ) {}

  /**
   * Reminds, once, the customers whose offer expires soon and who had it for a day at least; gives how many reminders it
   * wrote. Nothing happens while e-mail is not set up: a reminder that waits would come too late.
   */
  async remind(): Promise<number> {
    const now = this.clock.now();
    const { reminderDaysBefore } = await findOutreachSettings(this.database.tx);
    const { sender, mail } = await findCompanySettings(this.database.tx);
    if (reminderDaysBefore === 0 || sender === null || mail === null) return 0;
    const until = new Date(now.getTime() + reminderDaysBefore * DAY_MS);
    let count = 0;
    for (const due of await casesToRemind(this.database.tx, now, until, new Date(now.getTime() - DAY_MS))) {
      const request = { incidentId: due.incidentId, template: 'reminder', ids: due.caseIds } as const;
      const planned = await this.runs.create({ ...request, dryRun: true }, SYSTEM);
      const ids = planned.items.filter(({ ok }) => ok).map(({ caseId }) => caseId);
      if (ids.length > 0) count += (await this.runs.create({ ...request, ids }, SYSTEM)).okCount;
    }
    return count;
  }

  /** Marks cases that nobody touched for the working hours of the settings; gives how many. */
  async escalate(): Promise<number> {
    const now = this.clock.now();
    const { escalateAfterHours, calendar } = await findOutreachSettings(this.database.tx);
    if (escalateAfterHours === 0) return 0;
    const since = workingHoursBefore(now, escalateAfterHours, calendar);
    if (since === undefined) return 0;
    return this.database.transaction(async (tx) => {
      const escalated = await escalateCases(tx, since, now);
      await insertActivities(
        tx,
        escalated.map(({ customerId, caseId, untouchedSince }) => ({
          customerId,
          caseId,
          id: newId(),
          kind: 'escalated' as const,
          body: '',
          details: { untouchedSince, workingHours: escalateAfterHours },
          author: SYSTEM.id,
          occurredAt: now,
          dedupKey: `escalated:${untouchedSince.toISOString()}`,
        })),
        now,
      );
      this.audit.appendAll(
        tx,
        escalated.map(({ customerId, caseId: id }) => ({
          actor: SYSTEM,
          action: 'case.escalated',
          subject: { kind: 'case', id },
          customerId,
        })),
      );
      return escalated.length;
    });
  }

  /** Works the priorities of all open cases out anew, because silence makes them grow. */
  refreshPriorities(): Promise<number> {
    const now = this.clock.now();
    return this.database.transaction((tx) => this.priorities.refresh(tx, {}, now));
  }
}
