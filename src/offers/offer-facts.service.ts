import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/database.js';
import { type ChosenPolicies, choosePolicies } from '../policies/choose-policy.js';
import { looksAtPeriod, POLICY_KINDS, type PolicyKind, type PolicyVersion } from '../policies/policy.js';
import { periodsTouched, type PolicyPeriod } from '../policies/policy-periods.js';
import { assembleFacts, type BatchFacts, needsUsers, ServiceTime } from './assemble-facts.js';
import { byCustomer, groupByCustomer } from './by-customer.js';
import { readRest, type RestRow } from './compensated-time.sql.js';
import { type CustomerPage, type FactsRow, lockPage, readFacts } from './customer-facts.sql.js';
import {
  type PeopleRow,
  readEvents,
  readFees,
  readGrants,
  readPeopleTime,
  readServiceTime,
  readUsers,
  type UsersRow,
} from './period-facts.sql.js';
import { needsFees } from './price-policy.js';
import type { ContractInForce, OfferFacts } from './proposal.js';

/** Whose facts are read, and under which policies. */
export type FactsRun = {
  readonly assessmentId: string;
  readonly incidentId: string;
  /** From the first window's beginning to the last one's end. */
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** All versions in force on any customer's day of the incident. */
  readonly versions: readonly PolicyVersion[];
  /** The policy asked for in place of every contract's own, or null. */
  readonly askedPolicyCode: string | null;
  /** Rules to try beside them, alone and for everybody. */
  readonly draft?: PolicyVersion;
  readonly now: Date;
};

/**
 * One customer and all that decides what it is offered, put together when it is asked for: those of thousands at once would
 * outlive the young objects that they are. `tried` is the same under the run's draft of a policy.
 */
export type CustomerFacts = {
  readonly row: FactsRow;
  readonly facts: () => OfferFacts;
  readonly tried?: () => OfferFacts;
};

/** What does not differ between customers, read once for a run. */
export type RunFacts = {
  readonly run: FactsRun;
  readonly periodsOf: (version: PolicyVersion) => readonly PolicyPeriod[];
  readonly serviceTime: (period: PolicyPeriod) => ServiceTime;
  readonly choose: (contract: ContractInForce, day: string) => ChosenPolicies;
};

/** Reads what happened and what was granted, for a set of customers at a time. */
@Injectable()
export class OfferFactsService {
  /** Reads the window time of every period that the incident touches under any of the policies. */
  async prepare(tx: Tx, run: FactsRun): Promise<RunFacts> {
    const versions = [...run.versions, ...draftOf(run)];
    const periods = new Map(
      versions.map((version) => [version.id, periodsTouched(version.rules, run.startsAt, run.endsAt)]),
    );
    const service = new Map<string, ServiceTime>();
    for (const version of versions.filter(({ rules }) => rules.measure.basis === 'service_minutes')) {
      for (const period of periods.get(version.id) ?? []) {
        if (service.has(keyOf(period))) continue;
        service.set(keyOf(period), new ServiceTime(await readServiceTime(tx, run, period.startAt, period.endAt)));
      }
    }
    const chosen = new Map<string, ChosenPolicies>();
    return {
      run,
      periodsOf: ({ id }) => periods.get(id) ?? [],
      serviceTime: (period) => service.get(keyOf(period)) ?? new ServiceTime([]),
      choose: (contract, day) => {
        const key = JSON.stringify([contract.plan, contract.policyCode, day]);
        let known = chosen.get(key);
        if (known === undefined) {
          known = choosePolicies(run.versions, contract, day);
          chosen.set(key, known);
        }
        return known;
      },
    };
  }

  /**
   * The facts of the next customers after one, by id, or `only` of one; with `lock`, nobody else prices them until the
   * transaction ends.
   */
  async readBatch(
    tx: Tx,
    prepared: RunFacts,
    page: CustomerPage & { readonly lock: boolean },
  ): Promise<CustomerFacts[]> {
    const { run } = prepared;
    const everyone = [...run.versions, ...draftOf(run)].some(({ rules }) => rules.measure.basis === 'service_minutes');
    if (page.lock) await lockPage(tx, { ...run, everyone }, page);
    const found = await readFacts(tx, { ...run, everyone }, page);
    const ids = found.map(({ customerId }) => customerId);
    const customers = found.map((row) => {
      const contract = contractOf(row.contract, run.askedPolicyCode);
      return { row, contract, chosen: contract === null ? {} : prepared.choose(contract, row.day) };
    });
    const used = new Set([...customers.flatMap(({ chosen }) => Object.values(chosen)), ...draftOf(run)]);
    const batch = await readAll(tx, prepared, [...used], ids);
    const { draft } = run;
    return customers.map(({ row, contract, chosen }) => ({
      row,
      facts: () => assembleFacts(row, contract, chosen, batch),
      ...(draft === undefined
        ? {}
        : { tried: () => assembleFacts(row, contract, { [draft.rules.kind]: draft }, batch) }),
    }));
  }
}

