import { Module } from '@nestjs/common';
import { IngestModule } from '../platform/ingest/ingest.module.js';
import { MeetingImportsService } from './meeting-imports.service.js';

@Module({ imports: [IngestModule], providers: [MeetingImportsService] })
export class MeetingsModule {}
