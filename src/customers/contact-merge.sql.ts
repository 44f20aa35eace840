import { rows, type Tx } from '../platform/database/database.js';

/**
 * Makes `staged_contact` of the contacts within staged customers: for each customer the contacts of its last line that
 * has any, an empty list included. One row an address; said twice, the last wins.
 */
export async function stageContactsOfCustomers(tx: Tx): Promise<void> {
  await rows(tx, 'drop table if exists pg_temp.staged_contact');
  await rows(
    tx,
    `create temporary table staged_contact on commit drop as
     with last_set as (
       select distinct on (l.external_id) s.customer_id, l.contacts
         from staged_line l join staged_customer s on s.external_id = l.external_id
        where l.contacts is not null order by l.external_id, l.line desc
     )
     select distinct on (t.customer_id, lower(k.value ->> 'email'))
            t.customer_id, (k.value ->> 'id')::uuid as new_id, k.value ->> 'email' as email, k.value ->> 'name' as name,
            k.value ->> 'role' as role, (k.value ->> 'optedOut')::boolean as opted_out
       from last_set t cross join lateral jsonb_array_elements(t.contacts) with ordinality k (value, position)
      order by t.customer_id, lower(k.value ->> 'email'), k.position desc`,
  );
}

/** Makes `staged_contact` of a file of contacts: one row a customer and address, the last line winning. */
export async function stageContactsOfFile(tx: Tx): Promise<void> {
  await rows(tx, 'drop table if exists pg_temp.staged_contact');
  await rows(
    tx,
    `create temporary table staged_contact on commit drop as
     with said as (
       select c.id as customer_id, lower(l.email) as address,
              (array_agg(l.opted_out order by l.line desc) filter (where l.opted_out is not null))[1] as opted_out
         from staged_line l join customer c on c.external_id = l.customer_external_id
        group by c.id, lower(l.email)
     )
     select distinct on (s.customer_id, s.address) s.customer_id, l.new_id, l.email, l.name, l.role, s.opted_out
       from staged_line l
       join customer c on c.external_id = l.customer_external_id
       join said s on s.customer_id = c.id and s.address = lower(l.email)
      order by s.customer_id, s.address, l.line desc`,
  );
}

/**
 * Takes away the contacts that the new set of a staged customer leaves out. One who opted out stays: forgotten, the
 * next file would bring that person back as one who may be written to.
 */
export async function deleteContactsLeftOut(tx: Tx): Promise<void> {
  await rows(
    tx,
    `with gone as (
       delete from contact k
        where not k.opted_out
          and k.customer_id in (select s.customer_id from staged_line l
                                  join staged_customer s on s.external_id = l.external_id where l.contacts is not null)
          and not exists (select from staged_contact n where n.customer_id = k.customer_id
                             and lower(n.email) = lower(k.email))
       returning k.customer_id
     )
     update staged_customer set is_touched = true where customer_id in (select customer_id from gone)`,
  );
}

const UPSERT = `
  insert into contact (customer_id, id, email, name, role, opted_out)
  select n.customer_id, n.new_id, n.email, n.name, n.role, coalesce(n.opted_out, k.opted_out, false)
    from staged_contact n
    left join contact k on k.customer_id = n.customer_id and lower(k.email) = lower(n.email)
   order by n.customer_id, lower(n.email)
  on conflict (customer_id, lower(email)) do update
    set email = excluded.email, name = excluded.name, role = excluded.role, opted_out = excluded.opted_out
    where (contact.email, contact.name, contact.role, contact.opted_out)
          is distinct from (excluded.email, excluded.name, excluded.role, excluded.opted_out)
  returning customer_id`;

/** Brings staged contacts of staged customers in. Who opted out stays so unless the line says `optedOut: false`. */
export async function mergeContactsOfCustomers(tx: Tx): Promise<void> {
  await rows(
    tx,
    `with written as (${UPSERT})
     update staged_customer set is_touched = true where customer_id in (select customer_id from written)`,
  );
}

/** As `mergeContactsOfCustomers`, for a file of contacts: nobody is taken away, and the customers' versions count it. */
export async function mergeContactsOfFile(tx: Tx, actorId: string, now: Date): Promise<void> {
  await rows(
    tx,
    `with written as (${UPSERT})
     update customer set version = version + 1, updated_by = $2, updated_at = $1
      where id in (select customer_id from written)`,
    [now, actorId],
  );
}
