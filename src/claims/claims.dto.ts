import { IntersectionType } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  registerDecorator,
  ValidateNested,
} from 'class-validator';
import { isCurrency } from '../kernel/money.js';
import { CsvLayoutDto } from '../platform/http/csv.dto.js';
import { IsDayText, IsOmittable, IsPlainLine, IsPlainText } from '../platform/http/fields.js';
import { ListQuery } from '../platform/http/list.js';
import {
  CLAIM_ACTIONS,
  CLAIM_CHANNELS,
  CLAIM_STATUSES,
  CLAIM_VERDICTS,
  type ClaimAction,
  type ClaimChannel,
  type ClaimStatus,
  type ClaimVerdict,
} from './claim.js';
import type { ClaimActionRequest } from './claim-actions.service.js';
import type { EnteredClaim } from './claims.service.js';
import { CLAIM_SORTS, type ClaimFilter, type ClaimSort } from './list-claims.sql.js';
import { REFUSAL_CODES, type RefusalCode } from './refusal-words.js';
import { CLAIMED_PERCENT, LOCAL_TIME, MAX_CLAIMED_MINUTES, SAID_LIMITS } from './said-claim.js';

/** A query has its booleans as text. */
const asBoolean = Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : (value as unknown)));

function IsCurrency(): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'isCurrency',
      target: target.constructor,
      propertyName: String(property),
      options: { message: '$property must be the code of a currency, ISO 4217' },
      validator: { validate: (value: unknown) => typeof value === 'string' && isCurrency(value) },
    });
}

export class ClaimFilterDto implements ClaimFilter {
  /** Only claims that stand so. Those that became one with another are shown only when they are asked for. */
  @IsOmittable()
  @IsIn(CLAIM_STATUSES)
  status?: ClaimStatus;

  /** Only claims of which this is said. */
  @IsOmittable()
  @IsIn(CLAIM_VERDICTS)
  verdict?: ClaimVerdict;

  /** Only claims of this incident. */
  @IsOmittable()
  @IsUUID()
  incidentId?: string;

  /** Only claims of this customer, by external id. */
  @IsOmittable()
  @IsPlainText()
  @MaxLength(200)
  customerId?: string;

  /** Only claims that first came this way. */
  @IsOmittable()
  @IsIn(CLAIM_CHANNELS)
  channel?: ClaimChannel;

  /** Only claims that are not decided, or only the others. */
  @IsOmittable()
  @asBoolean
  @IsBoolean()
  open?: boolean;

  /** Part of the claimant's name, address or reference, or of the customer's name or external id, in any case. */
  @IsOmittable()
  @IsPlainText()
  @MaxLength(200)
  q?: string;
}

class ClaimSortDto {
  /** The order; the newest first unless said otherwise. */
  @IsOmittable()
  @IsIn(CLAIM_SORTS)
  sort?: ClaimSort;
}

export class ClaimListQuery extends IntersectionType(ListQuery, ClaimFilterDto, ClaimSortDto) {}

export class ClaimExportQuery extends IntersectionType(ClaimFilterDto, ClaimSortDto, CsvLayoutDto) {}

export class ClaimedAmountDto {
  /** Whole minor units, from 0. */
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  amountMinor: number;

  /** ISO 4217. */
  @IsCurrency()
  currency: string;
}

export class EnterClaimDto {
  /** Who claims. */
  @IsPlainLine()
  @MaxLength(SAID_LIMITS.name)
  name: string;

  /** Their address. Nothing is ever sent to it: answers go to the contacts on record. */
  @IsEmail()
  @IsPlainLine()
  @MaxLength(SAID_LIMITS.email)
  email: string;

  /** The company that they say they are of. */
  @IsOptional()
  @IsPlainLine()
  @MaxLength(SAID_LIMITS.company)
  company?: string | null;

  /** The meeting that they name, best by the customer's own id of it. */
  @IsOptional()
  @IsPlainLine()
  @MaxLength(SAID_LIMITS.meeting)
  meeting?: string | null;

