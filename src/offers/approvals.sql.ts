import { instantText, rows, type Tx } from '../platform/database/database.js';
import type { PolicyRules } from '../policies/policy.js';
import type { ApprovalCase } from './approval.js';
import type { OfferApprovalEntity } from './offer-approval.entity.js';

/** A change of the amount by hand. `at` is RFC 3339. */
export type Adjustment = {
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  readonly fromMinor: number;
  readonly toMinor: number;
  readonly fromHash: string;
};

/** All that decides who may approve an offer, and what was done to it by hand, the first change first. */
export type ApprovalFacts = ApprovalCase & {
  readonly offerId: string;
  readonly incidentId: string;
  readonly contentHash: string;
  readonly adjustments: readonly Adjustment[];
};

type FactsRow = Omit<ApprovalFacts, 'terms' | 'editors'> & {
  /** Minor units by the id of the policy's version. */
  readonly shares: Readonly<Record<string, number>>;
};

type TermsRow = Pick<PolicyRules, 'approvalLimits' | 'fourEyesAbove' | 'budgetPerIncident'> & {
  readonly id: string;
  readonly policyCode: string;
};

/** What approved offers of an incident come to under one policy and in one currency. */
export type BudgetUse = {
  readonly incidentId: string;
  readonly policyCode: string;
  readonly currency: string;
  /** All offers that stand, whether approved or not. */
  readonly offeredMinor: number;
  readonly usedMinor: number;
  /** What the newest version that the offers are by allows, by currency; null without a budget. */
  readonly budget: PolicyRules['budgetPerIncident'] | null;
};

/**
 * Makes every other approval of these incidents and currencies wait for the transaction's end. Taken before the rows of
 * the offers, in one order, so that no two approvals wait for each other.
 */
export async function lockBudgets(
  tx: Tx,
  offers: readonly { readonly incidentId: string; readonly currency: string }[],
): Promise<void> {
  const keys = [
    ...new Map(
      offers.map(({ incidentId, currency }) => [`${incidentId} ${currency}`, { incidentId, currency }]),
    ).values(),
  ];
  const values = [keys.map(({ incidentId }) => incidentId), keys.map(({ currency }) => currency)];
  const asked = `select distinct incident_id, currency from unnest($1::uuid[], $2::text[]) as k (incident_id, currency)`;
  await rows(
    tx,
    `insert into incident_budget (incident_id, currency) ${asked} order by 1, 2 on conflict do nothing`,
    values,
  );
  await rows(
    tx,
    `select incident_id from incident_budget where (incident_id, currency) in (${asked})
      order by incident_id, currency for no key update`,
    values,
  );
}

/** The incident and currency of an offer, which never change; undefined for an unknown id. */
export async function findBudgetKeys(
  tx: Tx,
  offerIds: readonly string[],
): Promise<{ incidentId: string; currency: string }[]> {
  return rows(tx, `select distinct incident_id as "incidentId", currency from offer where id = any($1::uuid[])`, [
    offerIds,
  ]);
}

