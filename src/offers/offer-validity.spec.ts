import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { validUntil } from './offer-validity.js';

test.each([
  ['2026-09-16T10:00:00Z', 30, 'Europe/Paris', '2026-10-16T22:00:00Z'],
  ['2026-09-16T22:30:00Z', 30, 'Europe/Paris', '2026-10-17T22:00:00Z'],
  ['2026-10-20T10:00:00Z', 10, 'Europe/Paris', '2026-10-30T23:00:00Z'],
  ['2026-09-16T10:00:00Z', 1, 'America/Los_Angeles', '2026-09-18T07:00:00Z'],
  ['2026-09-16T10:00:00Z', 1, 'UTC', '2026-09-18T00:00:00Z'],
  // There is no midnight on that day in Santiago: the clocks go from 24:00 to 01:00.
  ['2026-09-04T15:00:00Z', 1, 'America/Santiago', '2026-09-06T04:00:00Z'],
])('sent %s for %i days in %s ends %s', (sentAt, days, zone, expected) => {
  expect(validUntil(new Date(sentAt), days, zone).toISOString()).toBe(new Date(expected).toISOString());
});

test('it lasts at least that many days of at least 23 hours', () => {
  const instant = fc.date({ min: new Date('2000-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
  const zone = fc.constantFrom('Europe/Paris', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Kiritimati');
  fc.assert(
    fc.property(instant, fc.integer({ min: 1, max: 365 }), zone, (sentAt, days, name) => {
      const ms = validUntil(sentAt, days, name).getTime() - sentAt.getTime();
      expect(ms).toBeGreaterThanOrEqual((days * 24 - 1) * 3_600_000);
      expect(ms).toBeLessThanOrEqual(((days + 1) * 24 + 1) * 3_600_000);
    }),
  );
});
