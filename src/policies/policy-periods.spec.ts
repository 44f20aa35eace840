import { expect, test } from '@jest/globals';
import { periodsTouched } from './policy-periods.js';

const at = (text: string) => new Date(text);
const minutes = ({ startAt, endAt }: { startAt: Date; endAt: Date }) => (endAt.getTime() - startAt.getTime()) / 60_000;

test.each([
  ['2020-10-10T12:00:00Z', 44_700],
  ['2020-03-10T12:00:00Z', 44_580],
  ['2020-09-16T12:49:00Z', 43_200],
  ['2020-02-16T12:49:00Z', 41_760],
])('the month of %s in Paris has %i minutes', (instant, expected) => {
  const [period] = periodsTouched({ period: 'calendar_month', zone: 'Europe/Paris' }, at(instant), at(instant));
  expect(period && minutes(period)).toBe(expected);
});

test('an outage over midnight at the end of a month touches two months, which depend on the zone', () => {
  const touched = (zone: string) =>
    periodsTouched({ period: 'calendar_month', zone }, at('2020-09-30T21:50:00Z'), at('2020-09-30T22:20:00Z')).map(
      ({ startAt }) => startAt.toISOString(),
    );
  expect(touched('Europe/Paris')).toEqual(['2020-08-31T22:00:00.000Z', '2020-09-30T22:00:00.000Z']);
  expect(touched('UTC')).toEqual(['2020-09-01T00:00:00.000Z']);
});

test('an outage that ends at midnight does not touch the next month', () => {
  const periods = periodsTouched(
    { period: 'calendar_month', zone: 'UTC' },
    at('2020-09-30T23:00:00Z'),
    at('2020-10-01T00:00:00Z'),
  );
  expect(periods).toHaveLength(1);
});

test.each([
  ['quarter', undefined, '2020-07-01', '2020-10-01', 3],
  ['billing_cycle', 16, '2020-09-16', '2020-10-16', 1],
  ['billing_cycle', 17, '2020-08-17', '2020-09-17', 1],
  ['event', undefined, '2020-09-01', '2020-10-01', 1],
] as const)('a %s (%p) of 16 September 2020 is from %s to %s', (period, cycleDay, from, to, months) => {
  const instant = at('2020-09-16T12:49:00Z');
  const [found] = periodsTouched(
    { period, zone: 'UTC', ...(cycleDay === undefined ? {} : { cycleDay }) },
    instant,
    instant,
  );
  expect(found?.startAt).toEqual(at(from));
  expect(found?.endAt).toEqual(at(to));
  expect(found?.months).toHaveLength(months);
  expect(found?.months.at(-1)?.[1]).toBe(to);
  expect(found?.previousMonths.at(-1)?.[1]).toBe(from);
  expect(found?.yearMonths).toHaveLength(12);
});
