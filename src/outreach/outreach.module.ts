import { Module } from '@nestjs/common';
import { FollowIncidentsService } from './follow-incidents.service.js';
import { OutreachController } from './outreach.controller.js';
import { OutreachService } from './outreach.service.js';

@Module({
  controllers: [OutreachController],
  providers: [FollowIncidentsService, OutreachService],
  exports: [OutreachService],
})
export class OutreachModule {}
