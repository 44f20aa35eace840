import { Decimal } from 'decimal.js';
import { HIT_CLASSES, type HitClass } from './impact-class.js';
import { type Band, type Compensation, IN_KIND_UNITS, type InKindTier, PAID_PER, type Remedy } from './policy.js';
import type { RuleFields } from './rule-fields.js';

const MAX_QUANTITY = 1_000_000;
const MAX_WORKING_DAYS = 31;

const READERS: { readonly [Type in Remedy['type']]: (fields: RuleFields) => Extract<Remedy, { type: Type }> } = {
  tiers: readTiers,
  linear: readLinear,
  step: readStep,
  fixed: readFixed,
  in_kind: readInKind,
};
const TYPES = Object.keys(READERS) as Remedy['type'][];

/** The remedy of rules; its faults go where those of `fields` go. */
export function readRemedy(fields: RuleFields): Remedy {
  const type = fields.oneOf('type', TYPES);
  return type === undefined ? { type: 'tiers', tiers: [] } : READERS[type](fields);
}

function readTiers(fields: RuleFields): Extract<Remedy, { type: 'tiers' }> {
  fields.refuseOthers(['type', 'tiers']);
  const tiers = fields.objects('tiers').map((tier) => {
    tier.refuseOthers(['gte', 'lt', 'percent']);
    return { ...readBand(tier), percent: tier.percent('percent') };
  });
  checkBands(fields, 'tiers', tiers, ({ percent }) => new Decimal(percent));
  return { type: 'tiers', tiers };
}

function readLinear(fields: RuleFields): Extract<Remedy, { type: 'linear' }> {
  fields.refuseOthers(['type', 'multiplier', 'ratio', 'target']);
  return {
    type: 'linear',
    multiplier: fields.has('multiplier') ? fields.multiplier('multiplier') : '1',
    ratio: fields.has('ratio') ? (fields.oneOf('ratio', ['none', 'affected_people']) ?? 'none') : 'none',
    ...(fields.has('target') ? { target: fields.percent('target') } : {}),
  };
}

function readStep(fields: RuleFields): Extract<Remedy, { type: 'step' }> {
  fields.refuseOthers(['type', 'target', 'per', 'percent', 'round']);
  const per = fields.percent('per');
  if (fields.has('per') && Number(per) === 0) fields.fault('per', 'not_in_range', 'A step is of more than nothing.');
  return {
    type: 'step',
    target: fields.percent('target'),
    per,
    percent: fields.percent('percent'),
    round: fields.oneOf('round', ['up', 'down']) ?? 'up',
  };
}

function readFixed(fields: RuleFields): Extract<Remedy, { type: 'fixed' }> {
  fields.refuseOthers(['type', 'per', 'each', 'byClass', 'afterWorkingDays']);
  const per = fields.has('per') ? (fields.oneOf('per', PAID_PER) ?? 'incident') : 'incident';
  if (fields.has('afterWorkingDays') && per !== 'day') {
    fields.fault('afterWorkingDays', 'not_for_this_remedy', 'Only an amount for each day waits for working days.');
  }
  const one = exactlyOne(fields, ['each', 'byClass']);
  return {
    type: 'fixed',
    per,
    ...(one === 'each' ? { each: readCompensation(fields.object('each')) } : {}),
    ...(one === 'byClass'
      ? { byClass: byClass(fields, (name, classes) => readCompensation(classes.object(name))) }
      : {}),
    ...(fields.has('afterWorkingDays')
      ? { afterWorkingDays: fields.wholeNumber('afterWorkingDays', 0, MAX_WORKING_DAYS) }
      : {}),
  };
}

function readInKind(fields: RuleFields): Extract<Remedy, { type: 'in_kind' }> {
  fields.refuseOthers(['type', 'unit', 'tiers', 'byClass']);
  const unit = fields.oneOf('unit', IN_KIND_UNITS) ?? 'days_of_service';
  const one = exactlyOne(fields, ['tiers', 'byClass']);
  return {
    type: 'in_kind',
    unit,
    ...(one === 'tiers' ? { tiers: readInKindTiers(fields) } : {}),
    ...(one === 'byClass'
      ? { byClass: byClass(fields, (name, classes) => classes.wholeNumber(name, 0, MAX_QUANTITY)) }
      : {}),
  };
}

