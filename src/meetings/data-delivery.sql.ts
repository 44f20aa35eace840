import { newId } from '../kernel/ids.js';
import { rows, type Tx } from '../platform/database/database.js';
import type { ChangedHour, DeliveredKind, Delivery } from './data-delivery.js';

/** The columns that a merge gives of its changed rows (`from_at`, `to_at`), hour by hour. */
export const CHANGED_HOURS = `date_trunc('hour', from_at) as "hourAt", count(*)::int as "lineCount",
  min(from_at) as "firstAt", max(greatest(from_at, to_at)) as "lastAt"`;

/** Notes what a delivery changed; what it only repeated is not among it. */
export async function noteDelivery(
  tx: Tx,
  kind: DeliveredKind,
  hours: readonly ChangedHour[],
  { source, importId, now }: Delivery,
): Promise<void> {
  if (hours.length === 0) return;
  await rows(
    tx,
    `insert into data_delivery (id, source, import_id, kind, hour_at, line_count, first_at, last_at, arrived_at)
     select id, $2, $3, $4, "hourAt", "lineCount", "firstAt", "lastAt", $5
     from jsonb_to_recordset($1::jsonb) as h (id uuid, "hourAt" timestamptz, "lineCount" int, "firstAt" timestamptz,
       "lastAt" timestamptz)`,
    [JSON.stringify(hours.map((hour) => ({ ...hour, id: newId() }))), source, importId, kind, now],
  );
}
