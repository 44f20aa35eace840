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
import { IsOmittable, IsPlainText } from '../platform/http/fields.js';
import { IsInstant, parseInstant } from '../platform/http/instant.js';
import { MAX_WINDOWS, type WantedWindow, WINDOW_STATES, type WindowState } from './outage-window.js';

export class WindowListQuery {
  /** `retracted`: the retracted windows too, not only the live ones. */
  @IsOptional()
  @IsIn(['retracted'])
  include?: 'retracted';
}

/** At least one capability; what is not named is fine. */
export class WindowCapabilitiesDto {
  @IsOmittable()
  @IsIn(WINDOW_STATES)
  join?: WindowState;

  @IsOmittable()
  @IsIn(WINDOW_STATES)
  interact?: WindowState;

  @IsOmittable()
  @IsIn(WINDOW_STATES)
  moderate?: WindowState;

  @IsOmittable()
  @IsIn(WINDOW_STATES)
  view?: WindowState;

  @IsOmittable()
  @IsIn(WINDOW_STATES)
  media?: WindowState;
}

export class WindowDto {
  /** The component that failed. */
  @IsString()
  componentKey: string;

  /** When it began, RFC 3339 with an offset, cut to the second. */
  @IsInstant()
  startsAt: string;

  /** The first moment at which it was over; null or left out while it goes on. */
  @IsOptional()
  @IsInstant()
  endsAt?: string | null;

  /** What people could not do, or could hardly do. */
  @IsObject()
  @ValidateNested()
  @Type(() => WindowCapabilitiesDto)
  capabilities: WindowCapabilitiesDto;

  /** Why these times were chosen; left out, the reason of the change. */
  @IsOptional()
  @IsPlainText()
  @MaxLength(2000)
  reason?: string | null;

  /** The evidence of the incident that the window rests on. */
  @IsOmittable()
  @IsArray()
  @ArrayMaxSize(100)
  @IsUUID('all', { each: true })
  evidenceIds?: string[];
}

export class PutWindowsDto {
  /** All windows that shall be live; live ones that are not among them are retracted. */
  @IsArray()
  @ArrayMaxSize(MAX_WINDOWS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => WindowDto)
  windows: WindowDto[];

  /** Why the windows change; kept with those retracted, and with the new ones that name no reason of their own. */
  @IsOptional()
  @IsPlainText()
  @MaxLength(2000)
  reason?: string | null;
}

/** A window as the rest of the feature takes it: instants read, evidence named once. */
export function wantedWindow({
  componentKey,
  startsAt,
  endsAt,
  capabilities,
  reason,
  evidenceIds,
}: WindowDto): WantedWindow {
  return {
    componentKey,
    startsAt: parseInstant(startsAt),
    endsAt: typeof endsAt === 'string' ? parseInstant(endsAt) : null,
    capabilities,
    reason: reason ?? null,
    evidenceIds: [...new Set((evidenceIds ?? []).map((id) => id.toLowerCase()))],
  };
}
