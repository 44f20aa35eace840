import { IsBoolean } from 'class-validator';
import { IsOmittable } from '../platform/http/fields.js';

/** Days that are absent stay as they are; each is a whole number from 7 to 3650. */
export class RetentionInput {
  /** Sessions and attempts (whole months) and rosters. */
  sessions?: number;
  /** Names of participants, since they were last brought in. */
  names?: number;
  /** Participants of impacts, since the assessment. */
  impacts?: number;
  /** Words of claims and who sent them, since they were decided. */
  claims?: number;
}

export class RetentionRunDto {
  /** Only count. True unless said otherwise. */
  @IsOmittable()
  @IsBoolean()
  dryRun?: boolean;
}
