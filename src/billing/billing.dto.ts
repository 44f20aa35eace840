import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  IsUUID,
  Matches,
  MaxLength,
} from 'class-validator';
import { IsPlainText } from '../platform/http/fields.js';
import { ListQuery } from '../platform/http/list.js';
import type { ConnectionInput } from './billing-connection.js';
import { SECRET_NAME } from './billing-environment.service.js';
import { CONNECTION_KINDS, type ConnectionKind } from './billing-system.js';
import { DRIFT_KINDS, type DriftKind } from './drift.js';

export class ConnectionDto {
  @IsPlainText()
  @MaxLength(100)
  name: string;

  /** What stands at the other end; it stays as it is. */
  @IsIn(CONNECTION_KINDS)
  kind: ConnectionKind;

  /** The receiver of a webhook; for Stripe and Lago another address than the provider's own. */
  @IsOptional()
  @IsPlainText()
  @MaxLength(2048)
  baseUrl?: string | null;

  /** The names of environment variables that hold the secrets to send with: `AMENDS_BILLING_SECRET_…`, two in a rotation. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(2)
  @Matches(SECRET_NAME, { each: true })
  secretNames?: string[];

  /** The same for what the other side signs its events with. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(2)
  @Matches(SECRET_NAME, { each: true })
  incomingSecretNames?: string[];

  /** Where customers go that have no connection of their own; taken from whichever had it. */
  @IsOptional()
  @IsBoolean()
  isDefault?: boolean;
}

export class ChangeConnectionDto extends ConnectionDto {
  /** `false` switches it off: what waits for it is parked. */
  @IsOptional()
  @IsBoolean()
  enabled?: boolean;
}

/** What a connection is described with, with what is left out filled in. */
export function connectionInput(body: ConnectionDto): ConnectionInput {
  const { name, kind, baseUrl = null, secretNames = [], incomingSecretNames = [], isDefault = false } = body;
  return { name, kind, baseUrl, secretNames, incomingSecretNames, isDefault };
}

export class KillSwitchDto {
  /** `true` stops all sending, `false` lets it go on. */
  @IsBoolean()
  stopped: boolean;

  @IsOptional()
  @IsPlainText()
  @MaxLength(1000)
  reason?: string;
}

export class ReversalLimitsDto {
  /** By currency, in minor units: `{ "EUR": 50000 }`. A reversal above it needs two persons. */
  @IsObject()
  reversalLimits: Record<string, number>;
}

export class RouteDto {
  /** Null is the default connection. */
  @IsOptional()
  @IsUUID()
  connectionId?: string | null;

  /** Null is the id that the customer has for that kind of system. */
  @IsOptional()
  @IsPlainText()
  @MaxLength(255)
  billingCustomerId?: string | null;
}

export class BilledCustomerQuery extends ListQuery {
  /** Part of the customer's name, of its id, or of its id in the billing system, in any case. */
  @IsOptional()
  @IsPlainText()
  @MaxLength(255)
  q?: string;

  /** Only customers whose credits go there. */
  @IsOptional()
  @IsUUID()
  connectionId?: string;

  /** `missing`: only customers without the id that is needed there; `own`: only those of which something was said. */
  @IsOptional()
  @IsIn(['missing', 'own'])
  mapping?: 'missing' | 'own';
}

export class OfConnectionQuery extends ListQuery {
  /** Only those of this connection. */
  @IsOptional()
  @IsUUID()
  connectionId?: string;
}

export class EventListQuery extends OfConnectionQuery {
  /** Only events that say this of us; `none` are those that were ignored. */
  @IsOptional()
  @IsIn(['entry', 'used_up', 'given_back', 'none'])
  fact?: 'entry' | 'used_up' | 'given_back' | 'none';
}

export class OfConnectionDto {
  @IsUUID()
  connectionId: string;
}

export class DriftListQuery extends ListQuery {
  @IsOptional()
  @IsIn(DRIFT_KINDS)
  kind?: DriftKind;
}
