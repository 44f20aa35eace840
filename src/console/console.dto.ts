import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { OFFER_STATUSES, type OfferStatus } from '../offers/offer.js';
import { CASE_STATUSES, type CaseStatus } from '../outreach/outreach-case.js';
import { ListQuery } from '../platform/http/list.js';
import { IMPACT_CLASSES, type ImpactClass } from '../policies/impact-class.js';
import { CUSTOMER_SORTS, type CustomerSort } from './incident-customers.sql.js';

const NO_NUL = /^[^\0]*$/s;
const DIRECTIONS = ['asc', 'desc'] as const;

/** What is looked for. */
export class SearchQuery {
  /** Part of a name, a title, a reference or an id. */
  @IsString()
  @Matches(NO_NUL)
  @MaxLength(200)
  q: string;
}

/** Narrows and orders the customers of an incident. */
export class IncidentCustomersQuery extends ListQuery {
  /** Only customers hit so. */
  @IsOptional()
  @IsIn(IMPACT_CLASSES)
  class?: ImpactClass;

  /** Only customers whose offer stands so, or who have `none`. */
  @IsOptional()
  @IsIn([...OFFER_STATUSES, 'none'])
  offer?: OfferStatus | 'none';

  /** Only customers whose case stands so. */
  @IsOptional()
  @IsIn(CASE_STATUSES)
  case?: CaseStatus;

  /** Only customers on this plan on the incident's day. */
  @IsOptional()
  @IsString()
  @Matches(NO_NUL)
  @MaxLength(200)
  plan?: string;

  /** Part of the customer's name or external id, in any case. */
  @IsOptional()
  @IsString()
  @Matches(NO_NUL)
  @MaxLength(200)
  q?: string;

  /** A column and its direction, such as `people:desc`; without it the heaviest hit come first. */
  @IsOptional()
  @IsIn(CUSTOMER_SORTS.flatMap((column) => DIRECTIONS.map((direction) => `${column}:${direction}`)))
  sort?: `${CustomerSort}:${(typeof DIRECTIONS)[number]}`;
}
