import { rows, type Tx } from '../platform/database/database.js';
import { IN_KIND_LIST } from './offer-totals.sql.js';
import type { InKind } from './proposal.js';

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
  /** What they give in kind, which is set aside otherwise. */
  readonly inKind: readonly InKind[];
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
    `with open as (
       select customer_id, id, to_char(created_at at time zone 'UTC', 'YYYY-MM') as month, currency, status, amount_minor
         from offer
        where status in ('draft', 'approved', 'sent') and (valid_until is null or valid_until > $1)
     ), units as (
       select o.month, o.currency, s.unit, sum(s.quantity)::int as quantity
         from open o join offer_share s on s.customer_id = o.customer_id and s.offer_id = o.id
        where s.unit is not null group by 1, 2, 3
     )
     select month, currency, ${each.join(', ')}, sum(amount_minor)::bigint as "totalMinor",
            (select ${IN_KIND_LIST} from units u where u.month = o.month and u.currency = o.currency) as "inKind"
       from open o group by month, currency order by month, currency`,
    [now],
  );
}
