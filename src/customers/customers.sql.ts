import { row, rows, type Tx } from '../platform/database/database.js';
import { listRows, type Page } from '../platform/http/list.js';
import type { Money } from '../kernel/money.js';
import type { Contract } from './contract.js';
import type { CustomerListQuery } from './customers.dto.js';

/** A customer as the API shows it. */
export type Customer = {
  readonly id: string;
  readonly externalId: string;
  readonly name: string;
  readonly timezone: string;
  readonly locale: string;
  readonly owner: string | null;
  readonly components: readonly string[] | null;
  readonly billing: { readonly stripeCustomerId: string | null; readonly lagoCustomerId: string | null };
  /** The version in force today in the customer's time zone; null when there is none. */
  readonly contract: Contract | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

export type Contact = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly optedOut: boolean;
};

/** A contract in force, as a set of customers needs it. */
export type ContractInForce = {
  readonly customerId: string;
  readonly plan: string;
  readonly monthlyFee: Money;
  readonly policyCode: string | null;
  readonly status: Contract['status'];
  readonly from: string;
  readonly to: string | null;
};

/**
 * SQL for a derived table of the contracts in force on a day, at most one a customer: `customer_id, valid_from,
 * valid_to, plan, monthly_fee_minor, currency, policy_code, status`. The one in force is the latest whose first day is
 * not after the day; when that one has ended there is none, and no earlier one comes back. `day` is trusted SQL that
 * gives a date and may read the customer as `c`, for example `(($1::timestamptz) at time zone c.time_zone)::date`.
 */
export function contractInForce(day: string): string {
  // The customer's own id, not its contract's: only so does whoever asks of one customer read no other one's contract.
  return `(select c.id as customer_id, k.valid_from, k.valid_to, k.plan, k.monthly_fee_minor, k.currency, k.policy_code,
                  k.status
             from customer c
            cross join ${latestContract(day)} k
            where k.valid_to is null or k.valid_to > ${day})`;
}

/** SQL to join to a customer `c`: the latest version of the contract whose first day is not after a day, also one that has ended. */
export function latestContract(day: string): string {
  return `lateral (select * from contract
                    where contract.customer_id = c.id and contract.valid_from <= ${day}
                    order by contract.valid_from desc limit 1)`;
}

/**
 * The fees in force at an instant for many customers at once, by the rule of `contractInForce`: `customer_id,
 * monthly_fee_minor`. `customers` is trusted SQL that gives their ids, `at` the instant, `$1` or so. To find a time zone's day costs more than all else, so it is asked of those contracts alone that
 * began when it can matter.
 */
export function feesInForce(customers: string, at: string): string {
  const day = dayOfCustomer(at);
  return `(select c.customer_id, c.monthly_fee_minor
             from (select distinct on (c.id) c.id as customer_id, c.time_zone, k.valid_to, k.monthly_fee_minor
                     from customer c join contract k on k.customer_id = c.id
                    where c.id in (${customers})
                      and (k.valid_from < (${at}::timestamptz at time zone 'UTC')::date - 1 or k.valid_from <= ${day})
                    order by c.id, k.valid_from desc) c
            where c.valid_to is null or c.valid_to > ${day})`;
}

/** The day of an instant in each customer's own time zone, as SQL for `contractInForce`; `parameter` is `$1` or so. */
export function dayOfCustomer(parameter: string): string {
  return `((${parameter}::timestamptz) at time zone c.time_zone)::date`;
}

/** The contracts in force at an instant, by customer; all customers, or the given ones. */
export async function contractsInForce(
  tx: Tx,
  at: Date,
  customerIds?: readonly string[],
): Promise<ReadonlyMap<string, ContractInForce>> {
  const found = await rows<ContractInForce>(
    tx,
    `select customer_id as "customerId", plan, policy_code as "policyCode", status,
            json_build_object('amountMinor', monthly_fee_minor, 'currency', currency) as "monthlyFee",
            valid_from as "from", valid_to as "to"
       from ${contractInForce(dayOfCustomer('$1'))} k
      where $2::uuid[] is null or customer_id = any($2)`,
    [at, customerIds ?? null],
  );
  return new Map(found.map((contract) => [contract.customerId, contract]));
}

const CONTRACT_JSON = `json_build_object(
    'plan', k.plan, 'monthlyFee', json_build_object('amountMinor', k.monthly_fee_minor, 'currency', k.currency),
    'policyCode', k.policy_code, 'status', k.status, 'from', k.valid_from, 'to', k.valid_to)`;

const COLUMNS = `
  c.id, c.external_id as "externalId", c.name, c.time_zone as timezone, c.locale, c.owner, c.components,
  json_build_object('stripeCustomerId', c.stripe_customer_id, 'lagoCustomerId', c.lago_customer_id) as billing,
  case when k.customer_id is not null then ${CONTRACT_JSON} end as contract,
  c.version, c.created_at as "createdAt", c.updated_at as "updatedAt"`;

/** The latest contract `k` of a customer `c`, and whether it is in force; `$1` is now. */
const LATEST = `${latestContract(dayOfCustomer('$1'))} k`;
const IN_FORCE = `(k.valid_to is null or k.valid_to > ${dayOfCustomer('$1')})`;

/** Customers by name. `q` is looked for in name and external id; plan and status are those of the contract of today. */
export function listCustomers(tx: Tx, query: CustomerListQuery, now: Date): Promise<Page<Customer>> {
  const select = `select c.* from customer c
    where ($2::text is null or position(lower($2) in lower(name)) > 0 or position(lower($2) in lower(external_id)) > 0)
      and ($3::text is null or exists (select from contract a where a.customer_id = c.id and a.plan = $3))
      and ($3::text is null and $4::text is null or exists (
        select from ${LATEST} where ${IN_FORCE} and ($3::text is null or k.plan = $3) and ($4::text is null or k.status = $4)))`;
  return listRows<Customer>(
    tx,
    {
      select,
      show: `select ${COLUMNS} from page c left join ${LATEST} on ${IN_FORCE}`,
      values: [now, query.q ?? null, query.plan ?? null, query.status ?? null],
      order: [
        { name: 'name', type: 'text', direction: 'asc' },
        { name: 'id', type: 'uuid', direction: 'asc' },
      ],
    },
    query,
  );
}

/** One customer by the id that its owner gave it; undefined when there is none. */
export function findCustomer(tx: Tx, externalId: string, now: Date): Promise<Customer | undefined> {
  return row<Customer>(
    tx,
    `select ${COLUMNS} from customer c left join ${LATEST} on ${IN_FORCE} where c.external_id = $2`,
    [now, externalId],
  );
}

/** All versions of a customer's contract, newest first. */
export function contractsOf(tx: Tx, customerId: string): Promise<Contract[]> {
  return rows<{ contract: Contract }>(
    tx,
    `select ${CONTRACT_JSON} as contract from contract k where customer_id = $1 order by valid_from desc`,
    [customerId],
  ).then((found) => found.map(({ contract }) => contract));
}

/** A customer's contacts by name. */
export function contactsOf(tx: Tx, customerId: string): Promise<Contact[]> {
  return rows<Contact>(
    tx,
    `select id, name, email, role, opted_out as "optedOut" from contact where customer_id = $1 order by name, email`,
    [customerId],
  );
}
