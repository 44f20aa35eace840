import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  IsTimeZone,
  IsUrl,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { IsOmittable, IsPlainText } from '../platform/http/fields.js';
import { IsInstant, parseInstant } from '../platform/http/instant.js';
import { ListQuery } from '../platform/http/list.js';
import { CONFIDENCES, type Confidence, type Evidence, EVIDENCE_SOURCES, type EvidenceSource } from './evidence.js';
import {
  INCIDENT_STATUSES,
  type IncidentChange,
  type IncidentStatus,
  mergeDescriptions,
  type NewIncident,
  type NewUpdate,
  UPDATE_STATUSES,
  type UpdateStatus,
} from './incident.js';
import { MAX_WINDOWS } from './outage-window.js';
import { WindowDto, wantedWindow } from './outage-windows.dto.js';

const MAX_ENTRIES = 1000;

/** A page on the web; hosts inside the company's own network are fine, anything but http and https is not. */
const PAGE = { protocols: ['http', 'https'], require_protocol: true, require_tld: false, disallow_auth: true };

/** A zone's name begins with a letter; the runtime would take bare offsets for zones too. */
const ZONE_NAME = /^[A-Za-z]/;

export class IncidentListQuery extends ListQuery {
  /** Only incidents that stand so. */
  @IsOptional()
  @IsIn(INCIDENT_STATUSES)
  status?: IncidentStatus;

  /** Only incidents with this in their title or reference. */
  @IsOptional()
  @IsString()
  @Matches(/^[^\0]*$/, { message: 'q must not contain NUL' })
  @MaxLength(200)
  q?: string;
}

/** What happened in plain words for customers; it goes into letters. */
export class DescriptionsDto {
  /** In French; null takes it away. */
  @IsOptional()
  @IsPlainText()
  @MaxLength(5000)
  fr?: string | null;

  /** In English; null takes it away. */
  @IsOptional()
  @IsPlainText()
  @MaxLength(5000)
  en?: string | null;
}

export class NewUpdateDto {
  /** What the update says of the incident. */
  @IsIn(UPDATE_STATUSES)
  status: UpdateStatus;

  /** The published words. */
  @IsPlainText()
  @MaxLength(50_000)
  body: string;

  /** Their language, such as `fr` or `en-GB`. */
  @IsOptional()
  @Matches(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/)
  locale?: string | null;

  /** The time that the update shows, RFC 3339 with an offset, such as 2020-09-16T15:15:00+02:00. */
  @IsInstant()
  displayAt: string;

  /** Where it was published. */
  @IsOptional()
  @IsUrl(PAGE)
  @MaxLength(2000)
  sourceUrl?: string | null;
}

export class NewEvidenceDto {
  /** Who or what says it. */
  @IsIn(EVIDENCE_SOURCES)
  source: EvidenceSource;

  /** The component it speaks of, if of one. */
  @IsOptional()
  @IsString()
  componentKey?: string | null;

  /** When the failure began, it says. RFC 3339 with an offset. */
  @IsOptional()
  @IsInstant()
  claimedStartAt?: string | null;

  /** When the failure was over, it says. RFC 3339 with an offset. */
  @IsOptional()
  @IsInstant()
  claimedEndAt?: string | null;

  /** How far it can be relied on. */
  @IsIn(CONFIDENCES)
  confidence: Confidence;

  /** Its own words, or a reading. */
  @IsPlainText()
  @MaxLength(20_000)
  quote: string;

  /** Where it can be read. */
  @IsOptional()
  @IsUrl(PAGE)
  @MaxLength(2000)
  sourceUrl?: string | null;
}

class IncidentFieldsDto {
  /** Its id elsewhere, unique here; null takes it away. */
  @IsOptional()
  @IsPlainText()
  @MaxLength(255)
  reference?: string | null;

  /** Where it stands. */
  @IsOmittable()
  @IsIn(INCIDENT_STATUSES)
  status?: IncidentStatus;

  /** The IANA time zone that people speak of it in, such as Europe/Paris. */
  @IsOmittable()
  @IsTimeZone()
  @Matches(ZONE_NAME, { message: 'timeZone must be the name of a zone, not an offset' })
  timeZone?: string;

  /** What happened, by language. A language that is not named stays as it is. */
  @IsOmittable()
  @IsObject()
  @ValidateNested()
  @Type(() => DescriptionsDto)
  descriptions?: DescriptionsDto;

  /** Where it was published. */
  @IsOptional()
  @IsUrl(PAGE)
  @MaxLength(2000)
  sourceUrl?: string | null;
}

export class ChangeIncidentDto extends IncidentFieldsDto {
  /** What the company calls it. */
  @IsOmittable()
  @IsPlainText()
  @MaxLength(255)
  title?: string;
}

export class NewIncidentDto extends IncidentFieldsDto {
  /** What the company calls it. */
  @IsPlainText()
  @MaxLength(255)
  title: string;

  /** What was published about it; the latest one gives the status when none is given. */
  @IsOmittable()
  @IsArray()
  @ArrayMaxSize(MAX_ENTRIES)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => NewUpdateDto)
  updates?: NewUpdateDto[];

  /** What is said about when components failed. */
  @IsOmittable()
  @IsArray()
  @ArrayMaxSize(MAX_ENTRIES)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => NewEvidenceDto)
  evidence?: NewEvidenceDto[];

  /** The outage windows. */
  @IsOmittable()
  @IsArray()
  @ArrayMaxSize(MAX_WINDOWS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => WindowDto)
  windows?: WindowDto[];
}

/** A published update as the rest of the feature takes it. */
export function newUpdate({ status, body, locale, displayAt, sourceUrl }: NewUpdateDto): NewUpdate {
  return { status, body, locale: locale ?? null, displayAt: parseInstant(displayAt), sourceUrl: sourceUrl ?? null };
}

/** Evidence as the rest of the feature takes it. */
export function newEvidence(dto: NewEvidenceDto): Evidence {
  return {
    source: dto.source,
    componentKey: dto.componentKey ?? null,
    claimedStartAt: instantOrNull(dto.claimedStartAt),
    claimedEndAt: instantOrNull(dto.claimedEndAt),
    confidence: dto.confidence,
    quote: dto.quote,
    sourceUrl: dto.sourceUrl ?? null,
  };
}

/** An incident as the rest of the feature takes it, with the defaults in place. */
export function newIncident(dto: NewIncidentDto): NewIncident {
  return {
    title: dto.title,
    reference: dto.reference ?? null,
    status: dto.status,
    timeZone: dto.timeZone ?? 'UTC',
    descriptions: mergeDescriptions({}, dto.descriptions ?? {}),
    sourceUrl: dto.sourceUrl ?? null,
    updates: (dto.updates ?? []).map(newUpdate),
    evidence: (dto.evidence ?? []).map(newEvidence),
    windows: (dto.windows ?? []).map(wantedWindow),
  };
}

/** What is to change; undefined stays as it is. */
export function incidentChange(dto: ChangeIncidentDto): IncidentChange {
  const { title, reference, status, timeZone, descriptions, sourceUrl } = dto;
  return { title, reference, status, timeZone, descriptions, sourceUrl };
}

function instantOrNull(text: string | null | undefined): Date | null {
  return typeof text === 'string' ? parseInstant(text) : null;
}
