import { Module } from '@nestjs/common';
import { OffersModule } from '../offers/offers.module.js';
import { AcceptanceMailsService } from './acceptance-mails.service.js';
import { AutomaticMailsService } from './automatic-mails.service.js';
import { CaseActionsService } from './case-actions.service.js';
import { CaseHoldsService } from './case-holds.service.js';
import { CasePrioritiesService } from './case-priorities.service.js';
import { ClaimMailsService } from './claim-mails.service.js';
import { DeskController } from './desk.controller.js';
import { DigestsService } from './digests.service.js';
import { FollowIncidentsService } from './follow-incidents.service.js';
import { FollowThroughService } from './follow-through.service.js';
import { InboundMailController } from './inbound-mail.controller.js';
import { InboundMailService } from './inbound-mail.service.js';
import { MailBlocksService } from './mail-blocks.service.js';
import { MailJobsService } from './mail-jobs.service.js';
import { MailPrivacyService } from './mail-privacy.service.js';
import { MailRunsService } from './mail-runs.service.js';
import { MailTemplatesService } from './mail-templates.service.js';
import { MailsController } from './mails.controller.js';
import { MailsService } from './mails.service.js';
import { OutreachController } from './outreach.controller.js';
import { OutreachScheduleService } from './outreach-schedule.service.js';
import { OutreachService } from './outreach.service.js';
import { OutreachSettingsService } from './outreach-settings.service.js';
import { ReportController } from './report.controller.js';
import { ReportService } from './report.service.js';
import { SendMailsService } from './send-mails.service.js';
import { SavedViewsService } from './saved-views.service.js';
import { TestMailService } from './test-mail.service.js';
import { WriteMailsService } from './write-mails.service.js';

@Module({
  imports: [OffersModule],
  controllers: [OutreachController, DeskController, MailsController, InboundMailController, ReportController],
  providers: [
    AcceptanceMailsService,
    AutomaticMailsService,
    CaseActionsService,
    CaseHoldsService,
    CasePrioritiesService,
    ClaimMailsService,
    DigestsService,
    FollowIncidentsService,
    FollowThroughService,
    InboundMailService,
    MailBlocksService,
    MailJobsService,
    MailPrivacyService,
    MailRunsService,
    MailTemplatesService,
    MailsService,
    OutreachScheduleService,
    OutreachService,
    OutreachSettingsService,
    ReportService,
    SavedViewsService,
    SendMailsService,
    TestMailService,
    WriteMailsService,
  ],
  exports: [
    AcceptanceMailsService,
    CasePrioritiesService,
    MailRunsService,
    MailsService,
    OutreachService,
    ReportService,
  ],
})
export class OutreachModule {}
