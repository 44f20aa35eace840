import { rows, type Tx } from '../../src/platform/database/database.js';

/**
 * What must hold of mail whatever happens, each as a query whose answer is nothing. O1: at most one automatic mail for a
 * contact, an offer's version and a template was or may have been sent. O2: what was sent about an offer was sent while it
 * was the customer's to answer, to a contact of that customer, and names the amount of the database. O3: nothing left after
 * an opt-out, a block or a withdrawal. O6: a claim is one for its external id, and for its customer and incident, and has
 * one case; one that is accepted is answered by an offer of that very customer and incident, whose credits are one each.
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
  'O6 external id': `
    select external_id from claim_arrival where external_id is not null group by 1 having count(*) > 1`,
  'O6 one claim': `
    select customer_id, incident_id from claim where status <> 'merged' and customer_id is not null
     group by 1, 2 having count(*) > 1`,
  'O6 one case': `
    select m.id from claim m
     where m.status in ('open', 'accepted') and 1 <> (
       select count(*) from outreach_case k where k.customer_id = m.customer_id and k.incident_id = m.incident_id
          and k.claim_count = 1)`,
  'O6 offer': `
    select m.id from claim m
      left join offer o on o.customer_id = m.customer_id and o.id = m.offer_id and o.incident_id = m.incident_id
     where m.status = 'accepted' and o.id is null`,
  'O6 paid once': `
    select m.id from claim m join credit d on d.customer_id = m.customer_id and d.offer_id = m.offer_id
     where m.status = 'accepted' group by m.id having count(*) > 1`,
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
