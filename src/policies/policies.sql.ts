import { row, rowCount, rows, type Tx } from '../platform/database/database.js';
import { type ListQuery, listRows, type Page } from '../platform/http/list.js';
import type { PolicyVersion } from './policy.js';

export type PolicyRow = {
  readonly code: string;
  readonly name: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  /** The newest version's number and first day; null before there is one. */
  readonly latestVersion: number | null;
  readonly latestFrom: string | null;
};

export type PolicyVersionRow = PolicyVersion & {
  readonly rulesHash: string;
  readonly createdBy: string;
  readonly createdAt: Date;
};

const POLICIES = `
  select p.code, p.name, p.created_by as "createdBy", p.created_at as "createdAt",
         v.version as "latestVersion", lower(v.effective) as "latestFrom"
    from policy p
    left join lateral (
      select version, effective from policy_version where policy_code = p.code order by version desc limit 1
    ) v on true`;

const VERSIONS = `
  select id, policy_code as "policyCode", version, lower(effective) as "from", upper(effective) as "to",
         rules, rules_hash as "rulesHash", created_by as "createdBy", created_at as "createdAt"
    from policy_version`;

/** All policies by code. */
export function listPolicies(tx: Tx, query: ListQuery): Promise<Page<PolicyRow>> {
  return listRows(
    tx,
    { select: POLICIES, values: [], order: [{ name: 'code', type: 'text', direction: 'asc' }] },
    query,
  );
}

/** One policy, or undefined. */
export function findPolicy(tx: Tx, code: string): Promise<PolicyRow | undefined> {
  return row<PolicyRow>(tx, `${POLICIES} where p.code = $1`, [code]);
}

/** Makes a policy without a version; false when the code is taken. */
export async function insertPolicy(
  tx: Tx,
  policy: { readonly code: string; readonly name: string; readonly createdBy: string; readonly createdAt: Date },
): Promise<boolean> {
  const { code, name, createdBy, createdAt } = policy;
  const inserted = await rowCount(
    tx,
    `insert into policy (code, name, created_by, created_at) values ($1, $2, $3, $4) on conflict (code) do nothing`,
    [code, name, createdBy, createdAt],
  );
  return inserted === 1;
}

/** Makes others who add a version of this policy wait for the transaction's end; false when there is no such policy. */
export async function lockPolicy(tx: Tx, code: string): Promise<boolean> {
  return (await row(tx, 'select code from policy where code = $1 for update', [code])) !== undefined;
}

/** The versions of a policy, newest first. */
export function listPolicyVersions(tx: Tx, code: string, query: ListQuery): Promise<Page<PolicyVersionRow>> {
  const order = [{ name: 'version', type: 'int', direction: 'desc' }] as const;
  return listRows(tx, { select: `${VERSIONS} where policy_code = $1`, values: [code], order }, query);
}

/** The version of a policy with the highest number, or undefined when it has none. */
export function findLatestVersion(tx: Tx, code: string): Promise<PolicyVersionRow | undefined> {
  return row<PolicyVersionRow>(tx, `${VERSIONS} where policy_code = $1 order by version desc limit 1`, [code]);
}

/** All versions, of all policies, in force on any of the days from the first to the last, both included. */
export function findVersionsInForce(tx: Tx, firstDay: string, lastDay: string): Promise<PolicyVersionRow[]> {
  return rows<PolicyVersionRow>(
    tx,
    `${VERSIONS} where effective && daterange($1::date, $2::date, '[]') order by policy_code, version`,
    [firstDay, lastDay],
  );
}

/** Ends an open version on a day: the one change that a version ever sees. */
export async function closeVersion(tx: Tx, id: string, to: string): Promise<void> {
  await rows(
    tx,
    `update policy_version set effective = daterange(lower(effective), $2::date) where id = $1 and upper_inf(effective)`,
    [id, to],
  );
}

/** Adds a version. Breaks `policy_versions_do_not_overlap` when another is in force on one of its days. */
export async function insertVersion(tx: Tx, version: PolicyVersionRow): Promise<void> {
  await rows(
    tx,
    `insert into policy_version (id, policy_code, version, effective, rules, rules_hash, created_by, created_at)
     values ($1, $2, $3, daterange($4::date, $5::date), $6, $7, $8, $9)`,
    [
      version.id,
      version.policyCode,
      version.version,
      version.from,
      version.to,
      JSON.stringify(version.rules),
      version.rulesHash,
      version.createdBy,
      version.createdAt,
    ],
  );
}
