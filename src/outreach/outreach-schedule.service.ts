import { Injectable } from '@nestjs/common';
import { SchedulerService } from '../platform/jobs/scheduler.service.js';
import { DigestsService } from './digests.service.js';
import { FollowThroughService } from './follow-through.service.js';

/** When the follow-through happens; the settings say what is due then. */
@Injectable()
export class OutreachScheduleService {
  constructor(scheduler: SchedulerService, followThrough: FollowThroughService, digests: DigestsService) {
    scheduler.every('*/5 * * * *', 'outreach_reminders', () => followThrough.remind());
    scheduler.every('*/5 * * * *', 'outreach_escalations', () => followThrough.escalate());
    scheduler.every('*/5 * * * *', 'outreach_digests', () => digests.run());
    scheduler.every('7 * * * *', 'outreach_priorities', () => followThrough.refreshPriorities());
  }
}
