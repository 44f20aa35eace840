import { Controller, Get, Header, Query, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { ReportCsvQuery, ReportQuery } from './report.dto.js';
import type { OutreachReport } from './report.js';
import { ReportService } from './report.service.js';

@ApiTags('outreach')
@Controller('outreach')
export class ReportController {
  constructor(private readonly reports: ReportService) {}

  /** What came of an incident's outreach: who was reached and when, what was offered, accepted and credited, who has what to do. */
  @Get('report')
  report(@Query() { incidentId }: ReportQuery): Promise<OutreachReport> {
    return this.reports.report(incidentId);
  }

  /** The same numbers as CSV, one a line. */
  @Get('report.csv')
  @ApiProduces('text/csv')
  @Header('cache-control', 'no-store')
  async csv(@Query() { incidentId, bom, separator }: ReportCsvQuery): Promise<StreamableFile> {
    const file = await this.reports.csv(incidentId, { bom: bom !== '0', separator });
    return new StreamableFile(Buffer.from(file), {
      type: 'text/csv; charset=utf-8; header=present',
      disposition: 'attachment; filename="outreach-report.csv"',
    });
  }
}
