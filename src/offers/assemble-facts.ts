import { Temporal } from 'temporal-polyfill';
import { parseMultirange } from '../kernel/time-range.js';
import {
  looksAtPeriod,
  POLICY_KINDS,
  type PolicyKind,
  type PolicyRules,
  type PolicyVersion,
} from '../policies/policy.js';
import type { PolicyPeriod } from '../policies/policy-periods.js';
import type { ChosenPolicies } from '../policies/choose-policy.js';
import type { RestRow } from './compensated-time.sql.js';
import type { FeeVersion } from './fees.js';
import type { Downtime } from './measure-downtime.js';
import { needsFees } from './price-policy.js';
import type { EventRow, FeeRow, GrantRow, PeopleRow, ServiceRow, UsersRow } from './period-facts.sql.js';
import type { ContractInForce, Grant, IncidentFacts, OfferFacts, PeriodFacts, PolicyFacts } from './proposal.js';
import type { FactsRow } from './customer-facts.sql.js';
import { lessSpans, type Span, unionSpans } from './spans.js';

/** What was read for a batch of customers, by customer, and for the whole run. */
export type BatchFacts = {
  readonly now: Date;
  readonly periodsOf: (version: PolicyVersion) => readonly PolicyPeriod[];
  readonly serviceTime: (period: PolicyPeriod) => ServiceTime;
  readonly fees: ReadonlyMap<string, readonly FeeRow[]>;
  readonly grants: ReadonlyMap<string, readonly GrantRow[]>;
  readonly rest: Readonly<Record<PolicyKind, ReadonlyMap<string, RestRow>>>;
  readonly people: (period: PolicyPeriod, withOwn: boolean) => ReadonlyMap<string, PeopleRow>;
  readonly users: (period: PolicyPeriod) => ReadonlyMap<string, UsersRow>;
  readonly events: ReadonlyMap<string, readonly EventRow[]>;
};

const FAR_FUTURE = '9999-12-31';
const NO_DOWNTIME: Downtime = { type: 'seconds', lost: 0, inferred: 0, degraded: 0 };
const UNMEASURED = { seconds: 0, downtime: NO_DOWNTIME } as const;

/** All that decides what a customer is offered, from what was read. */
export function assembleFacts(
  row: FactsRow,
  contract: ContractInForce | null,
  chosen: ChosenPolicies,
  batch: BatchFacts,
): OfferFacts {
  const wantFees = Object.values(chosen).some(({ rules }) => needsFees(rules));
  const versions = wantFees ? (batch.fees.get(row.customerId) ?? []) : [];
  const policies: { [Kind in PolicyKind]?: PolicyFacts } = {};
  for (const kind of POLICY_KINDS) {
    const version = chosen[kind];
    if (version !== undefined && contract !== null) policies[kind] = policyFacts(row, kind, version, contract, batch);
  }
  return {
    day: row.day,
    class: row.class,
    incident: row.incident,
    contract,
    fees: versions.map(feeVersion),
    feesInOneCurrency: versions.every(({ currency }) => currency === contract?.monthlyFee.currency),
    policies,
    grantedMinor: 0,
  };
}

function feeVersion({ from, to, monthlyFeeMinor }: FeeRow): FeeVersion {
  return { from, to: to ?? FAR_FUTURE, monthlyFeeMinor };
}

function policyFacts(
  row: FactsRow,
  kind: PolicyKind,
  version: PolicyVersion,
  contract: ContractInForce,
  batch: BatchFacts,
): PolicyFacts {
  const { id, policyCode, version: number, rules } = version;
  const periods = batch.periodsOf(version);
  const [first] = periods;
  const grants = (batch.grants.get(row.customerId) ?? []).filter(
    (grant) => grant.kind === kind && grant.currency === contract.monthlyFee.currency,
  );
  const rest = batch.rest[kind].get(row.customerId);
  const asksForUsers = needsUsers(rules);
  return {
    policy: { id, policyCode, version: number, rules },
    periods: periods.map((period) => periodFacts(row, rules, period, grants, batch)),
    rest: rest === undefined ? null : restFacts(rest),
    compensated: (rest?.compensated ?? []).map((each) => ({
      offerId: each.offerId,
      takenSeconds: each.takenSeconds,
      upgradedSeconds: each.upgradedSeconds,
      upgradedMinor: each.offerSeconds === 0 ? '0' : shareOf(each),
    })),
    daysDown: daysDown(row, rules, periods, batch),
    users: asksForUsers && first !== undefined ? (batch.users(first).get(row.customerId)?.users ?? 0) : 0,
  };
}

