import { OmitType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Matches, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { IsPlainText } from '../platform/http/fields.js';
import { ListQuery } from '../platform/http/list.js';
import { DELIVERY_STATUSES, type DeliveryStatus } from './delivery.js';

const MAX_MINOR = Number.MAX_SAFE_INTEGER;

export class MoneyDto {
  /** Whole minor units, above 0. */
  @IsInt()
  @Min(1)
  @Max(MAX_MINOR)
  amountMinor: number;

  /** ISO 4217. */
  @Matches(/^[A-Z]{3}$/)
  currency: string;
}

export class CreditListQuery extends ListQuery {
  /** Only credits whose delivery stands so; `waiting` is what a system that polls asks for. */
  @IsOptional()
  @IsIn(DELIVERY_STATUSES)
  status?: DeliveryStatus;

  /** Only credits for this incident. */
  @IsOptional()
  @IsUUID()
  incidentId?: string;

  /** Only credits of this customer, by external id. */
  @IsOptional()
  @IsPlainText()
  @MaxLength(255)
  customerId?: string;

  /** Only credits in this currency, ISO 4217. */
  @IsOptional()
  @Matches(/^[A-Z]{3}$/)
  currency?: string;
}

export class CreditExportQuery extends OmitType(CreditListQuery, ['limit', 'cursor', 'offset']) {
  /** `1` puts a byte order mark first, for Excel. */
  @IsOptional()
  @IsIn(['0', '1'])
  bom?: '0' | '1';
}

export class DeliveryListQuery extends ListQuery {
  /** Only deliveries that stand so. */
  @IsOptional()
  @IsIn(DELIVERY_STATUSES)
  status?: DeliveryStatus;

  /** Only of credits, or only of reversals. */
  @IsOptional()
  @IsIn(['credit', 'reversal'])
  kind?: 'credit' | 'reversal';

  /** Only those of this connection. */
  @IsOptional()
  @IsUUID()
  connectionId?: string;

  /** Only those of this credit. */
  @IsOptional()
  @IsUUID()
  creditId?: string;
}

export class ConfirmCreditDto {
  /** The number of the credit note or invoice that carries the credit. */
  @IsPlainText()
  @MaxLength(255)
  billingDocument: string;

  /** What the document says; refused when it is not what the accepted offer says. */
  @IsOptional()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount?: MoneyDto;
}

export class RetryDto {
  /** The reversal whose delivery is meant; without it, the credit's. */
  @IsOptional()
  @IsUUID()
  reversalId?: string;
}

export class RedirectDto extends RetryDto {
  /** Where it goes instead. */
  @IsUUID()
  connectionId: string;

  /** The customer's id there; without it, the one that is known. */
  @IsOptional()
  @IsPlainText()
  @MaxLength(255)
  billingCustomerId?: string;

  @IsPlainText()
  @MaxLength(1000)
  reason: string;
}

export class GiveUpDto extends RetryDto {
  @IsPlainText()
  @MaxLength(1000)
  reason: string;
}

export class ReverseCreditDto {
  /** How much to take back; without it, all that is left. */
  @IsOptional()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount?: MoneyDto;

  @IsPlainText()
  @MaxLength(1000)
  reason: string;
}
