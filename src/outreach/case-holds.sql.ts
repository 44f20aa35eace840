import { rows, type Tx } from '../platform/database/database.js';

/** Of some offers, those whose customer's case of the incident is on hold, with the reason. */
export async function holdsOfOffers(tx: Tx, offerIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = await rows<{ id: string; reason: string }>(
    tx,
    `select o.id, k.hold_reason as reason from offer o
       join outreach_case k on k.customer_id = o.customer_id and k.incident_id = o.incident_id
      where o.id = any($1::uuid[]) and k.hold_reason is not null`,
    [offerIds],
  );
  return new Map(found.map(({ id, reason }) => [id, reason]));
}