/** The part of another offer that is for the seconds that are lifted now, cut down in the customer's favour. */
function shareOf(each: RestRow['compensated'][number]): string {
  const part = (BigInt(each.offerMinor) * BigInt(each.upgradedSeconds)) / BigInt(each.offerSeconds);
  return part.toString();
}

function restFacts(rest: RestRow): IncidentFacts | null {
  const seconds = Object.values(rest.clockSeconds).reduce((sum, each) => sum + each, 0);
  if (seconds === 0) return null;
  return {
    clockSeconds: rest.clockSeconds,
    inferred: { seconds: rest.inferredSeconds, people: rest.inferredPeople, meetings: 0 },
    people: rest.people,
    meetings: rest.meetings,
  };
}

/** True for rules that must know how many people a customer has. */
export function needsUsers({ measure, fee, remedy }: PolicyRules): boolean {
  return (
    measure.basis === 'user_minutes' ||
    measure.basis === 'session_minutes' ||
    fee.base === 'fee_per_user' ||
    (remedy.type === 'linear' && remedy.ratio === 'affected_people')
  );
}

function periodFacts(
  row: FactsRow,
  rules: PolicyRules,
  period: PolicyPeriod,
  grants: readonly GrantRow[],
  batch: BatchFacts,
): PeriodFacts {
  const whole = looksAtPeriod(rules.remedy);
  const base = rules.fee.base;
  const { seconds, downtime } = whole ? measuredTime(row, rules, period, batch) : UNMEASURED;
  const needsOthers = rules.remedy.type === 'linear' && rules.remedy.ratio === 'affected_people';
  const { startAt, endAt } = instantsOf(period);
  // Each field by name: this is made for every customer and period, and to spread is many times slower.
  return {
    startAt,
    endAt,
    isOver: period.endAt <= batch.now,
    seconds,
    downtime,
    otherDowntime: needsOthers ? timeOf(row, rules, period, batch, false) : NO_DOWNTIME,
    events:
      whole && rules.period === 'event'
        ? (batch.events.get(row.customerId) ?? []).map(({ seconds, people, lost, inferred, degraded }) => ({
            seconds,
            people,
            downtime: { type: 'seconds' as const, lost, inferred, degraded },
          }))
        : [],
    months: base === 'fees_of_period' || base === 'fee_per_user' ? period.months : [],
    previousMonths: base === 'fees_of_previous_period' ? period.previousMonths : [],
    yearMonths: rules.caps.rollingYear?.percent === undefined ? [] : period.yearMonths,
    granted: grantsFrom(grants, period.startAt, period.endAt),
    grantedInYear: rules.caps.rollingYear === undefined ? [] : grantsFrom(grants, period.yearStartAt, period.endAt),
  };
}

const INSTANTS = new WeakMap<PolicyPeriod, Pick<PeriodFacts, 'startAt' | 'endAt'>>();

/** Written once for the customers of a run. */
function instantsOf(period: PolicyPeriod): Pick<PeriodFacts, 'startAt' | 'endAt'> {
  const known = INSTANTS.get(period);
  if (known !== undefined) return known;
  const written = { startAt: period.startAt.toISOString(), endAt: period.endAt.toISOString() };
  INSTANTS.set(period, written);
  return written;
}

function grantsFrom(grants: readonly GrantRow[], startAt: Date, endAt: Date): Grant[] {
  if (grants.length === 0) return [];
  return grants
    .filter(({ periodStartAt }) => periodStartAt >= startAt && periodStartAt < endAt)
    .map(({ offerId, amountMinor, quantity }) => ({ offerId, amountMinor, quantity }));
}

function measuredTime(
  row: FactsRow,
  rules: PolicyRules,
  period: PolicyPeriod,
  batch: BatchFacts,
): { readonly seconds: number; readonly downtime: Downtime } {
  const length = (period.endAt.getTime() - period.startAt.getTime()) / 1000;
  const users = needsUsers(rules) ? batch.users(period).get(row.customerId) : undefined;
  const downtime = timeOf(row, rules, period, batch, true);
  switch (rules.measure.basis) {
    case 'service_minutes':
    case 'clock_minutes':
    case 'event_minutes':
      return { seconds: length, downtime };
    case 'user_minutes':
      return { seconds: length * (users?.users ?? 0), downtime };
    case 'session_minutes': {
      const atTheDoor = batch.people(period, true).get(row.customerId)?.blockedSeconds ?? 0;
      return { seconds: (users?.sessionSeconds ?? 0) + atTheDoor, downtime };
    }
    default:
      return rules.measure.basis satisfies never;
  }
}

