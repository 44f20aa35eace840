import { IntersectionType } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { CsvLayoutDto } from '../platform/http/csv.dto.js';

export class ReportQuery {
  /** The incident to report on. */
  @IsUUID()
  incidentId: string;
}

export class ReportCsvQuery extends IntersectionType(ReportQuery, CsvLayoutDto) {}
