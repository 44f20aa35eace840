import { dayOfCustomer, latestContract } from '../customers/customers.sql.js';
import { rows, type Tx } from '../platform/database/database.js';
import { HIT_CLASSES, type ImpactClass } from '../policies/impact-class.js';
import type { ContractInForce, IncidentFacts } from './proposal.js';

/**
 * One customer, with the contract of the incident's day, null without one; that day is in the customer's zone, and
 * `components` null for all of them.
 */
export type FactsRow = {
  readonly customerId: string;
  readonly externalId: string;
  readonly name: string;
  readonly day: string;
  readonly class: ImpactClass;
  readonly components: readonly string[] | null;
  readonly incident: IncidentFacts;
  readonly contract: ContractInForce | null;
};

/** A part of the customers: the next `limit` after one, by id; with `only`, that one alone. */
export type CustomerPage = { readonly after: string; readonly limit: number; readonly only?: string };

type FactsOf = { readonly assessmentId: string; readonly startsAt: Date; readonly everyone: boolean };

/** As `lockCustomers`, for a part of the customers. */
export async function lockPage(tx: Tx, run: FactsOf, { after, limit, only }: CustomerPage): Promise<void> {
  await rows(tx, `select c.id ${pageOf(run)} order by c.id limit $3 for no key update of c`, [
    run.assessmentId,
    after,
    limit,
    only ?? null,
  ]);
}

/**
 * Those whom an assessment found hit or unknown; with `everyone`, all customers. $1 is the assessment, $2 who was before,
 * $4 the only one, or null.
 */
function pageOf({ everyone }: FactsOf): string {
  const join = everyone ? 'left join' : 'join';
  return `from customer c ${join} customer_impact i on i.customer_id = c.id and i.assessment_id = $1
    where c.id > $2 and ($4::uuid is null or c.id = $4)`;
}

const NO_COUNTS = { unable_to_join: 0, media_loss: 0, interactivity_loss: 0, degraded: 0 } as const;
const NOT_HIT: IncidentFacts = {
  clockSeconds: NO_COUNTS,
  people: NO_COUNTS,
  meetings: NO_COUNTS,
  inferred: { seconds: 0, people: 0, meetings: 0 },
};

type FactsColumns = Omit<FactsRow, 'incident' | 'contract' | 'class'> & {
  readonly class: ImpactClass | null;
  readonly counts: string;
  readonly plan: string | null;
  readonly feeMinor: number;
  readonly currency: string;
  readonly status: ContractInForce['status'];
  readonly policyCode: string | null;
};

/**
 * A part of the customers whom an assessment found hit or unknown; with `everyone`, of all, of whom the others are
 * unaffected. The incident's day is that of `startsAt`. The counts come as one text: as JSON, or as columns of their own,
 * they took the database and the driver most of the time of a simulation.
 */
export async function readFacts(tx: Tx, run: FactsOf, { after, limit, only }: CustomerPage): Promise<FactsRow[]> {
  const found = await rows<FactsColumns>(
    tx,
    `select c.*, k.plan, k.monthly_fee_minor as "feeMinor", k.currency, k.status, k.policy_code as "policyCode"
       from (select c.id, c.id as "customerId", c.external_id as "externalId", c.name, c.components, c.time_zone,
                    ${dayOfCustomer('$5')}::text as day, i.class, concat_ws(' ', ${COUNTS.map((column) => `i.${column}`).join(', ')}) as counts
               ${pageOf(run)} order by c.id limit $3) c
       left join ${latestContract(dayOfCustomer('$5'))} k on k.valid_to is null or k.valid_to > ${dayOfCustomer('$5')}
      order by c.id`,
    [run.assessmentId, after, limit, only ?? null, run.startsAt],
  );
  return found.map(factsRow);
}

const COUNTED = ['clock_seconds', 'people', 'meetings'] as const;
const COUNTS = COUNTED.flatMap((what) => [...HIT_CLASSES, 'inferred'].map((name) => `${what}_${name}`));

function factsRow(columns: FactsColumns): FactsRow {
  const { customerId, externalId, name, day, components, plan } = columns;
  return {
    customerId,
    externalId,
    name,
    day,
    class: columns.class ?? 'unaffected',
    components,
    incident: columns.class === null ? NOT_HIT : incidentOf(columns.counts.split(' ').map(Number)),
    contract: plan === null ? null : contractOf(columns, plan),
  };
}

function contractOf({ feeMinor, currency, status, policyCode }: FactsColumns, plan: string): ContractInForce {
  return { plan, monthlyFee: { amountMinor: feeMinor, currency }, status, policyCode };
}

function incidentOf(counts: readonly number[]): IncidentFacts {
  const [clockSeconds, people, meetings] = COUNTED.map((_what, index) => {
    const [unable_to_join = 0, media_loss = 0, interactivity_loss = 0, degraded = 0, inferred = 0] = counts.slice(
      index * (HIT_CLASSES.length + 1),
    );
    return { byClass: { unable_to_join, media_loss, interactivity_loss, degraded }, inferred };
  });
  return {
    clockSeconds: clockSeconds?.byClass ?? NO_COUNTS,
    people: people?.byClass ?? NO_COUNTS,
    meetings: meetings?.byClass ?? NO_COUNTS,
    inferred: {
      seconds: clockSeconds?.inferred ?? 0,
      people: people?.inferred ?? 0,
      meetings: meetings?.inferred ?? 0,
    },
  };
}
