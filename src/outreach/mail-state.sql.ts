import { row, type Tx } from '../platform/database/database.js';

/** How mail stands over the installation; the last refusal is the newest mail that failed or bounced. */
export type MailCounts = {
  readonly held: number;
  readonly queued: number;
  readonly unknown: number;
  readonly sentLastDay: number;
  readonly failedLastDay: number;
  readonly lastSentAt: Date | null;
  readonly lastFailure: { readonly at: Date; readonly reason: string | null; readonly response: string | null } | null;
};

/** Counts mails by what they wait for; `since` bounds those of the last day. */
export async function countMails(tx: Tx, since: Date): Promise<MailCounts> {
  const counts = await row<MailCounts>(
    tx,
    `select count(*) filter (where status = 'held')::int as held,
            count(*) filter (where status in ('queued', 'sending', 'transmitting'))::int as queued,
            count(*) filter (where status = 'unknown')::int as unknown,
            count(*) filter (where status = 'sent' and sent_at >= $1)::int as "sentLastDay",
            count(*) filter (where status in ('failed', 'bounced') and updated_at >= $1)::int as "failedLastDay",
            max(sent_at) as "lastSentAt",
            (select json_build_object('at', to_char(f.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                                      'reason', f.status_reason, 'response', f.smtp_response)
               from mail f where f.status in ('failed', 'bounced') order by f.updated_at desc limit 1) as "lastFailure"
       from mail where direction = 'out'`,
    [since],
  );
  if (counts === undefined) throw new Error('an aggregate has always a row');
  return counts;
}

/** Whether somebody with an open account has this address. */
export async function isAccountAddress(tx: Tx, address: string): Promise<boolean> {
  const found = await row(
    tx,
    `select 1 as found from auth."user" u join person p on p.id::text = u.id
      where lower(u.email) = lower($1) and p.disabled_at is null`,
    [address],
  );
  return found !== undefined;
}
