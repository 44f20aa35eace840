import { Module } from '@nestjs/common';
import { IngestModule } from '../platform/ingest/ingest.module.js';
import { AttendanceController, ImportSourcesController } from './attendance/attendance.controller.js';
import { AttendanceImportsService } from './attendance/attendance-imports.service.js';
import { ImportSourcesService } from './attendance/import-sources.service.js';
import { MeetingImportsService } from './meeting-imports.service.js';
import { ParticipantsService } from './participants.service.js';

@Module({
  imports: [IngestModule],
  controllers: [AttendanceController, ImportSourcesController],
  providers: [MeetingImportsService, ParticipantsService, AttendanceImportsService, ImportSourcesService],
  exports: [AttendanceImportsService],
})
export class MeetingsModule {}
