import { Module } from '@nestjs/common';
import { IngestModule } from '../platform/ingest/ingest.module.js';
import { AttendanceController, ImportSourcesController } from './attendance/attendance.controller.js';
import { AttendanceImportsService } from './attendance/attendance-imports.service.js';
import { ImportSourcesService } from './attendance/import-sources.service.js';
import { ApplyEventsService } from './hooks/apply-events.service.js';
import { HookSourcesController } from './hooks/hook-sources.controller.js';
import { HookSourcesService } from './hooks/hook-sources.service.js';
import { MeetingEventsController, MeetingHooksController } from './hooks/meeting-hooks.controller.js';
import { MeetingHooksService } from './hooks/meeting-hooks.service.js';
import { MeetingImportsService } from './meeting-imports.service.js';
import { ParticipantsService } from './participants.service.js';

@Module({
  imports: [IngestModule],
  controllers: [
    AttendanceController,
    ImportSourcesController,
    MeetingHooksController,
    MeetingEventsController,
    HookSourcesController,
  ],
  providers: [
    MeetingImportsService,
    ParticipantsService,
    AttendanceImportsService,
    ImportSourcesService,
    ApplyEventsService,
    HookSourcesService,
    MeetingHooksService,
  ],
  exports: [AttendanceImportsService],
})
export class MeetingsModule {}
