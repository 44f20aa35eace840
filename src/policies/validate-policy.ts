import { Temporal } from 'temporal-polyfill';
import type { Reason } from '../kernel/domain-error.js';
import { isCurrency } from '../kernel/money.js';
import { HIT_CLASSES } from './impact-class.js';
import {
  type AmountsByCurrency,
  type Cap,
  type Compensation,
  CONTRACT_STATUSES,
  type GoodwillRules,
  type PolicyKind,
  type PolicyRules,
  type RulesForAnyKind,
} from './policy.js';
import { RuleFields } from './rule-fields.js';

const MAX_MINIMUM_SECONDS = 31 * 86_400;
const MAX_VALIDITY_DAYS = 3650;

const FIELDS_OF_ANY_KIND = ['kind', 'zone', 'plans', 'excludedPlans', 'excludedStatuses', 'validityDays'] as const;

type Validator<Rules extends PolicyRules> = (fields: RuleFields, faults: Reason[]) => Rules;

const VALIDATORS: { readonly [Kind in PolicyKind]: Validator<Extract<PolicyRules, { kind: Kind }>> } = {
  goodwill: goodwillRules,
};
const KINDS = Object.keys(VALIDATORS) as PolicyKind[];

/**
 * Unknown JSON as the rules of a policy, or every reason why it is none, each with its dotted path into the rules.
 * Unknown fields are refused, so that a misspelt cap is never silently no cap.
 */
export function validatePolicy(
  json: unknown,
): { readonly rules: PolicyRules; readonly faults?: undefined } | { readonly faults: readonly Reason[] } {
  const faults: Reason[] = [];
  const fields = RuleFields.of(json, '', faults);
  if (faults.length > 0) return { faults };
  const kind = fields.oneOf('kind', KINDS);
  if (kind === undefined) return { faults };
  const rules = VALIDATORS[kind](fields, faults);
  return faults.length === 0 ? { rules } : { faults };
}

function goodwillRules(fields: RuleFields, faults: Reason[]): GoodwillRules {
  fields.refuseOthers([...FIELDS_OF_ANY_KIND, 'amountByClass', 'minimumSeconds', 'cap']);
  const rules: GoodwillRules = {
    kind: 'goodwill',
    ...rulesForAnyKind(fields),
    amountByClass: amountByClass(fields),
    minimumSeconds: fields.wholeNumber('minimumSeconds', 1, MAX_MINIMUM_SECONDS),
    ...(fields.has('cap') ? { cap: cap(fields.nonEmptyObject('cap')) } : {}),
  };
  faults.push(...missingCurrencies(rules));
  return rules;
}

function rulesForAnyKind(fields: RuleFields): RulesForAnyKind {
  const zone = fields.text('zone');
  if (zone !== '' && !isTimeZone(zone)) fields.fault('zone', 'unknown_time_zone', `There is no time zone ${zone}.`);
  return {
    zone,
    ...(fields.has('plans') ? { plans: fields.list('plans', 1) } : {}),
    ...(fields.has('excludedPlans') ? { excludedPlans: fields.list('excludedPlans', 0) } : {}),
    ...(fields.has('excludedStatuses')
      ? { excludedStatuses: fields.list('excludedStatuses', 0, CONTRACT_STATUSES) }
      : {}),
    validityDays: fields.wholeNumber('validityDays', 1, MAX_VALIDITY_DAYS),
  };
}

function amountByClass(fields: RuleFields): GoodwillRules['amountByClass'] {
  const classes = fields.nonEmptyObject('amountByClass');
  classes.refuseOthers(HIT_CLASSES);
  const named = HIT_CLASSES.filter((impactClass) => classes.has(impactClass));
  return Object.fromEntries(named.map((impactClass) => [impactClass, compensation(classes.object(impactClass))]));
}

function compensation(fields: RuleFields): Compensation {
  const type = fields.oneOf('type', ['fixed', 'percent_of_monthly_fee']);
  if (type === 'percent_of_monthly_fee') {
    fields.refuseOthers(['type', 'percent']);
    return { type, percent: fields.percent('percent') };
  }
  if (type === undefined) return { type: 'fixed', amounts: {} };
  fields.refuseOthers(['type', 'amounts']);
  return { type, amounts: fields.amounts('amounts', 0) };
}

function cap(fields: RuleFields): Cap {
  fields.refuseOthers(['amounts', 'percentOfMonthlyFee']);
  return {
    ...(fields.has('amounts') ? { amounts: fields.amounts('amounts', 1) } : {}),
    ...(fields.has('percentOfMonthlyFee') ? { percentOfMonthlyFee: fields.percent('percentOfMonthlyFee') } : {}),
  };
}

/** A currency that is named in one place and forgotten in another would refuse a customer only when it is too late. */
function missingCurrencies({ amountByClass, cap }: GoodwillRules): Reason[] {
  const maps = new Map<string, AmountsByCurrency>();
  for (const impactClass of HIT_CLASSES) {
    const earned = amountByClass[impactClass];
    if (earned?.type === 'fixed') maps.set(`amountByClass.${impactClass}.amounts`, earned.amounts);
  }
  if (cap?.amounts !== undefined) maps.set('cap.amounts', cap.amounts);
  const given = [...maps].filter(([, amounts]) => Object.keys(amounts).length > 0);
  const named = new Set(given.flatMap(([, amounts]) => Object.keys(amounts)).filter(isCurrency));
  return given.flatMap(([path, amounts]) =>
    [...named]
      .toSorted()
      .filter((currency) => !Object.hasOwn(amounts, currency))
      .map((currency) => ({
        path: `${path}.${currency}`,
        code: 'amount_missing',
        message: `These rules pay in ${currency} elsewhere: give its amount here too.`,
      })),
  );
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