function draftOf({ draft }: FactsRun): readonly PolicyVersion[] {
  return draft === undefined ? [] : [draft];
}

function contractOf(own: ContractInForce | null, askedPolicyCode: string | null): ContractInForce | null {
  return own === null || askedPolicyCode === null ? own : { ...own, policyCode: askedPolicyCode };
}

async function readAll(
  tx: Tx,
  prepared: RunFacts,
  used: readonly PolicyVersion[],
  ids: readonly string[],
): Promise<BatchFacts> {
  const { run, periodsOf, serviceTime } = prepared;
  const periods = used.flatMap((version) => periodsOf(version).map((period) => ({ version, period })));
  const people = new Map<string, ReadonlyMap<string, PeopleRow>>();
  const users = new Map<string, ReadonlyMap<string, UsersRow>>();
  for (const { version, period } of periods) {
    const { rules } = version;
    if (needsUsers(rules) && !users.has(keyOf(period))) {
      users.set(keyOf(period), byCustomer(await readUsers(tx, run, period.startAt, period.endAt, ids)));
    }
    const { basis } = rules.measure;
    if (!looksAtPeriod(rules.remedy) || basis === 'service_minutes' || basis === 'event_minutes') continue;
    for (const withOwn of [true, false]) {
      const key = `${keyOf(period)} ${withOwn}`;
      if (people.has(key) || (!withOwn && rules.remedy.type !== 'linear')) continue;
      const found = await readPeopleTime(tx, run, period.startAt, period.endAt, ids, withOwn);
      people.set(key, byCustomer(found));
    }
  }
  const hasEvents = used.some(({ rules }) => rules.period === 'event');
  return {
    now: run.now,
    periodsOf,
    serviceTime,
    fees: groupByCustomer(await feesNeeded(tx, periods, ids)),
    grants: groupByCustomer(await grantsNeeded(tx, run, periods, ids)),
    rest: await restNeeded(tx, run, used, ids),
    people: (period, withOwn) => people.get(`${keyOf(period)} ${withOwn}`) ?? new Map(),
    users: (period) => users.get(keyOf(period)) ?? new Map(),
    events: groupByCustomer(hasEvents ? await readEvents(tx, run.assessmentId, ids) : []),
  };
}

type UsedPeriod = { readonly version: PolicyVersion; readonly period: PolicyPeriod };

async function feesNeeded(tx: Tx, periods: readonly UsedPeriod[], ids: readonly string[]) {
  const months = periods
    .filter(({ version }) => needsFees(version.rules))
    .flatMap(({ period }) => [...period.yearMonths, ...period.previousMonths, ...period.months]);
  const first = months.map(([day]) => day).toSorted()[0];
  const end = months
    .map(([, day]) => day)
    .toSorted()
    .at(-1);
  return first === undefined || end === undefined ? [] : readFees(tx, first, end, ids);
}

async function grantsNeeded(tx: Tx, run: FactsRun, periods: readonly UsedPeriod[], ids: readonly string[]) {
  const starts = periods.map(({ version, period }) =>
    version.rules.caps.rollingYear === undefined ? period.startAt : period.yearStartAt,
  );
  const first = starts.toSorted((a, b) => a.getTime() - b.getTime())[0];
  const end = periods.map(({ period }) => period.endAt).toSorted((a, b) => b.getTime() - a.getTime())[0];
  return first === undefined || end === undefined ? [] : readGrants(tx, run.incidentId, first, end, ids);
}

async function restNeeded(
  tx: Tx,
  run: FactsRun,
  used: readonly PolicyVersion[],
  ids: readonly string[],
): Promise<Record<PolicyKind, ReadonlyMap<string, RestRow>>> {
  const rest: Record<PolicyKind, ReadonlyMap<string, RestRow>> = { sla: new Map(), goodwill: new Map() };
  for (const kind of POLICY_KINDS) {
    const looks = used.some(
      ({ rules }) => rules.kind === kind && rules.measure.basis !== 'service_minutes' && !looksAtPeriod(rules.remedy),
    );
    if (!looks) continue;
    const incident = { id: run.incidentId, startsAt: run.startsAt, endsAt: run.endsAt };
    rest[kind] = byCustomer(await readRest(tx, run.assessmentId, ids, incident, kind));
  }
  return rest;
}

const KEYS = new WeakMap<PolicyPeriod, string>();

/** The same for periods of several policies that begin and end together. */
function keyOf(period: PolicyPeriod): string {
  const known = KEYS.get(period);
  if (known !== undefined) return known;
  const key = `${period.startAt.getTime()} ${period.endAt.getTime()}`;
  KEYS.set(period, key);
  return key;
}