function readInKindTiers(fields: RuleFields): InKindTier[] {
  const tiers = fields.objects('tiers').map((tier) => {
    tier.refuseOthers(['gte', 'lt', 'quantity', 'percentOfPeople']);
    return exactlyOne(tier, ['quantity', 'percentOfPeople']) === 'percentOfPeople'
      ? { ...readBand(tier), percentOfPeople: tier.percent('percentOfPeople') }
      : { ...readBand(tier), quantity: tier.has('quantity') ? tier.wholeNumber('quantity', 0, MAX_QUANTITY) : 0 };
  });
  checkBands(fields, 'tiers', tiers, (tier) => new Decimal('quantity' in tier ? tier.quantity : tier.percentOfPeople));
  return tiers;
}

function readBand(tier: RuleFields): Band {
  return { gte: tier.has('gte') ? tier.percent('gte') : '0', lt: tier.percent('lt') };
}

function readCompensation(fields: RuleFields): Compensation {
  fields.refuseOthers(['amounts', 'percent']);
  return exactlyOne(fields, ['amounts', 'percent']) === 'percent'
    ? { percent: fields.percent('percent') }
    : { amounts: fields.has('amounts') ? fields.amounts('amounts', 0) : {} };
}

function byClass<T>(fields: RuleFields, read: (name: HitClass, classes: RuleFields) => T): Record<string, T> {
  const classes = fields.nonEmptyObject('byClass');
  classes.refuseOthers(HIT_CLASSES);
  const named = HIT_CLASSES.filter((impactClass) => classes.has(impactClass));
  return Object.fromEntries(named.map((impactClass) => [impactClass, read(impactClass, classes)]));
}

/** The one of two fields that is given, and a fault when it is none or both. */
function exactlyOne<T extends string>(fields: RuleFields, names: readonly [T, T]): T | undefined {
  const given = names.filter((name) => fields.has(name));
  if (given.length === 1) return given[0];
  const [first, second] = names;
  fields.fault(first, given.length === 0 ? 'required' : 'one_too_many', `Give either ${first} or ${second}.`);
  return undefined;
}

/**
 * Bands go from the best availability to the worst without holes or overlaps, down to 0, and the worse one never earns
 * less: published tables often say nothing for 99.895 or 98.995.
 */
function checkBands<T extends Band>(
  fields: RuleFields,
  name: string,
  bands: readonly T[],
  worth: (band: T) => Decimal,
): void {
  for (const [index, band] of bands.entries()) {
    const at = (field: string): string => `${name}.${index}.${field}`;
    const { gte, lt } = band;
    if (new Decimal(lt).lte(gte)) fields.fault(at('lt'), 'tier_empty', `No availability is in [${gte}, ${lt}).`);
    const below = bands[index + 1];
    if (below === undefined) {
      if (!new Decimal(gte).isZero()) fields.fault(at('gte'), 'tiers_gap', `Nothing is said for [0, ${gte}).`);
      continue;
    }
    const next = `${name}.${index + 1}`;
    if (new Decimal(below.lt).gt(lt)) {
      fields.fault(`${next}.lt`, 'tiers_out_of_order', 'List the tiers from the best availability to the worst.');
    } else if (new Decimal(below.lt).lt(gte)) {
      fields.fault(`${next}.lt`, 'tiers_gap', `Nothing is said for [${below.lt}, ${gte}).`);
    } else if (new Decimal(below.lt).gt(gte)) {
      fields.fault(`${next}.lt`, 'tiers_overlap', `Two tiers claim [${gte}, ${below.lt}).`);
    }
    if (worth(below).lt(worth(band))) {
      fields.fault(next, 'tiers_fall', 'A worse availability may not earn less than a better one.');
    }
  }
}
