import { rows, type Tx } from '../../src/platform/database/database.js';

/**
 * What must hold of mail whatever happens, each as a query whose answer is nothing. O1: at most one automatic mail for a
 * contact, an offer's version and a template was or may have been sent. O2: what was sent about an offer was sent while it
 * was the customer's to answer, to a contact of that customer, and names the amount of the database. O3: nothing left after
 * an opt-out, a block or a withdrawal.
 */
const CHECKS: Readonly<Record<string, string>> = {
  O1: `
    select m.customer_id, m.contact_id, m.subject_key, m.template from mail m
     where m.automatic and m.status in ('sent', 'unknown', 'bounced', 'transmitting')
     group by 1, 2, 3, 4 having count(*) > 1`,
  'O2 state': `
    select m.id from mail m
     where m.direction = 'out' and m.sent_at is not null and m.template in ('offer', 'reminder')
       and not exists (select 1 from offer_transition t
                        where t.customer_id = m.customer_id and t.offer_id = m.offer_id and t.version = m.offer_version
                          and t.to_status = 'sent' and t.at <= m.sent_at
                       union all
                       select 1 from offer o where o.customer_id = m.customer_id and o.id = m.offer_id
                          and o.version = m.offer_version and o.status = 'sent')`,
  'O2 recipient': `
    select m.id from mail m
     where m.direction = 'out' and m.sent_at is not null
       and not exists (select 1 from contact t where t.customer_id = m.customer_id and t.id = m.contact_id
                          and t.email = m.to_address)`,
  'O2 amount': `
    select m.id from mail m join offer o on o.customer_id = m.customer_id and o.id = m.offer_id
     where m.direction = 'out' and m.template in ('offer', 'reminder') and o.currency = 'EUR'
       and position(trim(to_char(o.amount_minor % 100, '00')) in m.text_body) = 0`,
  'O3 blocks': `
    select m.id from mail m join mail_block b on b.customer_id = m.customer_id and b.address = lower(m.to_address)
     where m.direction = 'out' and m.sent_at > b.created_at`,
  'O3 withdrawal': `
    select m.id from mail m join offer_transition t on t.customer_id = m.customer_id and t.offer_id = m.offer_id
     where m.direction = 'out' and m.template in ('offer', 'reminder') and t.to_status = 'withdrawn' and m.sent_at > t.at`,
};

/** The names of the checks that do not hold, with what breaks them. */
export async function brokenChecks(tx: Tx): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const [name, query] of Object.entries(CHECKS)) {
    const found = await rows(tx, query);
    if (found.length > 0) broken.push(`${name}: ${JSON.stringify(found.slice(0, 3))}`);
  }
  return broken;
}
