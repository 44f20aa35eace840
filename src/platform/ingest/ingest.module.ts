import { Module } from '@nestjs/common';
import { ImportKindsService } from './import-kinds.service.js';
import { ImportReceiptsService } from './import-receipts.service.js';
import { ImportsController } from './imports.controller.js';
import { ImportsService } from './imports.service.js';
import { MergeLinesService } from './merge-lines.service.js';

const SERVICES = [ImportKindsService, ImportReceiptsService, ImportsService, MergeLinesService];

@Module({ controllers: [ImportsController], providers: SERVICES, exports: SERVICES })
export class IngestModule {}
