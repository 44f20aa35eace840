import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsOmittable, IsPlainText } from '../platform/http/fields.js';
import { IsInstant, parseInstant } from '../platform/http/instant.js';
import { ListQuery } from '../platform/http/list.js';
import { OFFER_STATUSES, type OfferStatus } from './offer.js';
import { OFFER_ACTIONS, type OfferAction } from './offer-actions.service.js';
import { ANSWER_CHANNELS, type AnswerChannel, type OfferAnswer } from './offer-answer.js';
import type { OfferFilter } from './offers.sql.js';
import { OUTCOMES, type Outcome } from './proposal.js';
import { FULFILMENT_STATUSES, type FulfilmentStatus } from './settle-offer.js';

const MAX_IDS = 10_000;
const MAX_REASON_LENGTH = 2000;

export class ProposeOffersDto {
  /** Takes the place of the policy of every contract. */
  @IsOptional()
  @IsString()
  @Matches(/^[a-z0-9][a-z0-9-]{0,62}$/)
  policyCode?: string | null;
}

export class SimulatePolicyDto {
  /** The assessment to try the rules on: done, of whatever revision. */
  @IsUUID()
  assessmentId: string;

  /** The rules as they would be added as a version. */
  @IsObject()
  rules: Record<string, unknown>;
}

export class FulfilmentListQuery extends ListQuery {
  /** Only those that are open, or done. */
  @IsOptional()
  @IsIn(FULFILMENT_STATUSES)
  status?: FulfilmentStatus;

  /** Only those of this offer. */
  @IsOptional()
  @IsUUID()
  offerId?: string;
}

export class FulfilmentDoneDto {
  /** What was done, for whoever looks later. */
  @IsOptional()
  @IsPlainText()
  @MaxLength(MAX_REASON_LENGTH)
  note?: string | null;
}

export class ProposalListQuery extends ListQuery {
  /** The assessment that the proposals were computed from. */
  @IsUUID()
  assessmentId: string;

  /** Only proposals with this outcome. */
  @IsOptional()
  @IsIn(OUTCOMES)
  outcome?: Outcome;

  /** Only the proposal for this customer, by external id. */
  @IsOptional()
  @IsPlainText()
  @MaxLength(255)
  customerId?: string;
}

export class OfferListQuery extends ListQuery {
  /** Only offers for this incident. */
  @IsOptional()
  @IsUUID()
  incidentId?: string;

  /** Only offers that stand for this assessment. */
  @IsOptional()
  @IsUUID()
  assessmentId?: string;

  /** Only offers to this customer, by external id. */
  @IsOptional()
  @IsPlainText()
  @MaxLength(255)
  customerId?: string;

  /** Only offers that stand so now. */
  @IsOptional()
  @IsIn(OFFER_STATUSES)
  status?: OfferStatus;
}

export class ReasonDto {
  /** Why; it stays in the offer's history. */
  @IsPlainText()
  @MaxLength(MAX_REASON_LENGTH)
  reason: string;
}

export class ApproveOfferDto {
  /** The `contentHash` of the offer as it was seen; another content is not approved. */
  @IsOmittable()
  @IsString()
  @Matches(/^[0-9a-f]{64}$/)
  contentHash?: string;
}

export class AdjustOfferDto {
  /** What the offer is to come to, in the smallest unit of its currency. */
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  amountMinor: number;

  /** Why; it stays in the offer's history, and is not told to the customer. */
  @IsPlainText()
  @MaxLength(MAX_REASON_LENGTH)
  reason: string;
}

export class AcceptOfferDto {
  /** Who said yes for the customer. */
  @IsPlainText()
  @MaxLength(200)
  saidBy: string;

  /** How it was said. */
  @IsIn(ANSWER_CHANNELS)
  channel: AnswerChannel;

  /** When it was said, RFC 3339 with an offset; absent means now. */
  @IsOptional()
  @IsInstant()
  saidAt?: string | null;

  /** Anything worth keeping beside it. */
  @IsOptional()
  @IsPlainText()
  @MaxLength(MAX_REASON_LENGTH)
  note?: string | null;
}

export class DeclineOfferDto {
  /** Who said no for the customer. */
  @IsOptional()
  @IsPlainText()
  @MaxLength(200)
  saidBy?: string | null;

  /** How it was said. */
  @IsOptional()
  @IsIn(ANSWER_CHANNELS)
  channel?: AnswerChannel | null;

  /** When it was said, RFC 3339 with an offset; absent means now. */
  @IsOptional()
  @IsInstant()
  saidAt?: string | null;

  /** Why, when they said. */
  @IsOptional()
  @IsPlainText()
  @MaxLength(MAX_REASON_LENGTH)
  reason?: string | null;
}

export class OfferFilterDto implements OfferFilter {
  /** Offers for this incident. */
  @IsOmittable()
  @IsUUID()
  incidentId?: string;

  /** Offers that stand for this assessment. */
  @IsOmittable()
  @IsUUID()
  assessmentId?: string;

  /** Offers to this customer, by external id. */
  @IsOmittable()
  @IsPlainText()
  @MaxLength(255)
  customerId?: string;

  /** Offers that stand so now. */
  @IsOmittable()
  @IsIn(OFFER_STATUSES)
  status?: OfferStatus;
}

export class OfferActionsDto {
  /** What to do to each offer. */
  @IsIn(OFFER_ACTIONS)
  action: OfferAction;

  /** The offers, by id; or give a filter. */
  @IsOmittable()
  @IsArray()
  @ArrayMaxSize(MAX_IDS)
  @IsUUID(undefined, { each: true })
  ids?: string[];

  /** The offers, by what they have in common; at least one field. */
  @IsOmittable()
  @IsObject()
  @ValidateNested()
  @Type(() => OfferFilterDto)
  filter?: OfferFilterDto;

  /** Why; required to withdraw. */
  @IsOptional()
  @IsPlainText()
  @MaxLength(MAX_REASON_LENGTH)
  reason?: string | null;

  /** Answers alike, and changes nothing. */
  @IsOmittable()
  @IsBoolean()
  dryRun?: boolean;
}

/** A yes as the rest of the feature takes it; `now` stands for a missing instant. */
export function acceptance({ saidBy, channel, saidAt, note }: AcceptOfferDto, now: Date): OfferAnswer {
  return { saidBy, channel, saidAt: instantOr(saidAt, now), note: note ?? null };
}

/** A no as the rest of the feature takes it; `now` stands for a missing instant. */
export function refusal({ saidBy, channel, saidAt, reason }: DeclineOfferDto, now: Date): OfferAnswer {
  return { saidBy: saidBy ?? null, channel: channel ?? null, saidAt: instantOr(saidAt, now), note: reason ?? null };
}

function instantOr(text: string | null | undefined, now: Date): Date {
  return typeof text === 'string' ? parseInstant(text) : now;
}
