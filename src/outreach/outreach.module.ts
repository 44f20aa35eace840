import { Module } from '@nestjs/common';
import { CaseActionsService } from './case-actions.service.js';
import { CasePrioritiesService } from './case-priorities.service.js';
import { DeskController } from './desk.controller.js';
import { FollowIncidentsService } from './follow-incidents.service.js';
import { OutreachController } from './outreach.controller.js';
import { OutreachService } from './outreach.service.js';
import { OutreachSettingsService } from './outreach-settings.service.js';
import { SavedViewsService } from './saved-views.service.js';

@Module({
  controllers: [OutreachController, DeskController],
  providers: [
    CaseActionsService,
    CasePrioritiesService,
    FollowIncidentsService,
    OutreachService,
    OutreachSettingsService,
    SavedViewsService,
  ],
  exports: [CasePrioritiesService, OutreachService],
})
export class OutreachModule {}
