import { rows, type Tx } from '../database/database.js';

/**
 * Takes `costMs` from a bucket that holds `capacityMs`, in one statement, so that any number of processes agree. Returns 0
 * when it was there, else after how many milliseconds it will be.
 */
export async function takeFromBucket(
  tx: Tx,
  bucket: string,
  { costMs, capacityMs, now }: { readonly costMs: number; readonly capacityMs: number; readonly now: Date },
): Promise<number> {
  const [taken] = await rows<{ waitMs: number }>(
    tx,
    `with taken as (
       insert into rate_limit as r (bucket, empty_at) values ($1, $2::timestamptz + $3 * interval '1 ms')
       on conflict (bucket) do update set empty_at = greatest(r.empty_at, $2) + $3 * interval '1 ms'
         where greatest(r.empty_at, $2) + $3 * interval '1 ms' <= $2::timestamptz + $4 * interval '1 ms'
       returning 0::float8 as "waitMs"
     )
     select "waitMs" from taken
     union all
     select greatest(1, extract(epoch from r.empty_at - $2::timestamptz) * 1000 + $3 - $4)::float8
     from rate_limit r where r.bucket = $1 and not exists (select from taken)`,
    [bucket, now, costMs, capacityMs],
  );
  // No row: another process made the bucket in this very moment.
  return taken?.waitMs ?? costMs;
}

/** Forgets the buckets that are empty again. Returns how many. */
export async function deleteEmptyBuckets(tx: Tx, now: Date): Promise<number> {
  const gone = await rows(tx, 'delete from rate_limit where empty_at < $1 returning bucket', [now]);
  return gone.length;
}
