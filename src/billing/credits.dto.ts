import { OmitType } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID, Matches, MaxLength } from 'class-validator';
import { IsPlainText } from '../platform/http/fields.js';
import { ListQuery } from '../platform/http/list.js';
import { DELIVERY_STATUSES, type DeliveryStatus } from './delivery.js';

export class CreditListQuery extends ListQuery {
  /** Only credits whose delivery stands so. */
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

export class ConfirmCreditDto {
  /** The number of the credit note or invoice that carries the credit. */
  @IsPlainText()
  @MaxLength(255)
  billingDocument: string;
}
