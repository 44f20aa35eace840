import { ArrayMaxSize, IsArray, IsIn, IsOptional, MaxLength } from 'class-validator';
import { IsOmittable, IsPlainText } from '../platform/http/fields.js';
import { IsInstant, parseInstant } from '../platform/http/instant.js';
import { WRITTEN_KINDS, type WrittenKind } from './case-activity.js';
import type { WrittenActivity } from './outreach.service.js';
import { CASE_STATUSES, type CaseChange, type CaseStatus, MAX_TAGS } from './outreach-case.js';

const BODY_LENGTH = 20_000;

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

  /** Until when it sleeps, RFC 3339 with an offset; null wakes it. */
  @IsOptional()
  @IsInstant()
  snoozedUntil?: string | null;

  /** Why it is on hold, out of every bulk action and automatic mail; null lifts the hold. */
  @IsOptional()
  @IsPlainText()
  @MaxLength(500)
  holdReason?: string | null;

  /** All of its tags. */
  @IsOmittable()
  @IsArray()
  @ArrayMaxSize(MAX_TAGS)
  @IsPlainText({ each: true })
  @MaxLength(40, { each: true })
  tags?: string[];
}

export class NewActivityDto {
  /** What it was; all but a note reach the customer. */
  @IsIn(WRITTEN_KINDS)
  kind: WrittenKind;

  /** What was said. */
  @IsPlainText()
  @MaxLength(BODY_LENGTH)
  body: string;

  /** When it was, RFC 3339 with an offset; absent means now. */
  @IsOptional()
  @IsInstant()
  occurredAt?: string | null;
}

export class EditActivityDto {
  /** What it was. */
  @IsOmittable()
  @IsIn(WRITTEN_KINDS)
  kind?: WrittenKind;

  /** What was said. */
  @IsOmittable()
  @IsPlainText()
  @MaxLength(BODY_LENGTH)
  body?: string;

  /** When it was, RFC 3339 with an offset. */
  @IsOmittable()
  @IsInstant()
  occurredAt?: string;
}

/** The change as the rest of the feature takes it. */
export function caseChange({ nextActionAt, snoozedUntil, ...change }: ChangeCaseDto): CaseChange {
  return { ...change, nextActionAt: instantOf(nextActionAt), snoozedUntil: instantOf(snoozedUntil) };
}

/** The entry as the rest of the feature takes it. */
export function writtenActivity({ kind, body, occurredAt }: NewActivityDto): WrittenActivity {
  return { kind, body, occurredAt: typeof occurredAt === 'string' ? parseInstant(occurredAt) : null };
}

/** The edit as the rest of the feature takes it. */
export function editedActivity({ occurredAt, ...edit }: EditActivityDto): Partial<WrittenActivity> {
  return { ...edit, ...(occurredAt === undefined ? {} : { occurredAt: parseInstant(occurredAt) }) };
}

function instantOf(text: string | null | undefined): Date | null | undefined {
  return typeof text === 'string' ? parseInstant(text) : text;
}
