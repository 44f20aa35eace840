import type { Reason } from '../kernel/domain-error.js';
import { type AmountsByCurrency, type Compensation, looksAtPeriod, type PolicyRules } from './policy.js';

const CAPS = ['incident', 'period', 'rollingYear'] as const;

/** Every reason why fields that are good by themselves do not go together. */
export function conflictsOf(rules: PolicyRules): Reason[] {
  return [
    ...measureConflicts(rules),
    ...remedyConflicts(rules),
    ...inKindConflicts(rules),
    ...feeConflicts(rules),
    ...missingCurrencies(rules),
  ];
}

function measureConflicts({ measure, period, exclusions }: PolicyRules): Reason[] {
  const { basis, minConsecutiveMinutes, partialMinutes, components } = measure;
  const faults: Reason[] = [];
  const onClock = basis === 'service_minutes' || basis === 'clock_minutes';
  const wrong = (path: string, needed: string): void => {
    faults.push({ path, code: 'not_for_this_basis', message: `This goes with ${needed}, and not with ${basis}.` });
  };
  if (!onClock && minConsecutiveMinutes > 0) {
    wrong('measure.minConsecutiveMinutes', 'service_minutes and clock_minutes');
  }
  if (!onClock && partialMinutes !== 'count') wrong('measure.partialMinutes', 'service_minutes and clock_minutes');
  if (basis !== 'service_minutes' && components !== undefined) wrong('measure.components', 'service_minutes');
  if (basis !== 'service_minutes' && exclusions.components.length > 0)
    wrong('exclusions.components', 'service_minutes');
  if (basis === 'service_minutes' && measure.inferred !== 'full')
    wrong('measure.inferred', 'what people lived through');
  if ((basis === 'event_minutes') !== (period === 'event')) {
    const message = 'The period event and the basis event_minutes go together.';
    faults.push({ path: 'period', code: 'period_and_basis', message });
  }
  return faults;
}

function remedyConflicts({ remedy, measure, period, caps }: PolicyRules): Reason[] {
  const faults: Reason[] = [];
  const fault = (path: string, code: string, message: string): void => {
    faults.push({ path, code, message });
  };
  if (!looksAtPeriod(remedy) && period === 'event') {
    fault('remedy.type', 'not_for_this_period', 'This remedy looks at the incident; take calendar_month.');
  }
  const classed = (remedy.type === 'fixed' || remedy.type === 'in_kind') && remedy.byClass !== undefined;
  if (classed && measure.basis !== 'clock_minutes') {
    fault('remedy.byClass', 'not_for_this_basis', 'Classes are what people lived through: take clock_minutes.');
  }
  if (remedy.type === 'fixed' && remedy.per === 'day' && measure.basis !== 'service_minutes') {
    fault('remedy.per', 'not_for_this_basis', 'Days of downtime are those of the windows: take service_minutes.');
  }
  if (remedy.type !== 'in_kind') {
    for (const name of CAPS) {
      if (caps[name]?.quantity === undefined) continue;
      fault(`caps.${name}.quantity`, 'not_for_this_remedy', 'Only what is given in kind has a quantity.');
    }
  }
  return faults;
}

/** Units are no money: a cap in money would never be reached, and a least amount would be read as so many units. */
function inKindConflicts({ remedy, caps, minimum, floor }: PolicyRules): Reason[] {
  if (remedy.type !== 'in_kind') return [];
  const code = 'not_for_this_remedy';
  const ofCaps = CAPS.flatMap((name) =>
    (['amounts', 'percent'] as const)
      .filter((field) => caps[name]?.[field] !== undefined)
      .map((field) => ({ path: `caps.${name}.${field}`, code, message: 'Cap what is given in kind by its quantity.' })),
  );
  const message = 'What is given in kind has no amount.';
  const ofLeast = Object.entries({ minimum, floor }).filter(([, amounts]) => amounts !== undefined);
  return [...ofCaps, ...ofLeast.map(([path]) => ({ path, code, message }))];
}

function feeConflicts({ fee, period, nature, remedy }: PolicyRules): Reason[] {
  const faults: Reason[] = [];
  if (period === 'event' && (fee.base === 'fees_of_period' || fee.base === 'fees_of_previous_period')) {
    faults.push({ path: 'fee.base', code: 'not_for_this_period', message: 'A meeting has no fees: take monthly_fee.' });
  }
  if ((nature === 'extension') !== (remedy.type === 'in_kind' && remedy.unit === 'days_of_service')) {
    const message = 'The nature extension and days_of_service go together.';
    faults.push({ path: 'nature', code: 'nature_and_remedy', message });
  }
  return faults;
}

/** A currency that is named in one place and forgotten in another would refuse a customer only when it is too late. */
function missingCurrencies(rules: PolicyRules): Reason[] {
  const given = [...amountsOf(rules)].filter(([, amounts]) => Object.keys(amounts).length > 0);
  const named = new Set(given.flatMap(([, amounts]) => Object.keys(amounts)));
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

/** All amounts of rules that decide what is paid, by their paths. */
export function amountsOf({
  remedy,
  caps,
  minimum,
  floor,
  ...others
}: PolicyRules): ReadonlyMap<string, AmountsByCurrency> {
  const found = new Map<string, AmountsByCurrency>();
  const add = (path: string, amounts: AmountsByCurrency | undefined): void => {
    if (amounts !== undefined) found.set(path, amounts);
  };
  const addCompensation = (path: string, earned: Compensation): void => {
    if ('amounts' in earned) add(`${path}.amounts`, earned.amounts);
  };
  if (remedy.type === 'fixed') {
    if (remedy.each !== undefined) addCompensation('remedy.each', remedy.each);
    for (const [name, earned] of Object.entries(remedy.byClass ?? {}))
      addCompensation(`remedy.byClass.${name}`, earned);
  }
  for (const name of ['incident', 'period', 'rollingYear'] as const) add(`caps.${name}.amounts`, caps[name]?.amounts);
  add('minimum', minimum);
  add('floor', floor);
  add('budgetPerIncident', others.budgetPerIncident);
  add('fourEyesAbove', others.fourEyesAbove);
  for (const [role, amounts] of Object.entries(others.approvalLimits ?? {})) add(`approvalLimits.${role}`, amounts);
  return found;
}