  /** The day, YYYY-MM-DD, where they are. */
  @IsOptional()
  @IsDayText()
  day?: string | null;

  /** About when, HH:MM, where they are. */
  @IsOptional()
  @Matches(LOCAL_TIME)
  time?: string | null;

  /** What happened, in their words. */
  @IsPlainText()
  @MaxLength(SAID_LIMITS.text)
  text: string;

  /** Their own reference. */
  @IsOptional()
  @IsPlainLine()
  @MaxLength(SAID_LIMITS.reference)
  reference?: string | null;

  /** For how many minutes they were hit, as they say. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_CLAIMED_MINUTES)
  claimedMinutes?: number | null;

  /** How much of the month that is, as they say: a decimal string in per cent. */
  @IsOptional()
  @Matches(CLAIMED_PERCENT)
  claimedPercent?: string | null;

  /** What they ask for. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ClaimedAmountDto)
  claimedAmount?: ClaimedAmountDto | null;

  /** The id of the claim elsewhere, such as a ticket's; entered again, it is the claim that is there. */
  @IsOptional()
  @IsPlainLine()
  @MaxLength(200)
  externalId?: string | null;

  /** Whose it is, by external id, when that is known. */
  @IsOptional()
  @IsPlainLine()
  @MaxLength(200)
  customerId?: string | null;

  /** Of which incident it is, when that is known. */
  @IsOptional()
  @IsUUID()
  incidentId?: string | null;

  /** The language in which it came. */
  @IsOptional()
  @IsIn(['fr', 'en'])
  locale?: 'fr' | 'en' | null;
}

/** The claim as the rest of the feature takes it. */
export function enteredClaim(dto: EnterClaimDto): EnteredClaim {
  const { company, meeting, day, time, reference, externalId, customerId, incidentId, locale, ...others } = dto;
  const { name, email, text, claimedMinutes, claimedPercent, claimedAmount } = others;
  return {
    name,
    email,
    text,
    company: company ?? null,
    meeting: meeting ?? null,
    day: day ?? null,
    time: time ?? null,
    reference: reference ?? null,
    claimedMinutes: claimedMinutes ?? null,
    claimedPercent: claimedPercent ?? null,
    claimedAmount:
      claimedAmount === undefined || claimedAmount === null
        ? null
        : { amountMinor: claimedAmount.amountMinor, currency: claimedAmount.currency },
    externalId: externalId ?? null,
    customerId: customerId ?? null,
    incidentId: incidentId ?? null,
    locale: locale ?? 'fr',
  };
}

export class ClaimActionDto {
  /**
   * `match` says whose it is and of which incident; `accept` takes it into the offer that stands, or into one that is
   * proposed as any other is; `refuse` answers the customer with the reasons; `reopen` takes a decision back; `check`
   * judges it anew.
   */
  @IsIn(CLAIM_ACTIONS)
  action: ClaimAction;

  /** For `match`: the customer's external id. */
  @IsOmittable()
  @IsPlainLine()
  @MaxLength(200)
  customerId?: string;

  /** For `match`. */
  @IsOmittable()
  @IsUUID()
  incidentId?: string;

  /** For `refuse`: why; the customer reads them in its language. */
  @IsOmittable()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(REFUSAL_CODES.length)
  @IsIn(REFUSAL_CODES, { each: true })
  reasons?: RefusalCode[];

  /** What is added: to a refusal in the customer's language, else for ourselves. Needed to reopen, and for `other`. */
  @IsOptional()
  @IsPlainText()
  @MaxLength(2000)
  note?: string | null;
}

/** The action as the rest of the feature takes it. */
export function claimAction({ note, ...others }: ClaimActionDto): ClaimActionRequest {
  return { ...others, note: note ?? null };
}

export class ClaimSettingsInput {
  /** Whether the public form is open. */
  @IsBoolean()
  formOpen: boolean;
}
