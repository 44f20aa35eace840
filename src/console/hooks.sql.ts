import { rows, type Tx } from '../platform/database/database.js';

/** How many events one hook heard in the last day, and the newest of all; `hook` is the end of its address. */
export type HookTraffic = { readonly hook: string; readonly lastDay: number; readonly lastAt: Date };

/** What each hook heard; one that never heard anything has no row. `since` bounds those of the last day. */
export function hookTraffic(tx: Tx, since: Date): Promise<HookTraffic[]> {
  return rows<HookTraffic>(
    tx,
    `with heard as (
       select provider as hook, received_at from meeting_event
       union all select 'mail', received_at from mail_event
       union all select 'billing/' || c.kind, e.received_at
                   from billing_event e join billing_connection c on c.id = e.connection_id)
     select hook, count(*) filter (where received_at >= $1)::int as "lastDay", max(received_at) as "lastAt"
       from heard group by hook order by hook`,
    [since],
  );
}

/** The names of the secrets with which the events of each kind of billing system are checked. */
export function billingHookSecrets(tx: Tx): Promise<{ kind: string; names: string[] }[]> {
  return rows(
    tx,
    `select kind, array_agg(distinct secret order by secret) as names
       from billing_connection, unnest(incoming_secret_names) as named (secret)
      where disabled_at is null group by kind order by kind`,
  );
}
