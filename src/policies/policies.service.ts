import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError, notFound, type Reason } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';
import type { Actor } from '../platform/access/actor.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, exclusionViolation, type Tx } from '../platform/database/database.js';
import type { ListQuery, Page } from '../platform/http/list.js';
import { OutboxService } from '../platform/outbox/outbox.service.js';
import { contentHash } from './content-hash.js';
import { describePolicy } from './describe-policy.js';
import {
  closeVersion,
  findLatestVersion,
  findPolicy,
  findVersionsInForce,
  insertPolicy,
  insertVersion,
  listPolicies,
  listPolicyVersions,
  lockPolicy,
  type PolicyRow,
  type PolicyVersionRow,
} from './policies.sql.js';
import type { PolicyRules, PolicyVersion } from './policy.js';
import type { Words } from './policy-words.js';
import { validatePolicy } from './validate-policy.js';
import { assertFollows, versionDateFaults } from './version-dates.js';

/** They would hide a policy behind a call of the same path. */
const RESERVED_CODES: ReadonlySet<string> = new Set(['examples', 'validate', 'simulate']);

const CODE = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** A version as it is shown: with its rules in words, a sentence each. */
export type ShownVersion = PolicyVersionRow & { readonly description: readonly Words[] };

/** A policy as it is shown: `latest` is its newest version, null before there is one. */
export type ShownPolicy = Omit<PolicyRow, 'latestVersion' | 'latestFrom'> & { readonly latest: ShownVersion | null };

/** What is said of rules that are checked: completed, in words and hashed, or all that is wrong with them. */
export type CheckedRules = {
  readonly valid: boolean;
  readonly rules: PolicyRules | null;
  readonly rulesHash: string | null;
  readonly description: readonly Words[];
  /** With paths into the rules. */
  readonly faults: readonly Reason[];
};

/** What to add: rules as unknown JSON, in force on the days `[from, to)`. */
export type NewVersion = { readonly from: string; readonly to?: string | null; readonly rules: unknown };

@Injectable()
export class PoliciesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly outbox: OutboxService,
  ) {}

  list(query: ListQuery): Promise<Page<PolicyRow>> {
    return listPolicies(this.database.tx, query);
  }

  /** Throws `policy_not_found`. */
  get(code: string): Promise<ShownPolicy> {
    return this.database.read((tx) => this.shown(tx, code));
  }

  /** The versions, newest first. Throws `policy_not_found`. */
  versions(code: string, query: ListQuery): Promise<Page<ShownVersion>> {
    return this.database.read(async (tx) => {
      await this.mustExist(tx, code);
      const page = await listPolicyVersions(tx, code, query);
      return { ...page, items: page.items.map(withDescription) };
    });
  }

  /** Checks rules; keeps nothing. */
  check(json: unknown): CheckedRules {
    const { rules = null, faults = [] } = validatePolicy(json) as { rules?: PolicyRules; faults?: readonly Reason[] };
    const description = rules === null ? [] : describePolicy(rules);
    return { valid: rules !== null, rules, rulesHash: rules === null ? null : contentHash(rules), description, faults };
  }

  /** Throws `policy_exists`, `policy_code_reserved`. */
  create(policy: { readonly code: string; readonly name: string }, actor: Actor): Promise<ShownPolicy> {
    return this.database.transaction(async (tx) => {
      const { code, name } = policy;
      if (RESERVED_CODES.has(code)) {
        throw new DomainError('invalid', 'policy_code_reserved', `${code} is the name of a call; take another code.`);
      }
      if (!(await insertPolicy(tx, { code, name, createdBy: actor.id, createdAt: this.clock.now() }))) {
        throw new DomainError('conflict', 'policy_exists', `There is a policy ${code} already.`);
      }
      const subject = { kind: 'policy', id: code };
      this.audit.append(tx, { actor, action: 'policy.created', subject, details: { name } });
      return this.shown(tx, code);
    });
  }

  /**
   * Adds a version, which never changes again, and tells of it as `policy.version_added`: only the open version before it gets its end, where the new one begins.
   * Throws `policy_not_found`, `policy_not_valid` with all faults, `policy_version_not_later`, `policy_versions_overlap`.
   */
  async addVersion(code: string, { from, to = null, rules: json }: NewVersion, actor: Actor): Promise<ShownVersion> {
    const rules = requireRules(json, from, to);
    try {
      return await this.database.transaction(async (tx) => {
        if (!CODE.test(code) || !(await lockPolicy(tx, code))) throw notFound('policy', code);
        const previous = await findLatestVersion(tx, code);
        assertFollows(from, previous);
        if (previous?.to === null) await closeVersion(tx, previous.id, from);
        const version = {
          id: newId(),
          policyCode: code,
          version: (previous?.version ?? 0) + 1,
          from,
          to,
          rules,
          rulesHash: contentHash(rules),
          createdBy: actor.id,
          createdAt: this.clock.now(),
        };
        await insertVersion(tx, version);
        await this.tell(tx, version, actor);
        return withDescription(version);
      });
    } catch (cause) {
      if (exclusionViolation(cause) === undefined) throw cause;
      throw new DomainError('conflict', 'policy_versions_overlap', 'Two may never be in force at once.', { cause });
    }
  }

  private async tell(tx: Tx, version: PolicyVersionRow, actor: Actor): Promise<void> {
    const { id, policyCode, version: number, from, to, rulesHash } = version;
    const details = { id, version: number, from, to, rulesHash };
    const subject = { kind: 'policy', id: policyCode };
    this.audit.append(tx, { actor, action: 'policy.version_added', subject, details });
    const dedupKey = `policy.version_added:${id}`;
    await this.outbox.append(tx, { topic: 'policy.version_added', dedupKey, payload: { policyCode, from, to } });
  }

  /** The versions of all policies in force on any of these days, which must not be none, in the caller's transaction. */
  inForce(tx: Tx, days: readonly string[]): Promise<PolicyVersion[]> {
    const sorted = days.toSorted();
    return findVersionsInForce(tx, sorted[0] ?? '', sorted.at(-1) ?? '');
  }

  /** Throws `policy_not_found`. */
  async mustExist(tx: Tx, code: string): Promise<PolicyRow> {
    const policy = CODE.test(code) ? await findPolicy(tx, code) : undefined;
    if (policy === undefined) throw notFound('policy', code);
    return policy;
  }

  private async shown(tx: Tx, code: string): Promise<ShownPolicy> {
    const { name, createdBy, createdAt } = await this.mustExist(tx, code);
    const latest = await findLatestVersion(tx, code);
    return { code, name, createdBy, createdAt, latest: latest === undefined ? null : withDescription(latest) };
  }
}

function withDescription(version: PolicyVersionRow): ShownVersion {
  return { ...version, description: describePolicy(version.rules) };
}

function requireRules(json: unknown, from: string, to: string | null): PolicyRules {
  const found = validatePolicy(json);
  const faults = (found.faults ?? []).map((fault) => ({
    ...fault,
    path: fault.path === '' ? 'rules' : `rules.${fault.path ?? ''}`,
  }));
  const reasons = [...versionDateFaults(from, to), ...faults];
  if (found.faults === undefined && reasons.length === 0) return found.rules;
  throw new DomainError('invalid', 'policy_not_valid', 'These rules cannot be a version of a policy.', { reasons });
}
