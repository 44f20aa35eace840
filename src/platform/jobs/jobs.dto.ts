import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { ListQuery } from '../http/list.js';
import { JOB_STATUSES, type JobStatus } from './jobs.service.js';

export class JobListQuery extends ListQuery {
  /** Only jobs that stand so. */
  @IsOptional()
  @IsIn(JOB_STATUSES)
  status?: JobStatus;

  /** Only jobs of this kind, such as `assessment`. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  kind?: string;
}
