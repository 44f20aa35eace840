import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';
import { Database, type Tx } from '../platform/database/database.js';
import { PoliciesService } from '../policies/policies.service.js';
import type { PolicyVersion } from '../policies/policy.js';
import { validatePolicy } from '../policies/validate-policy.js';
import { type CustomerFacts, OfferFactsService } from './offer-facts.service.js';
import { priceAmounts } from './price-offer.js';
import { daysAround } from './propose-offers.js';
import type { OfferFacts } from './proposal.js';
import type { FactsRow } from './customer-facts.sql.js';
import { type AssessmentRow, findAssessment } from './proposals.sql.js';
import { type SimulatedTotals, SimulationSum } from './simulate-policy.js';

/** What a draft would come to over an assessment, beside what is in force. */
export type PolicySimulation = {
  readonly assessmentId: string;
  readonly incidentId: string;
  readonly draft: SimulatedTotals;
  readonly inForce: SimulatedTotals;
};

const DRAFT_CODE = 'draft';
/**
 * The database reads the next ones while these are priced: more batches overlap more, fewer ask less often. While the first
 * one is read nothing can be priced, so it is small.
 */
const BATCH = 2500;
const FIRST_BATCH = 500;
const SLICE = 200;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Tries a policy on what has happened. Writes nothing. */
@Injectable()
export class SimulationService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly policies: PoliciesService,
    private readonly facts: OfferFactsService,
  ) {}

  /**
   * Prices every customer of an assessment that is done, of whatever revision, by rules that are no version yet, in place
   * of every contract's own policy; and by the policies in force. Throws `policy_not_valid` with all faults,
   * `assessment_not_found`, `assessment_not_done`.
   */
  simulate(assessmentId: string, rules: unknown): Promise<PolicySimulation> {
    const draft = draftOf(rules);
    return this.database.read(async (tx) => {
      const assessment = await requireDone(tx, assessmentId);
      const { incidentId, startsAt } = assessment;
      const versions = startsAt === null ? [] : await this.policies.inForce(tx, daysAround(startsAt));
      const { tried, inForce } = await this.price(tx, assessment, versions, draft);
      return { assessmentId, incidentId, draft: tried.result(), inForce: inForce.result() };
    });
  }

  private async price(
    tx: Tx,
    { id: assessmentId, incidentId, startsAt, endsAt }: AssessmentRow,
    versions: readonly PolicyVersion[],
    draft: PolicyVersion,
  ): Promise<{ readonly tried: SimulationSum; readonly inForce: SimulationSum }> {
    const priced = { tried: new SimulationSum(), inForce: new SimulationSum() };
    if (startsAt === null || endsAt === null) return priced;
    const now = this.clock.now();
    const run = { assessmentId, incidentId, startsAt, endsAt, versions, askedPolicyCode: null, draft, now };
    const prepared = await this.facts.prepare(tx, run);
    let limit = FIRST_BATCH;
    const readAfter = (after: string) => this.facts.readBatch(tx, prepared, { after, limit, lock: false });
    for (let next: Promise<CustomerFacts[]> | undefined = readAfter(BEFORE_ALL); next !== undefined;) {
      const customers: CustomerFacts[] = await next;
      const last = customers.length < limit ? undefined : customers.at(-1)?.row.customerId;
      limit = BATCH;
      next = last === undefined ? undefined : readAfter(last);
      // Whatever becomes of it is learnt where it is waited for.
      next?.catch(() => undefined);
      for (const [index, { row, facts, tried }] of customers.entries()) {
        // The questions for the next ones have to go out, and others have to be answered, while these are priced.
        if (index % SLICE === 0) await setImmediate();
        addTo(priced.inForce, row, facts());
        addTo(priced.tried, row, (tried ?? facts)());
      }
    }
    return priced;
  }
}

/** Leaves out whom nothing touched and who gets nothing. */
function addTo(sum: SimulationSum, row: FactsRow, facts: OfferFacts): void {
  const priced = priceAmounts(facts);
  if (row.class === 'unaffected' && priced.outcome !== 'offer') return;
  const { externalId: customerId, name: customerName, class: impactClass } = row;
  sum.add({ customerId, customerName, plan: facts.contract?.plan ?? null, class: impactClass }, priced);
}

function draftOf(json: unknown): PolicyVersion {
  const found = validatePolicy(json);
  if (found.faults === undefined) {
    return { id: DRAFT_CODE, policyCode: DRAFT_CODE, version: 0, from: '0001-01-01', to: null, rules: found.rules };
  }
  const reasons = found.faults.map((fault) => ({
    ...fault,
    path: fault.path === '' ? 'rules' : `rules.${fault.path ?? ''}`,
  }));
  throw new DomainError('invalid', 'policy_not_valid', 'These rules cannot be tried.', { reasons });
}

async function requireDone(tx: Tx, id: string): Promise<AssessmentRow> {
  const assessment = isId(id) ? await findAssessment(tx, id) : undefined;
  if (assessment === undefined) throw notFound('assessment', id);
  if (assessment.status === 'done') return assessment;
  const message = `A policy is tried on an assessment that is done; this one is ${assessment.status}.`;
  throw new DomainError('conflict', 'assessment_not_done', message, { details: { status: assessment.status } });
}
