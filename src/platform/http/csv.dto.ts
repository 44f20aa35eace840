import { IsIn } from 'class-validator';
import { CSV_SEPARATORS, type CsvSeparator } from './csv.js';
import { IsOmittable } from './fields.js';

/** How a CSV that a person opens is written. */
export class CsvLayoutDto {
  /** `0` leaves the byte order mark out, without which Excel reads accents wrong. */
  @IsOmittable()
  @IsIn(['0', '1'])
  bom?: '0' | '1';

  /** `semicolon` for an Excel whose language writes decimals with a comma. */
  @IsOmittable()
  @IsIn(Object.keys(CSV_SEPARATORS))
  separator?: CsvSeparator;
}
