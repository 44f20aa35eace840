import { expect, test } from '@jest/globals';
import { assert, boolean, constantFrom, date, nat, property, record } from 'fast-check';
import { claimDueAt } from './claim-deadline.js';
import type { Deadline } from './policy.js';

const PARIS = { period: 'calendar_month', zone: 'Europe/Paris' } as const;
const INCIDENT = { startAt: new Date('2020-09-16T11:53:00Z'), endAt: new Date('2020-09-16T13:27:00Z') };
const due = (deadline: Partial<Deadline>, rules: Parameters<typeof claimDueAt>[0] = PARIS, incident = INCIDENT) =>
  claimDueAt(rules, { days: 30, from: 'incident', businessDays: false, ...deadline }, incident).toISOString();

test.each<[string, Partial<Deadline>, string]>([
  ['thirty days after the 16th of September', {}, '2020-10-16T22:00:00.000Z'],
  ['the incident’s own day only', { days: 0 }, '2020-09-16T22:00:00.000Z'],
  ['across the end of summer time', { days: 45 }, '2020-10-31T23:00:00.000Z'],
  ['after the month', { from: 'period_end' }, '2020-10-30T23:00:00.000Z'],
  ['after the next month', { from: 'next_period_end', days: 15 }, '2020-11-15T23:00:00.000Z'],
  ['three business days from a Wednesday', { days: 3, businessDays: true }, '2020-09-21T22:00:00.000Z'],
])('%s', (_name, deadline, expected) => expect(due(deadline)).toBe(expected));

test('what ends at midnight ended the day before; a cycle and a quarter end where they end', () => {
  const atMidnight = { startAt: new Date('2020-09-16T20:00:00Z'), endAt: new Date('2020-09-16T22:00:00Z') };
  expect(due({ days: 1 }, PARIS, atMidnight)).toBe('2020-09-17T22:00:00.000Z');
  const cycle = { period: 'billing_cycle', zone: 'Europe/Paris', cycleDay: 17 } as const;
  expect(due({ days: 0, from: 'period_end' }, cycle)).toBe('2020-09-16T22:00:00.000Z');
  const quarter = { period: 'quarter', zone: 'UTC' } as const;
  expect(due({ days: 10, from: 'period_end' }, quarter)).toBe('2020-10-11T00:00:00.000Z');
});

test('never before the incident is over, and no earlier with more days', () => {
  const deadlines = record({
    days: nat(90),
    from: constantFrom('incident', 'period_end', 'next_period_end'),
    businessDays: boolean(),
  });
  assert(
    property(
      deadlines,
      date({ noInvalidDate: true, min: new Date('2015-01-01'), max: new Date('2030-01-01') }),
      (deadline, startAt) => {
        const incident = { startAt, endAt: new Date(startAt.getTime() + 3_600_000) };
        const at = claimDueAt(PARIS, deadline, incident);
        expect(at > new Date(incident.endAt.getTime() - 1)).toBe(true);
        expect(claimDueAt(PARIS, { ...deadline, days: deadline.days + 1 }, incident) > at).toBe(true);
      },
    ),
    { numRuns: 30 },
  );
});
