import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsOptional,
  IsString,
  IsTimeZone,
  Matches,
  MaxLength,
} from 'class-validator';
import { IsDayText, IsOmittable, IsPlainText } from '../../platform/http/fields.js';

const KEY = /^[a-z0-9][a-z0-9-]{0,62}$/;

function toBoolean({ value }: { readonly value: unknown }): unknown {
  return value === 'true' ? true : value === 'false' ? false : value;
}

function toList({ value }: { readonly value: unknown }): unknown {
  return typeof value === 'string'
    ? value
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '')
    : value;
}

class AnswersDto {
  /** The zone that its times are in, where the file names none: an IANA name such as Europe/Paris. */
  @IsOptional()
  @IsTimeZone()
  timezone?: string;

  /** Its dates have the day first (true) or the month (false), where the file leaves that open. */
  @IsOptional()
  @Transform(toBoolean)
  @IsBoolean()
  dayFirst?: boolean;

  /** The external id of the customer whose meeting it was. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  customer?: string;

  /** The keys of the components that the meeting used, separated by commas. */
  @IsOptional()
  @Transform(toList)
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  components?: string[];
}

export class AttendanceQuery extends AnswersDto {
  /** A source whose answers are kept; what is given here goes before them. */
  @IsOptional()
  @Matches(KEY)
  source?: string;

  /** The id to keep the meeting under, where the file names none, or of a meeting that is known already. */
  @IsOptional()
  @IsPlainText()
  @MaxLength(200)
  meeting?: string;

  /** The day on which it began, where the times have no date: 2020-09-16. */
  @IsOptional()
  @IsDayText()
  date?: string;

  /** When the meeting was to start, where the file does not say: 2020-09-16T14:30, in the file's zone, or with an offset. */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  start?: string;

  /** When the meeting was to end, where the file does not say. */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  end?: string;

  /** `true`: only says what would be stored, and of each row what would become of it. */
  @IsOptional()
  @Transform(toBoolean)
  @IsBoolean()
  preview?: boolean;

  /** The name of the file, kept with the receipt. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  sourceName?: string;
}

export class PutImportSourceDto extends AnswersDto {
  /** What people call it; left out, its key. */
  @IsOmittable()
  @IsPlainText()
  @MaxLength(255)
  name?: string;
}
