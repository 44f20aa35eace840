import { expect, test } from '@jest/globals';
import { boundsOfASchedule, boundsOfThePast, retentionLimit } from './retention.js';

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

test.each([
  ['2020-09-16T12:49:00.500Z', '2010-09-16T12:49:00.500Z'],
  ['2020-02-29T00:00:00.000Z', '2010-02-28T00:00:00.000Z'],
])('at %s things are kept from %s', (now, limit) => {
  expect(retentionLimit(new Date(now)).toISOString()).toBe(limit);
});

test('what has happened lies between the limit and a day ahead; a schedule goes on for two years', () => {
  const now = new Date('2020-09-16T12:49:00.500Z');
  const past = boundsOfThePast(now);
  const schedule = boundsOfASchedule(now);
  expect([iso(past.earliest), iso(past.latest)]).toEqual(['2010-09-16T12:49:00.000Z', '2020-09-17T12:49:00.000Z']);
  expect([iso(schedule.earliest), iso(schedule.latest)]).toEqual([
    '2010-09-16T12:49:00.000Z',
    '2022-09-16T12:49:00.000Z',
  ]);
});