function timeOf(
  row: FactsRow,
  rules: PolicyRules,
  period: PolicyPeriod,
  batch: BatchFacts,
  withOwn: boolean,
): Downtime {
  const { basis } = rules.measure;
  if (basis === 'event_minutes') return NO_DOWNTIME;
  if (basis === 'service_minutes') return batch.serviceTime(period).downtimeOf(row.components, rules, withOwn);
  const people = batch.people(period, withOwn).get(row.customerId);
  if (people === undefined) return NO_DOWNTIME;
  if (basis === 'clock_minutes') {
    const { lost, inferred, degraded } = people;
    return { type: 'spans', lost: spansOf(lost), inferred: spansOf(inferred), degraded: spansOf(degraded) };
  }
  const { lostSeconds: lost, inferredSeconds: inferred, degradedSeconds: degraded } = people;
  return { type: 'seconds', lost, inferred, degraded };
}

function daysDown(
  row: FactsRow,
  rules: PolicyRules,
  periods: readonly PolicyPeriod[],
  batch: BatchFacts,
): readonly string[] {
  const { remedy, measure, zone } = rules;
  if (remedy.type !== 'fixed' || measure.basis !== 'service_minutes') return [];
  const days = periods.flatMap((period) => batch.serviceTime(period).ownDays(row.components, rules, zone));
  return [...new Set(days)].toSorted();
}

/** PostgreSQL's text of a multirange in whole seconds. */
export function spansOf(multirange: string): Span[] {
  return parseMultirange(multirange).map(({ startAt, endAt }) => [startAt.getTime() / 1000, endAt.getTime() / 1000]);
}

type ComponentRules = Pick<PolicyRules, 'measure' | 'exclusions'>;

/** The window time of one period, by component; what customers of the same components share is worked out once. */
export class ServiceTime {
  private readonly known = new WeakMap<ComponentRules, Map<string, Extract<Downtime, { type: 'spans' }>>>();

  private own: ServiceTime | undefined;

  constructor(private readonly rows: readonly ServiceRow[]) {}

  /** The union over the components that a customer has (null: all) and that the rules count. */
  downtimeOf(
    components: readonly string[] | null,
    rules: ComponentRules,
    withOwn: boolean,
  ): Extract<Downtime, { type: 'spans' }> {
    let ofRules = this.known.get(rules);
    if (ofRules === undefined) {
      ofRules = new Map();
      this.known.set(rules, ofRules);
    }
    const key = `${withOwn} ${components?.join('\n') ?? '*'}`;
    const known = ofRules.get(key);
    if (known !== undefined) return known;
    const { measure, exclusions } = rules;
    const counted = this.rows.filter(
      ({ component, own }) =>
        (withOwn || !own) &&
        (components?.includes(component) ?? true) &&
        (measure.components?.includes(component) ?? true) &&
        !exclusions.components.includes(component),
    );
    const made = unionOf(counted);
    ofRules.set(key, made);
    return made;
  }

  /** The windows of the incident itself that touch a customer. */
  ownTime(components: readonly string[] | null, rules: ComponentRules): Extract<Downtime, { type: 'spans' }> {
    this.own ??= new ServiceTime(this.rows.filter((row) => row.own));
    return this.own.downtimeOf(components, rules, true);
  }

  /** The calendar days on which it did, in a zone, in order. */
  ownDays(components: readonly string[] | null, rules: ComponentRules, zone: string): string[] {
    const { lost, degraded } = this.ownTime(components, rules);
    const counts = Number(rules.measure.weights.degraded) > 0 ? [...lost, ...degraded] : lost;
    return unionSpans(counts).flatMap(([start, end]) => {
      const day = (second: number) =>
        Temporal.Instant.fromEpochMilliseconds(second * 1000)
          .toZonedDateTimeISO(zone)
          .toPlainDate();
      const days: string[] = [];
      for (let at = day(start); Temporal.PlainDate.compare(at, day(end - 1)) <= 0; at = at.add({ days: 1 })) {
        days.push(at.toString());
      }
      return days;
    });
  }
}

function unionOf(rows: readonly ServiceRow[]): Extract<Downtime, { type: 'spans' }> {
  const of = (state: ServiceRow['state']): Span[] =>
    unionSpans(rows.filter((row) => row.state === state).flatMap(({ during }) => spansOf(during)));
  const lost = of('lost');
  return { type: 'spans', lost, inferred: [], degraded: lessSpans(of('degraded'), lost) };
}
