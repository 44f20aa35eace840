import type { Schemas } from '../api/client.js';

export type CaseFilter = Schemas['CaseFilterDto'];
export type CaseRow = {
  readonly id: string;
  readonly version: number;
} & Pick<
  Schemas['CaseDetail'],
  | 'status'
  | 'incidentId'
  | 'incidentTitle'
  | 'customer'
  | 'impactClass'
  | 'stillAffected'
  | 'people'
  | 'monthlyFee'
  | 'priority'
  | 'priorityReasons'
  | 'offer'
  | 'claimCount'
  | 'owner'
  | 'tags'
  | 'nextAction'
  | 'nextActionAt'
  | 'isDue'
  | 'snoozedUntil'
  | 'holdReason'
  | 'escalatedAt'
  | 'lastTouchAt'
>;

/** The orders that the service knows; each has one direction. */
export const CASE_SORTS = [
  'priority',
  'people',
  'contractValue',
  'silence',
  'nextAction',
  'customer',
  'newest',
] as const;
export type CaseSort = (typeof CASE_SORTS)[number];

const FLAGS = ['due', 'snoozed', 'held', 'escalated', 'stillAffected', 'claimed', 'open'] as const;

/** The order that a list is in, as the service calls it. */
export function caseSortOf(field: string | undefined): CaseSort {
  return CASE_SORTS.find((sort) => sort === field) ?? 'priority';
}

/**
 * The filter as the service takes it. In the address all values are text, and `unowned` stands for the owner that is
 * empty, because an address keeps no empty values.
 */
export function caseFilterOf({ unowned, ...filter }: Readonly<Record<string, unknown>>): CaseFilter {
  const flags = Object.fromEntries(
    FLAGS.filter((name) => filter[name] !== undefined).map((name) => [name, filter[name] === 'true']),
  );
  return { ...filter, ...flags, ...(unowned === 'true' ? { owner: '' } : {}) };
}

/** The same filter as it stands in the address. */
export function addressFilterOf({ owner, ...filter }: CaseFilter): Record<string, string> {
  const texts = Object.entries(filter).map(([name, value]) => [name, String(value)]);
  return {
    ...Object.fromEntries(texts),
    ...(owner === undefined ? {} : owner === '' ? { unowned: 'true' } : { owner }),
  };
}
