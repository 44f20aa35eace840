import { describe, expect, test } from '@jest/globals';
import {
  changedFields,
  firstStatus,
  INCIDENT_STATUSES,
  mergeDescriptions,
  nextStatuses,
  type PublishedUpdate,
  statusAfterUpdate,
} from './incident.js';

const at = (time: string): Date => new Date(`2020-09-16T${time}:00+02:00`);

test.each(INCIDENT_STATUSES)('from %s every other status is next', (status) => {
  expect(nextStatuses(status)).toHaveLength(3);
  expect(nextStatuses(status)).not.toContain(status);
});

describe('the status that updates give', () => {
  const published: PublishedUpdate[] = [
    { status: 'resolved', displayAt: at('15:42') },
    { status: 'postmortem', displayAt: at('17:41') },
    { status: 'identified', displayAt: at('15:28') },
    { status: 'investigating', displayAt: at('15:15') },
  ];

  test('is that of the latest, post-mortems aside, in whatever order they come', () => {
    expect(firstStatus(published)).toBe('resolved');
    expect(firstStatus(published.toReversed())).toBe('resolved');
    expect(firstStatus(published.slice(2))).toBe('identified');
  });

  test('is investigating without any', () => expect(firstStatus([])).toBe('investigating'));

  test.each<[PublishedUpdate['status'], string, string]>([
    ['resolved', '15:43', 'resolved'],
    ['resolved', '15:42', 'resolved'],
    ['resolved', '15:41', 'monitoring'],
    ['postmortem', '17:41', 'monitoring'],
    ['investigating', '18:00', 'investigating'],
  ])('%s at %s after an update at 15:42 makes monitoring %s', (status, time, expected) =>
    expect(statusAfterUpdate('monitoring', at('15:42'), { status, displayAt: at(time) })).toBe(expected),
  );
});

test.each([
  [{}, { fr: 'Panne', en: 'Outage' }],
  [{ fr: 'Coupure' }, { fr: 'Coupure', en: 'Outage' }],
  [{ fr: null }, { en: 'Outage' }],
  [{ fr: null, en: null }, {}],
  [
    { fr: undefined, en: 'Downtime' },
    { fr: 'Panne', en: 'Downtime' },
  ],
])('descriptions changed by %j', (given, expected) =>
  expect(mergeDescriptions({ fr: 'Panne', en: 'Outage' }, given)).toEqual(expected),
);

test('only what a change names is changed, and null takes away', () => {
  const stored = {
    title: 'Outage',
    reference: 'status-1',
    status: 'identified',
    timeZone: 'Europe/Paris',
    descriptions: { fr: 'Panne' },
    sourceUrl: 'https://status.example/1',
  } as const;
  expect(changedFields(stored, {})).toEqual(stored);
  expect(
    changedFields(stored, { title: undefined, status: 'resolved', reference: null, descriptions: { en: 'x' } }),
  ).toEqual({
    ...stored,
    status: 'resolved',
    reference: null,
    descriptions: { fr: 'Panne', en: 'x' },
  });
  expect(changedFields(stored, { sourceUrl: null })).toEqual({ ...stored, sourceUrl: null });
});
