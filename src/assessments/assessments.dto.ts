import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
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
