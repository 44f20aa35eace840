import { Temporal } from 'temporal-polyfill';
import type { Reason } from '../kernel/domain-error.js';
import {
  APPROVER_ROLES,
  BASES,
  type Caps,
  CLAIM_NEEDS,
  type ClaimRules,
  COMBINATIONS,
  CONTRACT_STATUSES,
  DEADLINE_FROM,
  type Exclusions,
  FEE_BASES,
  JUDGED_EXCLUSIONS,
  type Limit,
  type Measure,
  NATURES,
  PERIODS,
  POLICY_KINDS,
  type PolicyKind,
  type PolicyRules,
  TAX_TREATMENTS,
} from './policy.js';
import { conflictsOf } from './policy-conflicts.js';
import { RuleFields } from './rule-fields.js';
import { readRemedy } from './validate-remedy.js';

const MAX_SECONDS = 31 * 86_400;
const MAX_MINUTES = 31 * 1440;
const MAX_DAYS = 3650;

const FIELDS = [
  'kind',
  'zone',
  'period',
  'cycleDay',
  'plans',
  'measure',
  'remedy',
  'fee',
  'caps',
  'minimum',
  'floor',
  'claim',
  'exclusions',
  'nature',
  'taxTreatment',
  'soleRemedy',
  'combination',
  'budgetPerIncident',
  'validityDays',
  'approvalLimits',
  'fourEyesAbove',
  'acceptance',
  'incomplete',
];

export type Validated =
  { readonly rules: PolicyRules; readonly faults?: undefined } | { readonly faults: readonly Reason[] };

/**
 * Unknown JSON as the complete rules of a policy, or every reason why it is none, each with its dotted path into the
 * rules. What was left out is filled in, so that a stored version never changes its meaning with a later default.
 * Unknown fields are refused, so that a misspelt cap is never silently no cap.
 */
export function validatePolicy(json: unknown): Validated {
  const faults: Reason[] = [];
  const fields = RuleFields.of(json, '', faults);
  if (faults.length > 0) return { faults };
  fields.refuseOthers(FIELDS);
  const kind = fields.oneOf('kind', POLICY_KINDS) ?? 'goodwill';
  const rules: PolicyRules = { kind, ...scope(fields), ...worth(fields, kind), ...handling(fields) };
  refuseIncomplete(fields);
  if (faults.length === 0) faults.push(...conflictsOf(rules));
  return faults.length === 0 ? { rules } : { faults };
}

/** JSON that is known to be good as complete rules. Throws RangeError with the first fault otherwise. */
export function rulesOf(json: unknown): PolicyRules {
  const found = validatePolicy(json);
  if (found.faults === undefined) return found.rules;
  const [fault] = found.faults;
  throw new RangeError(`not the rules of a policy: ${fault?.path} ${fault?.code}`);
}

function scope(fields: RuleFields) {
  const zone = fields.text('zone');
  if (zone !== '' && !isTimeZone(zone)) fields.fault('zone', 'unknown_time_zone', `There is no time zone ${zone}.`);
  const period = fields.has('period') ? (fields.oneOf('period', PERIODS) ?? 'calendar_month') : 'calendar_month';
  if (fields.has('cycleDay') && period !== 'billing_cycle') {
    fields.fault('cycleDay', 'not_for_this_period', 'Only a billing_cycle has a day on which it begins.');
  }
  return {
    zone,
    period,
    ...(period === 'billing_cycle' ? { cycleDay: fields.wholeNumber('cycleDay', 1, 28) } : {}),
    ...(fields.has('plans') ? { plans: fields.list('plans', 1) } : {}),
  };
}

function worth(fields: RuleFields, kind: PolicyKind) {
  const nature = fields.has('nature') ? (fields.oneOf('nature', NATURES) ?? 'credit') : 'credit';
  return {
    measure: measure(fields, kind),
    remedy: readRemedy(fields.object('remedy')),
    fee: fee(fields, kind),
    caps: caps(fields),
    ...(fields.has('minimum') ? { minimum: fields.amounts('minimum', 1) } : {}),
    ...(fields.has('floor') ? { floor: fields.amounts('floor', 1) } : {}),
    claim: claim(fields),
    exclusions: exclusions(fields),
    nature,
    taxTreatment: fields.oneOf('taxTreatment', TAX_TREATMENTS) ?? 'price_reduction',
    soleRemedy: fields.has('soleRemedy') && fields.flag('soleRemedy'),
    combination: fields.has('combination') ? (fields.oneOf('combination', COMBINATIONS) ?? 'larger') : 'larger',
  } as const;
}

function handling(fields: RuleFields) {
  const acceptance = ['required', 'automatic'] as const;
  return {
    ...(fields.has('budgetPerIncident') ? { budgetPerIncident: fields.amounts('budgetPerIncident', 0) } : {}),
    validityDays: fields.wholeNumber('validityDays', 1, MAX_DAYS),
    ...(fields.has('approvalLimits') ? { approvalLimits: approvalLimits(fields) } : {}),
    ...(fields.has('fourEyesAbove') ? { fourEyesAbove: fields.amounts('fourEyesAbove', 0) } : {}),
    acceptance: fields.has('acceptance') ? (fields.oneOf('acceptance', acceptance) ?? 'required') : 'required',
  } as const;
}

