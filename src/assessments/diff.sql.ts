import { rows, type Tx } from '../platform/database/database.js';
import { type ListQuery, listRows, type Page } from '../platform/http/list.js';
import type { ByClass } from './assessments.sql.js';
import type { HitClass } from './assessment.js';

/** A customer's figures in one revision; null where it was neither hit nor unknown. */
export type CustomerSide = {
  readonly class: HitClass | 'unknown';
  readonly people: ByClass;
  readonly personSeconds: ByClass;
  readonly clockSeconds: ByClass;
} | null;

/** A customer of whom two revisions say something else. */
export type CustomerChange = {
  readonly customerId: string;
  readonly externalId: string;
  readonly name: string;
  readonly before: CustomerSide;
  readonly after: CustomerSide;
};

const CLASSES = ['unable_to_join', 'media_loss', 'interactivity_loss', 'degraded'];
const PREFIXES = ['people', 'person_seconds', 'clock_seconds'];

function side(alias: string): string {
  const byClass = (prefix: string): string =>
    `jsonb_build_object(${CLASSES.map((name) => `'${name}', ${alias}.${prefix}_${name}`).join(', ')})`;
  return `case when ${alias}.class is not null then jsonb_build_object('class', ${alias}.class,
    'people', ${byClass('people')}, 'personSeconds', ${byClass('person_seconds')},
    'clockSeconds', ${byClass('clock_seconds')}) end`;
}

const COMPARED = ['class', ...PREFIXES.flatMap((prefix) => CLASSES.map((name) => `${prefix}_${name}`))];

/** The customers of whom the second assessment says something else than the first, by customer. */
export function listCustomerChanges(
  tx: Tx,
  beforeId: string,
  afterId: string,
  query: ListQuery,
): Promise<Page<CustomerChange>> {
  const columns = (alias: string): string => COMPARED.map((name) => `${alias}.${name}`).join(', ');
  return listRows(
    tx,
    {
      select: `select c.id as "customerId", c.external_id as "externalId", c.name, ${side('b')} as before,
          ${side('a')} as after
        from (select * from customer_impact where assessment_id = $1) b
        full join (select * from customer_impact where assessment_id = $2) a on a.customer_id = b.customer_id
        join customer c on c.id = coalesce(a.customer_id, b.customer_id)
        where (${columns('b')}) is distinct from (${columns('a')})`,
      values: [beforeId, afterId],
      order: [{ name: 'customerId', type: 'uuid', direction: 'asc' }],
    },
    query,
  );
}

export type GapCustomer = {
  readonly customerId: string;
  readonly externalId: string;
  readonly name: string;
  readonly gapSeconds: number;
  readonly meetings: number;
};

/** The customers with a meeting during a gap of the data, the longest gap first. */
export function listGapCustomers(tx: Tx, assessmentId: string, query: ListQuery): Promise<Page<GapCustomer>> {
  return listRows(
    tx,
    {
      select: `select g.customer_id as "customerId", c.external_id as "externalId", c.name,
          g.gap_seconds as "gapSeconds", g.meetings
        from data_gap g join customer c on c.id = g.customer_id where g.assessment_id = $1`,
      values: [assessmentId],
      order: [
        { name: 'gapSeconds', type: 'int', direction: 'desc' },
        { name: 'customerId', type: 'uuid', direction: 'asc' },
      ],
    },
    query,
  );
}

/** The id of the latest finished assessment of an incident, or undefined. */
export async function latestFinished(tx: Tx, incidentId: string): Promise<string | undefined> {
  const [found] = await rows<{ id: string }>(
    tx,
    `select id from assessment where incident_id = $1 and status = 'done' order by revision desc limit 1`,
    [incidentId],
  );
  return found?.id;
}
