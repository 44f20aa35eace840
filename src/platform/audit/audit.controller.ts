import { Controller, Get, HttpCode, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Page } from '../http/list.js';
import { AuditListQuery, AuditQuery, filterOf } from './audit.dto.js';
import { AuditTrailService, type ShownEntry, type Verification } from './audit-trail.service.js';

@ApiTags('audit')
@Controller('audit')
export class AuditController {
  constructor(private readonly trail: AuditTrailService) {}

  /** Who did what, the newest first. */
  @Get()
  list(@Query() { limit, offset, cursor, ...filter }: AuditListQuery): Promise<Page<ShownEntry>> {
    return this.trail.list(filterOf(filter), { limit, offset, cursor });
  }

  /** The same as CSV, the oldest first, with the hash of each entry. */
  @Get('export.csv')
  @ApiProduces('text/csv')
  exportCsv(@Query() filter: AuditQuery): StreamableFile {
    const disposition = 'attachment; filename="audit.csv"';
    return new StreamableFile(this.trail.exportCsv(filterOf(filter)), { type: 'text/csv; charset=utf-8', disposition });
  }

  /** The same as lines of JSON. */
  @Get('export.ndjson')
  @ApiProduces('application/x-ndjson')
  exportNdjson(@Query() filter: AuditQuery): StreamableFile {
    const disposition = 'attachment; filename="audit.ndjson"';
    return new StreamableFile(this.trail.exportNdjson(filterOf(filter)), { type: 'application/x-ndjson', disposition });
  }

  /** Checks every chain: against itself, and against what was written down outside the database. */
  @Post('verify')
  @HttpCode(200)
  verify(): Promise<Verification> {
    return this.trail.verify();
  }
}
