import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsTimeZone,
  IsUrl,
  IsUUID,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsDayText, IsOmittable, IsPlainText } from '../platform/http/fields.js';
import { IsInstant, parseInstant } from '../platform/http/instant.js';
import { ListQuery } from '../platform/http/list.js';
import { CAPABILITIES, type Capability } from './outage-window.js';
import { WindowCapabilitiesDto } from './outage-windows.dto.js';
import { type Acceptance, PROPOSAL_STATUSES, type ProposalStatus } from './window-proposal.js';

const MAX_TEXT = 200_000;

export class ProposalListQuery extends ListQuery {
  /** Only proposals that stand so. */
  @IsOptional()
  @IsIn(PROPOSAL_STATUSES)
  status?: ProposalStatus;
}

export class PageComponentListQuery extends ListQuery {
  /** `true`: only those of which nobody has said what they are. */
  @IsOptional()
  @Transform(({ value }) => value === 'true' || value === true)
  @IsBoolean()
  unmapped?: boolean;
}

export class PutPageComponentDto {
  /** What the page calls it; needed only where no import has brought it yet. */
  @IsOmittable()
  @IsPlainText()
  @MaxLength(255)
  name?: string;

  /** Which component of ours it is; null when that is not known or it is none. */
  @IsOptional()
  @IsString()
  componentKey?: string | null;

  /** What of the component fails with it; null for all that can. */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(CAPABILITIES, { each: true })
  capabilities?: Capability[] | null;

  /** It is none of ours: what the page says of it is no outage here. */
  @IsOmittable()
  @IsBoolean()
  ignored?: boolean;
}

export class AcceptProposalDto {
  /** The claim that the start is taken from, by its place in `claims` from 0. */
  @IsOmittable()
  @IsInt()
  @Min(0)
  startClaim?: number;

  /** The claim that the end is taken from, by its place in `claims` from 0. */
  @IsOmittable()
  @IsInt()
  @Min(0)
  endClaim?: number;

  /** A start of your own in place of any claim. */
  @IsOmittable()
  @IsInstant()
  startsAt?: string;

  /** An end of your own in place of any claim. */
  @IsOmittable()
  @IsInstant()
  endsAt?: string;

  /** It still goes on: the window gets no end. */
  @IsOmittable()
  @IsBoolean()
  ongoing?: boolean;

  /** The component, where the source does not say, or says another. */
  @IsOmittable()
  @IsString()
  componentKey?: string;

  /** What people could not do, in place of what the proposal says. */
  @IsOmittable()
  @IsObject()
  @ValidateNested()
  @Type(() => WindowCapabilitiesDto)
  capabilities?: WindowCapabilitiesDto;

  /** Live windows that this one takes the place of; they are retracted. */
  @IsOmittable()
  @IsArray()
  @ArrayMaxSize(100)
  @IsUUID('all', { each: true })
  replaces?: string[];

  /** Why it is believed; needed where claims compete or a time is your own. */
  @IsOptional()
  @IsPlainText()
  @MaxLength(2000)
  reason?: string | null;
}

export class DismissProposalDto {
  /** Why it is not an outage window. */
  @IsOptional()
  @IsPlainText()
  @MaxLength(2000)
  reason?: string | null;
}

export class ChooseEvidenceDto {
  /** The evidence whose claimed start the window shall have. */
  @IsOmittable()
  @IsUUID()
  startEvidenceId?: string;

  /** The evidence whose claimed end the window shall have. */
  @IsOmittable()
  @IsUUID()
  endEvidenceId?: string;

  /** Why this claim and not another. */
  @IsPlainText()
  @MaxLength(2000)
  reason: string;
}

export class ReadPostMortemDto {
  /** The post-mortem, as it was published: French or English. */
  @IsPlainText()
  @MaxLength(MAX_TEXT)
  text: string;

  /** The zone of its times, where it names none: an IANA name such as Europe/Paris. */
  @IsOmittable()
  @IsTimeZone()
  timeZone?: string;

  /** The day it speaks of, where it names none (or no year): 2020-09-16. */
  @IsOmittable()
  @IsDayText()
  date?: string;

  /** Where it was published. */
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false, disallow_auth: true })
  @MaxLength(2000)
  sourceUrl?: string | null;
}

/** What a person decided, as the rest of the feature takes it. */
export function acceptance(dto: AcceptProposalDto): Acceptance {
  const { startClaim, endClaim, ongoing, componentKey, capabilities } = dto;
  return {
    startClaim,
    endClaim,
    startsAt: dto.startsAt === undefined ? undefined : parseInstant(dto.startsAt),
    endsAt: dto.endsAt === undefined ? undefined : parseInstant(dto.endsAt),
    ongoing,
    componentKey,
    capabilities,
    reason: dto.reason ?? null,
  };
}
