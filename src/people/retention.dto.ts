import { IsBoolean } from 'class-validator';
import { IsOmittable } from '../platform/http/fields.js';

export class RetentionRunDto {
  /** Only count. True unless said otherwise. */
  @IsOmittable()
  @IsBoolean()
  dryRun?: boolean;
}
