import { IntersectionType } from '@nestjs/swagger';
import { IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { IsInstant, parseInstant } from '../http/instant.js';
import { ListQuery } from '../http/list.js';
import type { AuditFilter } from './audit-trail.sql.js';

export class AuditQuery {
  /** Who did it, e.g. `key:nightly`. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  actor?: string;

  /** What was done: `offer.approved`, or `offer` for all that begins with it. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  action?: string;

  /** What kind of thing it was done to, e.g. `offer`. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  subjectKind?: string;

  /** The id of what it was done to. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  subjectId?: string;

  /** The id of the customer it concerns. */
  @IsOptional()
  @IsUUID()
  customerId?: string;

  /** From this instant on. */
  @IsOptional()
  @IsInstant()
  from?: string;

  /** Before this instant. */
  @IsOptional()
  @IsInstant()
  to?: string;
}

export class AuditListQuery extends IntersectionType(AuditQuery, ListQuery) {}

/** The filter that a query asks for. */
export function filterOf({ from, to, ...filter }: AuditQuery): AuditFilter {
  return {
    ...filter,
    ...(from === undefined ? {} : { from: parseInstant(from) }),
    ...(to === undefined ? {} : { to: parseInstant(to) }),
  };
}
