import { newId } from '../../src/kernel/ids.js';
import { creditReference } from '../../src/offers/credit.js';
import type { OfferStatus } from '../../src/offers/offer.js';
import type { Outcome } from '../../src/offers/proposal.js';
import { rows, type Tx } from '../../src/platform/database/database.js';
import type { HitClass } from '../../src/policies/impact-class.js';
import { rulesOf } from '../../src/policies/validate-policy.js';

/** What one customer came to in the aftermath of an incident; what is not said is ordinary. */
export type Aftermath = {
  readonly externalId: string;
  readonly name?: string;
  readonly locale?: string;
  readonly owner?: string;
  readonly class?: HitClass | 'unknown';
  readonly people?: number;
  readonly feeMinor?: number;
  readonly currency?: string;
  readonly outcome?: Outcome;
  /** With this, the customer has an offer. */
  readonly offer?: OfferStatus;
  readonly amountMinor?: number;
  /** The amount of the offer's only line, when it is to differ from the offer's. */
  readonly lineMinor?: number;
  /** Lines of the offer after its first one. */
  readonly moreLines?: readonly object[];
  /** With this, the offer is of so many days of service under an SLA, and of no amount. */
  readonly days?: number;
};

export type SeededCustomer = { readonly id: string; readonly externalId: string; readonly offerId: string | null };
export type Seeded = {
  readonly incidentId: string;
  readonly assessmentId: string;
  readonly customers: readonly SeededCustomer[];
};

const RULES = {
  kind: 'goodwill',
  zone: 'Europe/Paris',
  validityDays: 30,
  measure: { minimumSeconds: 60 },
  taxTreatment: 'price_reduction',
  remedy: { type: 'fixed', byClass: { unable_to_join: { percent: '20' } } },
};
const DAY = '2020-09-16';
const AT = `${DAY}T16:00:00Z`;
const HIT = '{["2020-09-16 12:52:00+00","2020-09-16 13:09:00+00")}';

/**
 * An incident of the founding day with one assessment, and what each customer came to, written straight into the tables.
 * Customers that are there already are hit again; everything else is new at every call.
 */
export async function seedAftermath(tx: Tx, aftermaths: readonly Aftermath[]): Promise<Seeded> {
  const policyVersionId = await seedGround(tx);
  const customers = await seedCustomers(tx, aftermaths);
  const incidentId = newId();
  await insert(tx, 'incident', [
    {
      id: incidentId,
      title: 'Interruption de l’application',
      status: 'resolved',
      time_zone: 'Europe/Paris',
      descriptions: { fr: 'Les serveurs ont manqué de mémoire.' },
      version: 1,
      created_by: 'test',
      created_at: AT,
      updated_at: AT,
    },
  ]);
  const assessmentId = await seedAssessment(tx, incidentId, 1);
  await seedImpacts(tx, assessmentId, aftermaths, customers);
  const seeded = customers.map((customer, index) => ({
    ...customer,
    offerId: aftermaths[index]?.offer === undefined ? null : newId(),
  }));
  await seedProposals(tx, { incidentId, assessmentId, policyVersionId }, aftermaths, seeded);
  return { incidentId, assessmentId, customers: seeded };
}

export type SeededCredit = { readonly id: string; readonly customerId: string; readonly reference: string };

/** The same with every offer accepted, and the credits that the acceptances wrote `at` then; nothing is on its way yet. */
export async function seedAcceptedCredits(
  tx: Tx,
  aftermaths: readonly Omit<Aftermath, 'offer'>[],
  at: Date,
): Promise<{ readonly incidentId: string; readonly credits: SeededCredit[] }> {
  const { incidentId, customers } = await seedAftermath(
    tx,
    aftermaths.map((aftermath) => ({ ...aftermath, offer: 'accepted' })),
  );
  const credits = customers.map(({ id: customerId, offerId }, index) => {
    const id = newId();
    return {
      customer_id: customerId,
      id,
      offer_id: offerId,
      incident_id: incidentId,
      amount_minor: aftermaths[index]?.amountMinor ?? 5000,
      currency: aftermaths[index]?.currency ?? 'EUR',
      reference: creditReference(id),
      created_by: 'test',
      created_at: at,
    };
  });
  await insert(tx, 'credit', credits);
  return {
    incidentId,
    credits: credits.map(({ id, customer_id: customerId, reference }) => ({ id, customerId, reference })),
  };
}

