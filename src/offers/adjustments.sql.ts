import { row, rows, type Tx } from '../platform/database/database.js';
import type { AdjustableShare } from './adjust-offer.js';
import { LIVE_STATUSES } from './offer.js';
import type { OfferAdjustmentEntity } from './offer-adjustment.entity.js';

type OfferKey = { readonly customerId: string; readonly id: string };

/** Whose offer it is; undefined for an unknown id. */
export async function customerOfOffer(tx: Tx, id: string): Promise<string | undefined> {
  return (await row<{ customerId: string }>(tx, 'select customer_id as "customerId" from offer where id = $1', [id]))
    ?.customerId;
}

/** The shares of an offer, in order, and what the caps of their periods leave beside all offers that stand. */
export function readAdjustableShares(
  tx: Tx,
  { customerId, id, currency }: OfferKey & { readonly currency: string },
): Promise<AdjustableShare[]> {
  return rows<AdjustableShare>(
    tx,
    `select s.kind, s.period_start_at as "periodStartAt", s.amount_minor as "amountMinor",
            s.period_cap_minor - (select sum(t.amount_minor) from offer_share t
               join offer o on o.customer_id = t.customer_id and o.id = t.offer_id
              where t.customer_id = s.customer_id and t.kind = s.kind and t.period_start_at = s.period_start_at
                and o.currency = $3 and (o.status = any($4::text[]) or o.id = s.offer_id))::bigint as "roomMinor"
       from offer_share s where s.customer_id = $1 and s.offer_id = $2 and s.unit is null
      order by s.kind desc, s.period_start_at`,
    [customerId, id, currency, LIVE_STATUSES],
  );
}

/** Gives shares of an offer other amounts. */
export async function updateShares(
  tx: Tx,
  { customerId, id }: OfferKey,
  shares: readonly Pick<AdjustableShare, 'kind' | 'periodStartAt' | 'amountMinor'>[],
): Promise<void> {
  await rows(
    tx,
    `update offer_share s set amount_minor = n."amountMinor"
       from jsonb_to_recordset($3::jsonb) as n (kind text, "periodStartAt" timestamptz, "amountMinor" bigint)
      where s.customer_id = $1 and s.offer_id = $2 and s.kind = n.kind and s.period_start_at = n."periodStartAt"`,
    [customerId, id, JSON.stringify(shares)],
  );
}

/** Keeps a change of the amount. */
export async function insertAdjustment(tx: Tx, each: Readonly<OfferAdjustmentEntity>): Promise<void> {
  await rows(
    tx,
    `insert into offer_adjustment (customer_id, offer_id, edition, person, reason, from_minor, to_minor, from_hash, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      each.customerId,
      each.offerId,
      each.edition,
      each.person,
      each.reason,
      each.fromMinor,
      each.toMinor,
      each.fromHash,
      each.at,
    ],
  );
}
