import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { MAX_WINDOWS } from '../incidents/outage-window.js';
import { WindowDto } from '../incidents/outage-windows.dto.js';
import { IsInstant } from '../platform/http/instant.js';
import { IMPACT_CLASSES, type ImpactClass } from '../policies/impact-class.js';
import { ListQuery } from '../platform/http/list.js';

/** Narrows a list of impacts. */
export class ImpactListQuery extends ListQuery {
  /** Only this class. */
  @IsOptional()
  @IsIn(IMPACT_CLASSES)
  class?: ImpactClass;

  /** Only this customer (external id). */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  customerId?: string;

  /** Only this meeting (external id). */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  meetingId?: string;

  /** Only this participant. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  participantId?: string;
}

/** Narrows the list of assessments. */
export class AssessmentListQuery extends ListQuery {
  /** Only those of this incident. */
  @IsOptional()
  @IsUUID()
  incidentId?: string;
}

/** Which customer's meeting is meant, where several customers use the same external id. */
export class MeetingQuery {
  /** The customer's external id. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  customerId?: string;
}

/** The windows to look at. */
export class PreviewDto {
  /** All windows as they would be live. */
  @IsArray()
  @ArrayMaxSize(MAX_WINDOWS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => WindowDto)
  windows: WindowDto[];
}

/** The time of an incident's timeline. */
export class TimelineQuery {
  /** Its first minute; left out, 20 minutes before the first window. */
  @IsOptional()
  @IsInstant()
  from?: string;

  /** Its end; left out, 20 minutes after the last window. At most a week after the start. */
  @IsOptional()
  @IsInstant()
  to?: string;
}
