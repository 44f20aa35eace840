import { rows, type Tx } from '../platform/database/database.js';

/** Something that was found; `id` is what its page is asked for by. */
export type Found = {
  readonly kind: 'customer' | 'incident' | 'meeting' | 'letter' | 'credit';
  readonly id: string;
  readonly title: string;
  /** What tells it apart: an id, a reference, a customer's name. */
  readonly about: string | null;
  /** The customer (external id) whose page shows it; null for an incident. */
  readonly customerId: string | null;
  readonly incidentId: string | null;
};

/** How many of each kind are shown. */
const EACH = 6;

/**
 * Customers by name and external id, incidents by title and reference, meetings by external id, letters and credits by
 * reference. What begins with the text comes first. Meetings, letters and credits are found by the whole of their id
 * or reference, which an index answers.
 */
export function search(tx: Tx, text: string): Promise<Found[]> {
  return rows<Found>(
    tx,
    `(select 'incident' as kind, id::text, title, reference as about, null as "customerId", id::text as "incidentId"
        from incident where position($1 in lower(title)) > 0 or position($1 in lower(reference)) > 0
       order by created_at desc limit ${EACH})
     union all
     (select 'customer', external_id, name, external_id, external_id, null
        from customer where position($1 in lower(name)) > 0 or position($1 in lower(external_id)) > 0
       order by starts_with(lower(name), $1) desc, name, id limit ${EACH})
     union all
     (select 'letter', l.id::text, l.reference, c.name, c.external_id, l.incident_id::text
        from letter l join customer c on c.id = l.customer_id where lower(l.reference) = $1 limit ${EACH})
     union all
     (select 'credit', r.id::text, r.reference, c.name, c.external_id, r.incident_id::text
        from credit r join customer c on c.id = r.customer_id where lower(r.reference) = $1 limit ${EACH})
     union all
     (select 'meeting', m.external_id, coalesce(m.title, m.external_id), c.name, c.external_id, null
        from meeting m join customer c on c.id = m.customer_id where m.external_id = $2 limit ${EACH})`,
    [text.trim().toLowerCase(), text.trim()],
  );
}
