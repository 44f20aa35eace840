import { IntersectionType } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { CsvLayoutDto } from '../platform/http/csv.dto.js';
import { IsOmittable, IsPlainText } from '../platform/http/fields.js';
import { ListQuery } from '../platform/http/list.js';
import { IMPACT_CLASSES, type ImpactClass } from '../policies/impact-class.js';
import type { CaseActionRequest } from './case-actions.service.js';
import { CASE_SORTS, type CaseFilter, type CaseSort } from './list-cases.sql.js';
import { caseChange, ChangeCaseDto } from './outreach.dto.js';
import { CASE_STATUSES, type CaseStatus, MAX_TAGS, OWED, type Owed } from './outreach-case.js';

const NO_NUL = /^[^\0]*$/s;
const MAX_IDS = 10_000;
export const TAG_LENGTH = 40;

/** A query has its booleans as text; a body has them as they are. */
const asBoolean = Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : (value as unknown)));

export class CaseFilterDto implements CaseFilter {
  /** Only cases of this incident. */
  @IsOmittable()
  @IsUUID()
  incidentId?: string;

  /** Only cases that stand so. */
  @IsOmittable()
  @IsIn(CASE_STATUSES)
  status?: CaseStatus;

  /** Only cases that are not resolved, or only those that are. */
  @IsOmittable()
  @asBoolean
  @IsBoolean()
  open?: boolean;

  /** Only this person's cases; empty asks for those that nobody owns. */
  @IsOmittable()
  @IsString()
  @Matches(NO_NUL)
  @MaxLength(200)
  owner?: string;

  /** Only customers hit so. */
  @IsOmittable()
  @IsIn(IMPACT_CLASSES)
  class?: ImpactClass;

  /** Only customers to whom this is owed. */
  @IsOmittable()
  @IsIn(OWED)
  owed?: Owed;

  /** Part of the customer's name or external id, in any case. */
  @IsOmittable()
  @IsString()
  @Matches(NO_NUL)
  @MaxLength(200)
  q?: string;

  /** Only cases with this tag. */
  @IsOmittable()
  @IsPlainText()
  @MaxLength(TAG_LENGTH)
  tag?: string;

  /** Only cases whose next action is due, or only the others. */
  @IsOmittable()
  @asBoolean
  @IsBoolean()
  due?: boolean;

  /** Only cases that sleep until later, or only those awake. */
  @IsOmittable()
  @asBoolean
  @IsBoolean()
  snoozed?: boolean;

  /** Only cases on hold, or only the others. */
  @IsOmittable()
  @asBoolean
  @IsBoolean()
  held?: boolean;

  /** Only cases that waited for too long, or only the others. */
  @IsOmittable()
  @asBoolean
  @IsBoolean()
  escalated?: boolean;

  /** Only customers that the newest assessment names, or only those that fell out of it. */
  @IsOmittable()
  @asBoolean
  @IsBoolean()
  stillAffected?: boolean;

  /** Only customers that claimed, or only the others. */
  @IsOmittable()
  @asBoolean
  @IsBoolean()
  claimed?: boolean;
}

class CaseSortDto {
  /** The order: the most urgent first unless said otherwise; `silence` is the longest untouched first. */
  @IsOmittable()
  @IsIn(CASE_SORTS)
  sort?: CaseSort;
}

export class CaseListQuery extends IntersectionType(ListQuery, CaseFilterDto, CaseSortDto) {}

export class CaseExportQuery extends IntersectionType(CaseFilterDto, CaseSortDto, CsvLayoutDto) {}

export class ViewQueryDto extends IntersectionType(CaseFilterDto, CaseSortDto) {}

export class SaveViewDto {
  /** What its owner calls it; each name once. */
  @IsPlainText()
  @MaxLength(100)
  name: string;

  /** What the list is asked for. */
  @IsObject()
  @ValidateNested()
  @Type(() => ViewQueryDto)
  query: ViewQueryDto;
}

export class BulkChangeDto extends ChangeCaseDto {
  /** Tags to put on, beside those that are there. */
  @IsOmittable()
  @IsArray()
  @ArrayMaxSize(MAX_TAGS)
  @IsPlainText({ each: true })
  @MaxLength(TAG_LENGTH, { each: true })
  addTags?: string[];

  /** Tags to take away. */
  @IsOmittable()
  @IsArray()
  @ArrayMaxSize(MAX_TAGS)
  @IsPlainText({ each: true })
  @MaxLength(TAG_LENGTH, { each: true })
  removeTags?: string[];
}

export class CaseActionsDto {
  /** The cases, by id; or give a filter. */
  @IsOmittable()
  @IsArray()
  @ArrayMaxSize(MAX_IDS)
  @IsUUID(undefined, { each: true })
  ids?: string[];

  /** The cases, by what they have in common; at least one field. */
  @IsOmittable()
  @IsObject()
  @ValidateNested()
  @Type(() => CaseFilterDto)
  filter?: CaseFilterDto;

  /** What is written over in each of them. */
  @IsOmittable()
  @IsObject()
  @ValidateNested()
  @Type(() => BulkChangeDto)
  change?: BulkChangeDto;

  /** Gives each an owner as new cases get one. */
  @IsOptional()
  @IsBoolean()
  assign?: boolean;

  /** Answers alike, and changes nothing. */
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean;
}

/** The action as the rest of the feature takes it. */
export function caseAction({ ids, filter, change, assign, dryRun }: CaseActionsDto): CaseActionRequest {
  const { addTags, removeTags, ...fields } = change ?? {};
  return {
    ids,
    filter,
    assign,
    dryRun,
    ...(change === undefined ? {} : { change: { ...caseChange(fields), addTags, removeTags } }),
  };
}
