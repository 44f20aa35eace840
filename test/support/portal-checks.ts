import { rows, type Tx } from '../../src/platform/database/database.js';

/**
 * What must hold of customers' pages whatever happens, each as a query whose answer is nothing. O4: an answer is of the
 * version that was sent, one for an offer, within its validity, and keeps what was shown.
 */
const CHECKS: Readonly<Record<string, string>> = {
  'O4 version': `
    select a.offer_id from portal_answer a
     where not exists (select 1 from offer_transition t where t.customer_id = a.customer_id and t.offer_id = a.offer_id
                          and t.to_status = 'sent' and t.version = a.offer_version)`,
  'O4 one answer': `
    select t.offer_id from offer_transition t where t.to_status in ('accepted', 'declined')
     group by t.customer_id, t.offer_id having count(*) > 1`,
  'O4 status': `
    select a.offer_id from portal_answer a join offer o on o.customer_id = a.customer_id and o.id = a.offer_id
     where o.status <> a.answer or o.answer ->> 'channel' <> 'page'`,
  'O4 validity': `
    select a.offer_id from portal_answer a join offer o on o.customer_id = a.customer_id and o.id = a.offer_id
     where a.answered_at >= o.valid_until or a.answered_at < o.sent_at`,
  'O4 shown': `
    select a.offer_id from portal_answer a
      left join letter l on l.customer_id = a.customer_id and l.offer_id = a.offer_id
     where coalesce(l.customer_sha256, l.sha256) is distinct from a.letter_sha256
        or a.page ->> 'letterSha256' is distinct from a.letter_sha256 or a.page_sha256 !~ '^[0-9a-f]{64}$'`,
  'O4 credit': `
    select c.id from credit c join offer o on o.customer_id = c.customer_id and o.id = c.offer_id
     where o.status <> 'accepted'`,
};

/** The names of the checks that do not hold, with what breaks them. */
export async function brokenPortalChecks(tx: Tx): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const [name, query] of Object.entries(CHECKS)) {
    const found = await rows(tx, query);
    if (found.length > 0) broken.push(`${name}: ${JSON.stringify(found.slice(0, 3))}`);
  }
  return broken;
}
