import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsObject, IsUUID, ValidateNested } from 'class-validator';
import { IsOmittable } from '../platform/http/fields.js';
import { LETTER_ACTIONS, type LetterAction, MAX_ACTION_LETTERS } from './letter-actions.service.js';

export class LetterPreviewQuery {
  /** The language of the sample. */
  @IsIn(['fr', 'en'])
  locale: 'fr' | 'en';
}

export class LetterFilterDto {
  /** All approved offers for this incident. */
  @IsUUID()
  incidentId: string;
}

export class LetterBatchDto {
  /** All approved offers for this incident, as they are when the job begins. */
  @IsUUID()
  incidentId: string;
}

export class LetterActionsDto {
  /** What to do with the letter of each offer. */
  @IsIn(LETTER_ACTIONS)
  action: LetterAction;

  /** The offers, by id; or give a filter. */
  @IsOmittable()
  @IsArray()
  @ArrayMaxSize(MAX_ACTION_LETTERS)
  @IsUUID(undefined, { each: true })
  ids?: string[];

  /** The offers, by what they have in common. */
  @IsOmittable()
  @IsObject()
  @ValidateNested()
  @Type(() => LetterFilterDto)
  filter?: LetterFilterDto;

  /** Writes the letters and answers alike, and keeps nothing. */
  @IsOmittable()
  @IsBoolean()
  dryRun?: boolean;
}
