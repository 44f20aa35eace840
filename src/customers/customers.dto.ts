import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { ListQuery } from '../platform/http/list.js';
import { CONTRACT_STATUSES, type ContractStatus } from './contract.js';

export class CustomerListQuery extends ListQuery {
  /** Part of the name or of the external id, in any case. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  q?: string;

  /** The plan of the contract in force today. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  plan?: string;

  /** The status of the contract in force today. */
  @IsOptional()
  @IsIn(CONTRACT_STATUSES)
  status?: ContractStatus;
}

export class MoneyInput {
  /** Whole minor units, from 0. */
  amountMinor: number;
  /** ISO 4217. */
  currency: string;
}

export class ContractInput {
  plan: string;
  monthlyFee: MoneyInput;
  policyCode?: string | null;
  /** `active` unless said. */
  status?: ContractStatus;
  /** The first day, YYYY-MM-DD, or an instant, taken as its day in the customer's time zone. */
  from: string;
  /** The first day after it. */
  to?: string | null;
}

export class BillingInput {
  stripeCustomerId?: string | null;
  lagoCustomerId?: string | null;
}

export class ContactInput {
  name: string;
  email: string;
  role: string;
  /** Who opted out stays so unless this says false. */
  optedOut?: boolean;
}

/** A customer as a line of an import states it. Optional fields that are absent stay as they are; null clears them. */
export class CustomerInput {
  externalId?: string;
  name: string;
  /** IANA. */
  timezone: string;
  /** BCP 47. */
  locale: string;
  contract: ContractInput;
  owner?: string | null;
  components?: string[] | null;
  billing?: BillingInput;
  /** When there, all of the customer's contacts. */
  contacts?: ContactInput[];
}
