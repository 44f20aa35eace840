import { rows, type Tx } from '../platform/database/database.js';
import type { OfferStatus } from './offer.js';
import { statusNow } from './offer-status.sql.js';
import type { InKind } from './proposal.js';

/** Rows of `unit` and `quantity` as one list of JSON. */
export const IN_KIND_LIST = `coalesce(jsonb_agg(jsonb_build_object('unit', unit, 'quantity', quantity) order by unit), '[]')`;

/** What the offer of a row gives in kind, of each unit the sum, as a list of JSON. `offer` is the row's name. */
export function offerInKind(offer: string): string {
  return `(select ${IN_KIND_LIST} from (
    select s.unit, sum(s.quantity)::int as quantity from offer_share s
     where s.customer_id = ${offer}.customer_id and s.offer_id = ${offer}.id and s.unit is not null
     group by s.unit) k)`;
}

/** What many offers come to, by where they stand now and currency; what is given in kind has no currency of its own. */
export type OfferTotal = {
  readonly status: OfferStatus;
  readonly currency: string;
  readonly count: number;
  readonly amountMinor: number;
  /** What they give in kind, beside the money. */
  readonly inKind: readonly InKind[];
};

/** The same of those that were sent, and of those that were not. */
export type OfferTotalBySent = OfferTotal & { readonly wasSent: boolean };

/** $1 now, $2 an incident or null for all, $3 whether those that were sent are apart from the others. */
function totalsQuery(isApart: boolean): string {
  return `
    with standing as (
      select customer_id, id, currency, amount_minor, case when $3 then sent_at is not null end as was_sent,
             ${statusNow('offer', '$1')} as status
        from offer where $2::uuid is null or incident_id = $2
    ), units as (
      select o.status, o.currency, o.was_sent, s.unit, sum(s.quantity)::int as quantity
        from standing o join offer_share s on s.customer_id = o.customer_id and s.offer_id = o.id
       where s.unit is not null group by 1, 2, 3, 4
    )
    select status, currency, count(*)::int as count, sum(amount_minor)::bigint as "amountMinor",
           ${isApart ? 'was_sent as "wasSent",' : ''}
           (select ${IN_KIND_LIST} from units u
             where u.status = o.status and u.currency = o.currency and u.was_sent is not distinct from o.was_sent) as "inKind"
      from standing o group by status, currency, was_sent order by status, currency, was_sent`;
}

/** The offers of an incident, or of all of them, added up. */
export function sumOffers(tx: Tx, now: Date, incidentId: string | null): Promise<OfferTotal[]> {
  return rows<OfferTotal>(tx, totalsQuery(false), [now, incidentId, false]);
}

/** The same for those that were sent, apart from the others. */
export function sumOffersBySent(tx: Tx, now: Date, incidentId: string): Promise<OfferTotalBySent[]> {
  return rows<OfferTotalBySent>(tx, totalsQuery(true), [now, incidentId, true]);
}

/** What each of these offers gives in kind, by id; those that give nothing so are left out. */
export async function findInKind(
  tx: Tx,
  offers: readonly { readonly customerId: string; readonly id: string }[],
): Promise<ReadonlyMap<string, readonly InKind[]>> {
  if (offers.length === 0) return new Map();
  const found = await rows<{ offerId: string; inKind: InKind[] }>(
    tx,
    `select offer_id as "offerId", ${IN_KIND_LIST} as "inKind"
       from (select s.offer_id, s.unit, sum(s.quantity)::int as quantity
               from unnest($1::uuid[], $2::uuid[]) as o (customer_id, id)
               join offer_share s on s.customer_id = o.customer_id and s.offer_id = o.id
              where s.unit is not null group by 1, 2) k
      group by offer_id`,
    [offers.map(({ customerId }) => customerId), offers.map(({ id }) => id)],
  );
  return new Map(found.map(({ offerId, inKind }) => [offerId, inKind]));
}