/** What decides over the approval of offers at an instant, by the offer's id; unknown ids are left out. */
export async function readApprovalFacts(
  tx: Tx,
  offerIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, ApprovalFacts>> {
  const found = await rows<FactsRow>(
    tx,
    `select o.id as "offerId", o.incident_id as "incidentId", o.status, o.amount_minor as "amountMinor", o.currency,
            o.content_hash as "contentHash",
            (select coalesce(jsonb_agg(jsonb_build_object('by', a.person, 'at', ${instantText('a.at')}, 'hash', a.content_hash)
                                       order by a.at, a.person), '[]')
               from offer_approval a where a.customer_id = o.customer_id and a.offer_id = o.id
                and a.edition = o.edition and a.content_hash = o.content_hash) as approvals,
            (select coalesce(jsonb_agg(jsonb_build_object('by', d.person, 'at', ${instantText('d.at')}, 'reason', d.reason,
                      'fromMinor', d.from_minor, 'toMinor', d.to_minor, 'fromHash', d.from_hash) order by d.edition), '[]')
               from offer_adjustment d where d.customer_id = o.customer_id and d.offer_id = o.id) as adjustments,
            coalesce((select jsonb_object_agg(s.policy_version_id, s.minor)
               from (select policy_version_id, sum(amount_minor) as minor from offer_share
                      where customer_id = o.customer_id and offer_id = o.id group by policy_version_id) s),
              jsonb_build_object(o.policy_version_id, o.amount_minor)) as shares
       from offer o where o.id = any($1::uuid[])`,
    [offerIds],
  );
  const versions = await readTerms(tx, [...new Set(found.flatMap(({ shares }) => Object.keys(shares)))]);
  // Nobody asks what was used of a budget that no policy sets; to add it up is to read every offer of the incident.
  const limited = found.filter(({ shares }) =>
    Object.keys(shares).some((id) => (versions.get(id)?.budgetPerIncident ?? null) !== null),
  );
  const budgets = await readBudgets(tx, [...new Set(limited.map(({ incidentId }) => incidentId))], now);
  const used = new Map(budgets.map((each) => [budgetKey(each), each.usedMinor]));
  return new Map(
    found.map(({ shares, ...offer }) => {
      const terms = Object.entries(shares).flatMap(([id, shareMinor]) => {
        const version = versions.get(id);
        if (version === undefined) return [];
        const { approvalLimits, fourEyesAbove, budgetPerIncident, policyCode } = version;
        const usedMinor = used.get(budgetKey({ ...offer, policyCode })) ?? 0;
        return [
          { policyCode, shareMinor, usedMinor, ...defined({ approvalLimits, fourEyesAbove, budgetPerIncident }) },
        ];
      });
      const approvals = offer.approvals.map(inUtc);
      const adjustments = offer.adjustments.map(inUtc);
      return [offer.offerId, { ...offer, approvals, adjustments, editors: adjustments.map(({ by }) => by), terms }];
    }),
  );
}

/** What the offers of incidents that stand at an instant come to, by policy and currency, in their order. */
export function readBudgets(tx: Tx, incidentIds: readonly string[], now: Date): Promise<BudgetUse[]> {
  return rows<BudgetUse>(
    tx,
    `select o.incident_id as "incidentId", v.policy_code as "policyCode", o.currency,
            sum(coalesce(s.amount_minor, o.amount_minor))::bigint as "offeredMinor",
            coalesce(sum(coalesce(s.amount_minor, o.amount_minor)) filter (where o.status <> 'draft'), 0)::bigint as "usedMinor",
            (array_agg(v.rules -> 'budgetPerIncident' order by v.version desc))[1] as budget
       from offer o
       left join offer_share s on s.customer_id = o.customer_id and s.offer_id = o.id
       join policy_version v on v.id = coalesce(s.policy_version_id, o.policy_version_id)
      where o.incident_id = any($1::uuid[])
        and (o.status in ('draft', 'accepted')
             or o.status in ('approved', 'sent') and (o.valid_until is null or o.valid_until > $2))
      group by o.incident_id, v.policy_code, o.currency
      order by o.incident_id, v.policy_code, o.currency`,
    [incidentIds, now],
  );
}

/** Whether there is such an incident. */
export async function incidentExists(tx: Tx, incidentId: string): Promise<boolean> {
  return (await rows(tx, 'select 1 from incident where id = $1', [incidentId])).length > 0;
}

/** Tells the budgets of a policy, an incident and a currency apart. */
export function budgetKey(of: {
  readonly incidentId: string;
  readonly policyCode: string;
  readonly currency: string;
}): string {
  return `${of.incidentId} ${of.policyCode} ${of.currency}`;
}

/** Keeps approvals. Breaks the key when the person has approved the same edition. */
export async function insertApprovals(tx: Tx, approvals: readonly Readonly<OfferApprovalEntity>[]): Promise<void> {
  await rows(
    tx,
    `insert into offer_approval (customer_id, offer_id, edition, person, content_hash, at)
     select "customerId", "offerId", edition, person, "contentHash", at
       from jsonb_to_recordset($1::jsonb) as a
            ("customerId" uuid, "offerId" uuid, edition int, person text, "contentHash" text, at timestamptz)`,
    [JSON.stringify(approvals)],
  );
}

/** Counts the version of drafts on that got the first approval of two; gives the ids of those that nobody had moved. */
export async function touchDrafts(
  tx: Tx,
  offers: readonly { readonly customerId: string; readonly id: string; readonly version: number }[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const touched = await rows<{ id: string }>(
    tx,
    `update offer o set version = m.version + 1, updated_at = $1
       from unnest($2::uuid[], $3::uuid[], $4::int[]) as m (customer_id, id, version)
      where o.customer_id = m.customer_id and o.id = m.id and o.version = m.version and o.status = 'draft'
      returning o.id`,
    [now, offers.map(({ customerId }) => customerId), offers.map(({ id }) => id), offers.map(({ version }) => version)],
  );
  return new Set(touched.map(({ id }) => id));
}

async function readTerms(tx: Tx, versionIds: readonly string[]): Promise<ReadonlyMap<string, TermsRow>> {
  const found = await rows<TermsRow>(
    tx,
    `select id, policy_code as "policyCode", rules -> 'approvalLimits' as "approvalLimits",
            rules -> 'fourEyesAbove' as "fourEyesAbove", rules -> 'budgetPerIncident' as "budgetPerIncident"
       from policy_version where id = any($1::uuid[])`,
    [versionIds],
  );
  return new Map(found.map((version) => [version.id, version]));
}

/** The database gives null for what rules leave out. */
function defined<T extends object>(of: T): { readonly [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== null && value !== undefined)) as {
    readonly [K in keyof T]?: NonNullable<T[K]>;
  };
}

function inUtc<T extends { readonly at: string }>(of: T): T {
  return { ...of, at: new Date(of.at).toISOString() };
}
