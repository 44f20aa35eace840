import { IsIn, IsUUID } from 'class-validator';
import { CSV_SEPARATORS, type CsvSeparator } from '../platform/http/csv.js';
import { IsOmittable } from '../platform/http/fields.js';

export class ReportQuery {
  /** The incident to report on. */
  @IsUUID()
  incidentId: string;
}

export class ReportCsvQuery extends ReportQuery {
  /** `0` leaves the byte order mark out. */
  @IsOmittable()
  @IsIn(['0', '1'])
  bom?: '0' | '1';

  /** `semicolon` for an Excel whose language writes decimals with a comma. */
  @IsOmittable()
  @IsIn(Object.keys(CSV_SEPARATORS))
  separator?: CsvSeparator;
}