/** Another revision of the incident's assessment, done. */
export async function seedAssessment(tx: Tx, incidentId: string, revision: number): Promise<string> {
  const id = newId();
  await insert(tx, 'assessment', [
    {
      id,
      incident_id: incidentId,
      revision,
      status: 'done',
      provisional: false,
      assessed_at: AT,
      windows: [windowOf('11:53', '12:49', 'degraded'), windowOf('12:49', '13:09', 'lost')],
      steps: [],
      created_by: 'test',
      created_at: AT,
    },
  ]);
  return id;
}

/** What an assessment found of customers. */
export async function seedImpacts(
  tx: Tx,
  assessmentId: string,
  aftermaths: readonly Aftermath[],
  customers: readonly { readonly id: string }[],
): Promise<void> {
  const columns = ['people', 'person_seconds', 'clock_seconds', 'meetings'].flatMap((what) =>
    ['unable_to_join', 'media_loss', 'interactivity_loss', 'degraded', 'inferred'].map((name) => `${what}_${name}`),
  );
  await insert(
    tx,
    'customer_impact',
    aftermaths.map(({ class: impactClass = 'unable_to_join', people = 3 }, index) => ({
      customer_id: customers[index]?.id,
      assessment_id: assessmentId,
      class: impactClass,
      ...Object.fromEntries(columns.map((column) => [column, 0])),
      meetings_unknown: impactClass === 'unknown' ? 1 : 0,
      ...(impactClass === 'unknown'
        ? {}
        : {
            [`people_${impactClass}`]: people,
            [`person_seconds_${impactClass}`]: people * 1020,
            [`clock_seconds_${impactClass}`]: 1020,
            [`meetings_${impactClass}`]: 1,
          }),
    })),
  );
  await insert(
    tx,
    'impact',
    aftermaths.flatMap(({ class: impactClass = 'unable_to_join' }, index) =>
      impactClass === 'unknown' ? [] : [impactOf(assessmentId, customers[index]?.id ?? '', impactClass)],
    ),
  );
}

export async function insert(tx: Tx, table: string, records: readonly object[]): Promise<void> {
  if (records.length === 0) return;
  const columns = Object.keys(records[0] ?? {}).join(', ');
  await rows(
    tx,
    `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)
     on conflict do nothing`,
    [JSON.stringify(records)],
  );
}

/** A component and a policy, once for a database; gives the policy's version. */
async function seedGround(tx: Tx): Promise<string> {
  await insert(tx, 'component', [
    { key: 'app', name: 'Application', capabilities: ['join', 'interact'], version: 1, created_at: AT, updated_at: AT },
  ]);
  await insert(tx, 'policy', [{ code: 'goodwill', name: 'Goodwill', created_by: 'test', created_at: AT }]);
  await insert(tx, 'policy_version', [
    {
      id: newId(),
      policy_code: 'goodwill',
      version: 1,
      effective: '[2020-01-01,)',
      rules: rulesOf(RULES),
      rules_hash: 'test',
      created_by: 'test',
      created_at: AT,
    },
  ]);
  const [version] = await rows<{ id: string }>(tx, `select id from policy_version where policy_code = 'goodwill'`);
  return version?.id ?? '';
}

async function seedCustomers(tx: Tx, aftermaths: readonly Aftermath[]): Promise<{ id: string; externalId: string }[]> {
  await insert(
    tx,
    'customer',
    aftermaths.map(({ externalId, name = `Société ${externalId}`, locale = 'fr-FR', owner = null }) => ({
      id: newId(),
      external_id: externalId,
      name,
      time_zone: 'Europe/Paris',
      locale,
      owner,
      version: 1,
      created_at: AT,
      updated_at: AT,
    })),
  );
  const ids = new Map(
    (await rows<{ id: string; externalId: string }>(tx, 'select id, external_id as "externalId" from customer')).map(
      (customer) => [customer.externalId, customer.id],
    ),
  );
  const customers = aftermaths.map(({ externalId }) => ({ id: ids.get(externalId) ?? '', externalId }));
  await insert(
    tx,
    'contract',
    aftermaths.map(({ feeMinor = 10_000, currency = 'EUR' }, index) => ({
      customer_id: customers[index]?.id,
      valid_from: '2020-01-01',
      plan: 'business',
      monthly_fee_minor: feeMinor,
      currency,
      status: 'active',
    })),
  );
  await insert(
    tx,
    'contact',
    customers.map(({ id, externalId }) => ({
      customer_id: id,
      id: newId(),
      email: `admin@${externalId.toLowerCase().replaceAll(/[^a-z0-9]/g, '-')}.example`,
      name: 'Élodie Lefèvre',
      role: 'admin',
      opted_out: false,
    })),
  );
  return customers;
}

