import { rows, type Tx } from '../platform/database/database.js';

/** Offers that are not answered yet, of one month and currency: what finance sets aside. */
export type Provision = {
  /** `YYYY-MM`, in UTC, in which the offers were made. */
  readonly month: string;
  readonly currency: string;
  readonly draftOffers: number;
  readonly draftMinor: number;
  readonly approvedOffers: number;
  readonly approvedMinor: number;
  readonly sentOffers: number;
  readonly sentMinor: number;
  readonly totalMinor: number;
};

/** The open offers at an instant, by month and currency, oldest first. One that has expired is open no more. */
export function findProvisions(tx: Tx, now: Date): Promise<Provision[]> {
  const each = (['draft', 'approved', 'sent'] as const).map(
    (status) =>
      `count(*) filter (where status = '${status}')::int as "${status}Offers",
       coalesce(sum(amount_minor) filter (where status = '${status}'), 0)::bigint as "${status}Minor"`,
  );
  return rows<Provision>(
    tx,
    `select to_char(created_at at time zone 'UTC', 'YYYY-MM') as month, currency, ${each.join(', ')},
            sum(amount_minor)::bigint as "totalMinor"
       from offer
      where status in ('draft', 'approved', 'sent') and (valid_until is null or valid_until > $1)
      group by 1, currency order by 1, currency`,
    [now],
  );
}
