import { ArrayNotEmpty, ArrayUnique, IsArray, IsIn, MaxLength } from 'class-validator';
import { IsOmittable, IsPlainText } from '../platform/http/fields.js';
import { CAPABILITIES, type Capability } from './outage-window.js';

export class PutComponentDto {
  /** What people call it; left out, its key. */
  @IsOmittable()
  @IsPlainText()
  @MaxLength(255)
  name?: string;

  /** What can be lost with it; left out, everything. */
  @IsOmittable()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(CAPABILITIES, { each: true })
  capabilities?: Capability[];
}
