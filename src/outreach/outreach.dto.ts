import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { IsOmittable, IsPlainText } from '../platform/http/fields.js';
import { IsInstant, parseInstant } from '../platform/http/instant.js';
import { ListQuery } from '../platform/http/list.js';
import { IMPACT_CLASSES, type ImpactClass } from '../policies/impact-class.js';
import { WRITTEN_KINDS, type WrittenKind } from './case-activity.js';
import type { WrittenActivity } from './outreach.service.js';
import { CASE_STATUSES, type CaseChange, type CaseStatus } from './outreach-case.js';

const NO_NUL = /^[^\0]*$/s;

export class CaseListQuery extends ListQuery {
  /** Only cases of this incident. */
  @IsOptional()
  @IsUUID()
  incidentId?: string;

  /** Only cases that stand so. */
  @IsOptional()
  @IsIn(CASE_STATUSES)
  status?: CaseStatus;

  /** Only this person's cases; empty asks for those that nobody owns. */
  @IsOptional()
  @IsString()
  @Matches(NO_NUL)
  @MaxLength(200)
  owner?: string;

  /** Only customers hit so. */
  @IsOptional()
  @IsIn(IMPACT_CLASSES)
  class?: ImpactClass;

  /** Part of the customer's name or external id, in any case. */
  @IsOptional()
  @IsString()
  @Matches(NO_NUL)
  @MaxLength(200)
  q?: string;

  /** Only cases whose next action is due, or only the others. */
  @IsOptional()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : (value as unknown)))
  @IsBoolean()
  due?: boolean;
}

export class ChangeCaseDto {
  /** Where it stands; `waiting` needs a date for the next action. */
  @IsOmittable()
  @IsIn(CASE_STATUSES)
  status?: CaseStatus;

  /** Who looks after it; null is nobody. */
  @IsOptional()
  @IsPlainText()
  @MaxLength(200)
  owner?: string | null;

  /** What is to be done next. */
  @IsOptional()
  @IsPlainText()
  @MaxLength(2000)
  nextAction?: string | null;

  /** When it is to be done, RFC 3339 with an offset. */
  @IsOptional()
  @IsInstant()
  nextActionAt?: string | null;
}

export class NewActivityDto {
  /** What it was; all but a note reach the customer. */
  @IsIn(WRITTEN_KINDS)
  kind: WrittenKind;

  /** What was said. */
  @IsPlainText()
  @MaxLength(20_000)
  body: string;

  /** When it was, RFC 3339 with an offset; absent means now. */
  @IsOptional()
  @IsInstant()
  occurredAt?: string | null;
}

/** The change as the rest of the feature takes it. */
export function caseChange({ nextActionAt, ...change }: ChangeCaseDto): CaseChange {
  return { ...change, nextActionAt: typeof nextActionAt === 'string' ? parseInstant(nextActionAt) : nextActionAt };
}

/** The entry as the rest of the feature takes it. */
export function writtenActivity({ kind, body, occurredAt }: NewActivityDto): WrittenActivity {
  return { kind, body, occurredAt: typeof occurredAt === 'string' ? parseInstant(occurredAt) : null };
}
