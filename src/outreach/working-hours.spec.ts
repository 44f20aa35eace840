import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { type WorkCalendar, workingDayAfter, workingHoursBefore } from './working-hours.js';

const PARIS: WorkCalendar = {
  zone: 'Europe/Paris',
  days: [1, 2, 3, 4, 5],
  from: '09:00',
  to: '18:00',
  holidays: ['2020-09-17'],
};

describe('working hours back', () => {
  test.each([
    // Wednesday 16 September 2020 at 16:00 in Paris.
    ['2020-09-16T14:00:00Z', 2, '2020-09-16T12:00:00.000Z'],
    ['2020-09-16T14:00:00Z', 7, '2020-09-16T07:00:00.000Z'],
    ['2020-09-16T14:00:00Z', 8, '2020-09-15T15:00:00.000Z'],
    // In the night nothing has passed since six.
    ['2020-09-16T22:00:00Z', 9, '2020-09-16T07:00:00.000Z'],
    // Friday noon: Thursday is a holiday.
    ['2020-09-18T10:00:00Z', 4, '2020-09-16T15:00:00.000Z'],
    // Monday at ten: over a weekend.
    ['2020-09-21T08:00:00Z', 2, '2020-09-18T15:00:00.000Z'],
    // Over the change of the clocks on 25 October: Friday 17:00 is UTC+2, Monday 10:00 UTC+1.
    ['2020-10-26T09:00:00Z', 2, '2020-10-23T15:00:00.000Z'],
  ])('%s less %i h is %s', (now, hours, since) => {
    expect(workingHoursBefore(new Date(now), hours, PARIS)?.toISOString()).toBe(since);
  });

  test('a calendar without work has no answer', () => {
    expect(workingHoursBefore(new Date(0), 1, { ...PARIS, days: [] })).toBeUndefined();
  });

  test('more hours never lead to a later instant, and later moments never to an earlier one', () => {
    const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2021-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(moment, fc.nat(80), fc.nat(200), (now, hours, later) => {
        const since = workingHoursBefore(now, hours, PARIS)?.getTime() ?? 0;
        expect(workingHoursBefore(now, hours + 1, PARIS)?.getTime()).toBeLessThan(since);
        expect(
          workingHoursBefore(new Date(now.getTime() + later * 600_000), hours, PARIS)?.getTime(),
        ).toBeGreaterThanOrEqual(since);
      }),
      { numRuns: 50 },
    );
  });
});

test('once a working day, from its time on', () => {
  expect(workingDayAfter(new Date('2020-09-16T06:29:00Z'), '08:30', PARIS)).toBeUndefined();
  expect(workingDayAfter(new Date('2020-09-16T06:30:00Z'), '08:30', PARIS)).toBe('2020-09-16');
  expect(workingDayAfter(new Date('2020-09-17T10:00:00Z'), '08:30', PARIS)).toBeUndefined();
  expect(workingDayAfter(new Date('2020-09-19T10:00:00Z'), '08:30', PARIS)).toBeUndefined();
});
