import { rows, type Tx } from '../platform/database/database.js';

/** Faults of staged customers that only the database can tell. */
export const CUSTOMER_CHECKS: readonly string[] = [
  `select l.line, 'timezone' as field, 'unknown_time_zone' as code,
          'PostgreSQL does not know this time zone.' as message
     from staged_line l
    where l.time_zone not in (select c.time_zone from customer c)
      and l.time_zone not in (select z.name from pg_timezone_names z)`,
  `select l.line, 'components' as field, 'unknown_component' as code,
          'There is no component ' || left(string_agg(k.key, ', ' order by k.key), 400) || '.' as message
     from staged_line l cross join lateral unnest(l.components) k (key)
    where not exists (select from component c where c.key = k.key)
    group by l.line`,
];

/** The fault of staged contacts that only the database can tell. */
export const CONTACT_CHECKS: readonly string[] = [
  `select l.line, 'customerId' as field, 'unknown_customer' as code,
          'There is no customer ' || left(l.customer_external_id, 200) || '.' as message
     from staged_line l
    where l.customer_external_id is not null
      and not exists (select from customer c where c.external_id = l.customer_external_id)`,
];

/**
 * Makes `staged_customer` of the staged lines: one row a customer, its fields those of its last line, of the optional
 * ones the last that a line stated. `customer_id` is the customer's, or the one that it will have when `is_new`.
 */
export async function stageCustomers(tx: Tx): Promise<void> {
  await rows(tx, 'drop table if exists pg_temp.staged_customer');
  await rows(
    tx,
    `create temporary table staged_customer on commit drop as
     with last_line as (
       select distinct on (external_id) * from staged_line order by external_id, line desc
     ), stated as (
       select l.external_id, jsonb_object_agg(s.key, s.value order by l.line) as fields
         from staged_line l cross join lateral jsonb_each(l.stated) s group by l.external_id
     )
     select coalesce(c.id, l.new_id) as customer_id, c.id is null as is_new, l.external_id, l.name, l.time_zone, l.locale,
            case when s.fields ? 'owner' then s.fields ->> 'owner' else c.owner end as owner,
            case when jsonb_typeof(s.fields -> 'components') = 'array'
                   then array(select jsonb_array_elements_text(s.fields -> 'components') order by 1)
                 when s.fields ? 'components' then null
                 else c.components end as components,
            case when s.fields ? 'stripeCustomerId' then s.fields ->> 'stripeCustomerId'
                 else c.stripe_customer_id end as stripe_customer_id,
            case when s.fields ? 'lagoCustomerId' then s.fields ->> 'lagoCustomerId'
                 else c.lago_customer_id end as lago_customer_id,
            false as is_touched
       from last_line l
       left join stated s on s.external_id = l.external_id
       left join customer c on c.external_id = l.external_id`,
  );
  await rows(tx, 'analyze staged_customer');
}

/** Brings in the customers that are new. */
export async function insertNewCustomers(tx: Tx, actorId: string, now: Date): Promise<void> {
  await rows(
    tx,
    `insert into customer (id, external_id, name, time_zone, locale, owner, components, stripe_customer_id,
                           lago_customer_id, created_at, updated_by, updated_at)
     select customer_id, external_id, name, time_zone, locale, owner, components, stripe_customer_id, lago_customer_id,
            $1::timestamptz, $2, $1::timestamptz
       from staged_customer where is_new order by external_id`,
    [now, actorId],
  );
}

/** Adds the versions of contracts that are new and changes those of the same first day, the last line winning. */
export async function mergeContracts(tx: Tx): Promise<void> {
  await rows(
    tx,
    `with written as (
       insert into contract (customer_id, valid_from, valid_to, plan, monthly_fee_minor, currency, policy_code, status)
       select distinct on (s.customer_id, l.valid_from) s.customer_id, l.valid_from, l.valid_to, l.plan,
              l.monthly_fee_minor, l.currency, l.policy_code, l.status
         from staged_line l join staged_customer s on s.external_id = l.external_id
        order by s.customer_id, l.valid_from, l.line desc
       on conflict (customer_id, valid_from) do update
         set valid_to = excluded.valid_to, plan = excluded.plan, monthly_fee_minor = excluded.monthly_fee_minor,
             currency = excluded.currency, policy_code = excluded.policy_code, status = excluded.status
         where (contract.valid_to, contract.plan, contract.monthly_fee_minor, contract.currency, contract.policy_code,
                contract.status)
               is distinct from (excluded.valid_to, excluded.plan, excluded.monthly_fee_minor, excluded.currency,
                                 excluded.policy_code, excluded.status)
       returning customer_id
     )
     update staged_customer set is_touched = true where customer_id in (select customer_id from written)`,
  );
}

/** Changes the customers whose own fields, contract or contacts changed: their version counts the change. */
export async function updateChangedCustomers(tx: Tx, actorId: string, now: Date): Promise<void> {
  await rows(
    tx,
    `update customer c
        set name = s.name, time_zone = s.time_zone, locale = s.locale, owner = s.owner, components = s.components,
            stripe_customer_id = s.stripe_customer_id, lago_customer_id = s.lago_customer_id,
            version = c.version + 1, updated_by = $2, updated_at = $1
       from staged_customer s
      where c.id = s.customer_id and not s.is_new
        and (s.is_touched
             or (c.name, c.time_zone, c.locale, c.owner, c.components, c.stripe_customer_id, c.lago_customer_id)
                is distinct from
                (s.name, s.time_zone, s.locale, s.owner, s.components, s.stripe_customer_id, s.lago_customer_id))`,
    [now, actorId],
  );
}