async function seedProposals(
  tx: Tx,
  ground: { readonly incidentId: string; readonly assessmentId: string; readonly policyVersionId: string },
  aftermaths: readonly Aftermath[],
  customers: readonly SeededCustomer[],
): Promise<void> {
  const common = {
    incident_id: ground.incidentId,
    assessment_id: ground.assessmentId,
    policy_version_id: ground.policyVersionId,
    created_by: 'test',
    created_at: AT,
  };
  await insert(
    tx,
    'proposal',
    aftermaths.flatMap(({ offer, outcome = offer === undefined ? undefined : 'offer', ...money }, index) =>
      outcome === undefined
        ? []
        : [
            {
              ...common,
              customer_id: customers[index]?.id,
              outcome,
              reasons:
                outcome === 'offer' ? [] : [{ code: 'class_not_in_policy', text: { fr: '', en: '' }, details: {} }],
              lines: [],
              amount_minor: outcome === 'offer' ? (money.amountMinor ?? 5000) : 0,
              currency: money.currency ?? 'EUR',
              offer_id: customers[index]?.offerId,
              input_hash: 'test',
            },
          ],
    ),
  );
  await insert(
    tx,
    'offer',
    aftermaths.flatMap(
      ({ offer, days, amountMinor = 5000, lineMinor = amountMinor, currency = 'EUR', moreLines = [] }, index) =>
        offer === undefined
          ? []
          : [
              {
                ...common,
                customer_id: customers[index]?.id,
                id: customers[index]?.offerId,
                sequence: 0,
                status: offer,
                amount_minor: days === undefined ? amountMinor : 0,
                currency,
                lines: [
                  days === undefined
                    ? {
                        code: 'fixed_amount',
                        text: { fr: 'Accès impossible', en: 'Unable to join' },
                        inputs: {},
                        amountMinor: lineMinor,
                        kind: 'goodwill',
                        nature: 'credit',
                        taxTreatment: 'price_reduction',
                      }
                    : lineOfDays(days),
                  ...moreLines,
                ],
                content_hash: 'test',
                version: 2,
                updated_at: AT,
              },
            ],
    ),
  );
  await insert(
    tx,
    'offer_share',
    aftermaths.flatMap(({ offer, days }, index) => {
      const { id, offerId } = customers[index] ?? {};
      return offer === undefined || days === undefined ? [] : [shareOfDays(ground.policyVersionId, days, id, offerId)];
    }),
  );
}

/** What is given in kind has its share, as every offer that was worked out has. */
function shareOfDays(policyVersionId: string, days: number, customerId?: string, offerId?: string | null): object {
  return {
    customer_id: customerId,
    offer_id: offerId,
    kind: 'sla',
    period_start_at: '2020-08-31T22:00:00Z',
    period_end_at: '2020-09-30T22:00:00Z',
    policy_version_id: policyVersionId,
    amount_minor: 0,
    unit: 'days_of_service',
    quantity: days,
  };
}

function lineOfDays(quantity: number): object {
  return {
    code: 'in_kind',
    text: {
      fr: `Disponibilité de 98,50 % : ${quantity} jours de service`,
      en: `Availability of 98.50%: ${quantity} days`,
    },
    inputs: {},
    amountMinor: 0,
    kind: 'sla',
    nature: 'extension',
    taxTreatment: 'price_reduction',
    inKind: { unit: 'days_of_service', quantity },
  };
}

function windowOf(from: string, to: string, state: 'lost' | 'degraded'): object {
  return {
    id: newId(),
    componentKey: 'app',
    startsAt: `${DAY}T${from}:00.000Z`,
    endsAt: `${DAY}T${to}:00.000Z`,
    capabilities: { join: state, interact: state },
  };
}

function impactOf(assessmentId: string, customerId: string, impactClass: HitClass): object {
  const ranges = { unable_to_join: 'blocked', media_loss: 'media_lost', interactivity_loss: 'interactivity_lost' };
  const hit = impactClass === 'degraded' ? 'degraded' : ranges[impactClass];
  const names = ['blocked', 'inferred', 'media_lost', 'interactivity_lost', 'degraded'];
  return {
    customer_id: customerId,
    assessment_id: assessmentId,
    meeting_id: newId(),
    participant_id: 'p1',
    class: impactClass,
    confidence: 'observed',
    is_facilitator: false,
    borderline: false,
    has_open_session: false,
    ...Object.fromEntries(names.map((name) => [`${name}_seconds`, name === hit ? 1020 : 0])),
    ...Object.fromEntries(names.map((name) => [name, name === hit ? HIT : '{}'])),
  };
}