function measure(all: RuleFields, kind: PolicyKind): Measure {
  const fields = all.has('measure') ? all.object('measure') : RuleFields.of({}, 'measure', []);
  fields.refuseOthers([
    'basis',
    'components',
    'weights',
    'minConsecutiveMinutes',
    'partialMinutes',
    'inferred',
    'minimumSeconds',
  ]);
  const usual = kind === 'sla' ? 'service_minutes' : 'clock_minutes';
  const optional = <T extends string>(name: string, values: readonly T[], otherwise: T): T =>
    fields.has(name) ? (fields.oneOf(name, values) ?? otherwise) : otherwise;
  return {
    basis: optional('basis', BASES, usual),
    ...(fields.has('components') ? { components: fields.list('components', 1) } : {}),
    weights: weights(fields),
    minConsecutiveMinutes: fields.has('minConsecutiveMinutes')
      ? fields.wholeNumber('minConsecutiveMinutes', 0, MAX_MINUTES)
      : 0,
    partialMinutes: optional('partialMinutes', ['count', 'drop', 'ceil'], 'count'),
    inferred: optional('inferred', ['full', 'half', 'none'], 'full'),
    minimumSeconds: fields.has('minimumSeconds') ? fields.wholeNumber('minimumSeconds', 1, MAX_SECONDS) : 1,
  };
}

function weights(measured: RuleFields): Measure['weights'] {
  if (!measured.has('weights')) return { lost: '1', degraded: '0' };
  const fields = measured.object('weights');
  fields.refuseOthers(['lost', 'degraded']);
  const found = {
    lost: fields.has('lost') ? fields.weight('lost') : '1',
    degraded: fields.has('degraded') ? fields.weight('degraded') : '0',
  };
  if (Number(found.degraded) > Number(found.lost)) {
    fields.fault('degraded', 'degraded_outweighs_lost', 'What is degraded never weighs more than what is lost.');
  }
  return found;
}

function fee(all: RuleFields, kind: PolicyKind): PolicyRules['fee'] {
  const usual = kind === 'sla' ? 'fees_of_period' : 'monthly_fee';
  if (!all.has('fee')) return { base: usual, percent: '100' };
  const fields = all.object('fee');
  fields.refuseOthers(['base', 'percent']);
  return {
    base: fields.has('base') ? (fields.oneOf('base', FEE_BASES) ?? usual) : usual,
    percent: fields.has('percent') ? fields.percent('percent') : '100',
  };
}

function caps(all: RuleFields): Caps {
  if (!all.has('caps')) return {};
  const fields = all.object('caps');
  fields.refuseOthers(['incident', 'period', 'rollingYear', 'onePerPeriod']);
  return {
    ...(fields.has('incident') ? { incident: limit(fields, 'incident') } : {}),
    ...(fields.has('period') ? { period: limit(fields, 'period') } : {}),
    ...(fields.has('rollingYear') ? { rollingYear: limit(fields, 'rollingYear') } : {}),
    ...(fields.has('onePerPeriod') ? { onePerPeriod: fields.flag('onePerPeriod') } : {}),
  };
}

function limit(caps: RuleFields, name: string): Limit {
  const fields = caps.nonEmptyObject(name);
  fields.refuseOthers(['amounts', 'percent', 'quantity']);
  return {
    ...(fields.has('amounts') ? { amounts: fields.amounts('amounts', 1) } : {}),
    ...(fields.has('percent') ? { percent: fields.percent('percent') } : {}),
    ...(fields.has('quantity') ? { quantity: fields.wholeNumber('quantity', 1, MAX_DAYS) } : {}),
  };
}

function claim(all: RuleFields): ClaimRules {
  if (!all.has('claim')) return { required: false, needs: [] };
  const fields = all.object('claim');
  fields.refuseOthers(['required', 'deadline', 'needs']);
  return {
    required: fields.has('required') && fields.flag('required'),
    ...(fields.has('deadline') ? { deadline: deadline(fields.object('deadline')) } : {}),
    needs: fields.has('needs') ? fields.list('needs', 0, CLAIM_NEEDS) : [],
  };
}

function deadline(fields: RuleFields): NonNullable<ClaimRules['deadline']> {
  fields.refuseOthers(['days', 'from', 'businessDays']);
  return {
    days: fields.wholeNumber('days', 0, MAX_DAYS),
    from: fields.oneOf('from', DEADLINE_FROM) ?? 'incident',
    businessDays: fields.has('businessDays') && fields.flag('businessDays'),
  };
}

function exclusions(all: RuleFields): Exclusions {
  const fields = all.has('exclusions') ? all.object('exclusions') : RuleFields.of({}, 'exclusions', []);
  fields.refuseOthers(['plans', 'statuses', 'components', 'judged']);
  return {
    plans: fields.has('plans') ? fields.list('plans', 0) : [],
    statuses: fields.has('statuses') ? fields.list('statuses', 0, CONTRACT_STATUSES) : [],
    components: fields.has('components') ? fields.list('components', 0) : [],
    judged: fields.has('judged') ? fields.list('judged', 0, JUDGED_EXCLUSIONS) : [],
  };
}

function approvalLimits(all: RuleFields): NonNullable<PolicyRules['approvalLimits']> {
  const fields = all.nonEmptyObject('approvalLimits');
  fields.refuseOthers(APPROVER_ROLES);
  const named = APPROVER_ROLES.filter((role) => fields.has(role));
  return Object.fromEntries(named.map((role) => [role, fields.amounts(role, 0)]));
}

/** An example whose source does not say everything carries what is missing, and is never put to use. */
function refuseIncomplete(fields: RuleFields): void {
  if (!fields.has('incomplete')) return;
  for (const missing of fields.list('incomplete', 1)) {
    fields.fault('incomplete', 'incomplete', `These rules are not complete: ${missing}`);
  }
}

/** An offset such as +02:00 is no zone: its months would begin at the wrong hour for half of the year. */
function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}
