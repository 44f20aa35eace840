import { describe, expect, test } from '@jest/globals';
import { blockers, blockersOf, moveTo, nextStatuses, OFFER_STATUSES, type OfferStatus, statusAt } from './offer.js';

const NOW = new Date('2026-10-01T12:00:00Z');
const LATER = new Date('2026-10-02T22:00:00Z');
const offer = (status: OfferStatus, validUntil: Date | null = null) => ({ status, validUntil, version: 3 });
const MOVE = { now: NOW, reason: 'because' };

const ALLOWED: Record<OfferStatus, string> = {
  draft: 'approved withdrawn',
  approved: 'draft sent withdrawn',
  sent: 'accepted declined withdrawn',
  accepted: '',
  declined: '',
  expired: '',
  withdrawn: '',
};

test.each(OFFER_STATUSES)('from %s, each move is allowed or refused', (status) => {
  const allowed = OFFER_STATUSES.filter((to) => blockersOf(offer(status, LATER), to, MOVE).length === 0);
  expect(allowed.toSorted().join(' ')).toBe(ALLOWED[status]);
});

test('what follows is said without knowing time and reason', () => {
  expect(nextStatuses(offer('approved'), NOW)).toEqual(['sent', 'withdrawn', 'expired', 'draft']);
  expect(nextStatuses(offer('sent', NOW), NOW)).toEqual([]);
});

describe('validity', () => {
  test.each<[OfferStatus, Date | null, OfferStatus]>([
    ['sent', LATER, 'sent'],
    ['sent', NOW, 'expired'],
    ['sent', null, 'sent'],
    ['approved', NOW, 'expired'],
    ['approved', null, 'approved'],
    ['accepted', NOW, 'accepted'],
    ['withdrawn', NOW, 'withdrawn'],
    ['draft', NOW, 'draft'],
  ])('%s until %p is %s', (status, validUntil, expected) => {
    expect(statusAt(offer(status, validUntil), NOW)).toBe(expected);
  });

  test('an overdue offer can be marked expired, and nothing else', () => {
    const overdue = offer('sent', NOW);
    expect(OFFER_STATUSES.filter((to) => blockersOf(overdue, to, MOVE).length === 0)).toEqual(['expired']);
    expect(blockersOf(overdue, 'accepted', MOVE).map(({ code }) => code)).toEqual(['validity_over']);
    expect(moveTo(overdue, 'expired', { now: NOW }).status).toBe('expired');
  });

  test('an offer that is still valid cannot', () => {
    expect(blockersOf(offer('sent', LATER), 'expired', MOVE).map(({ code }) => code)).toEqual(['validity_not_over']);
  });
});

test.each<[OfferStatus, OfferStatus, string[]]>([
  ['draft', 'sent', ['not_approved']],
  ['draft', 'accepted', ['not_approved', 'letter_not_sent']],
  ['approved', 'declined', ['letter_not_sent']],
  ['sent', 'draft', ['not_next']],
  ['accepted', 'withdrawn', ['status_final']],
  ['expired', 'accepted', ['validity_over']],
])('from %s to %s: %j', (from, to, codes) => {
  expect(blockersOf(offer(from), to, MOVE).map(({ code }) => code)).toEqual(codes);
});

test.each<[OfferStatus, OfferStatus]>([
  ['draft', 'withdrawn'],
  ['approved', 'draft'],
  ['sent', 'withdrawn'],
])('from %s to %s needs a reason', (from, to) => {
  for (const reason of [undefined, null, '', ' \n']) {
    expect(blockersOf(offer(from), to, { now: NOW, reason }).map(({ code }) => code)).toEqual(['reason_required']);
  }
  expect(blockersOf(offer(from), to, MOVE)).toEqual([]);
});

test('what is in the way of an offer as it stands', () => {
  const found = (status: OfferStatus, validUntil: Date | null = null) =>
    blockers(offer(status, validUntil), NOW).map(({ to, code }) => `${to} ${code}`);
  expect(found('draft')).toEqual([
    'sent not_approved',
    'accepted not_approved',
    'accepted letter_not_sent',
    'withdrawn reason_required',
  ]);
  expect(found('approved')).toEqual([
    'draft reason_required',
    'accepted letter_not_sent',
    'expired validity_not_over',
    'withdrawn reason_required',
  ]);
  expect(found('sent', LATER)).toEqual(['expired validity_not_over', 'withdrawn reason_required']);
  expect(found('sent', NOW)).toEqual(['accepted validity_over']);
  expect(found('accepted')).toEqual([]);
});

test('a move makes a new version', () => {
  expect(moveTo(offer('draft'), 'approved', { now: NOW })).toEqual({
    status: 'approved',
    validUntil: null,
    version: 4,
  });
});

test('a refusal says from where, to where and why', () => {
  expect(() => moveTo(offer('draft'), 'accepted', MOVE)).toThrow(
    expect.objectContaining({
      kind: 'conflict',
      code: 'offer_transition_refused',
      details: { from: 'draft', to: 'accepted', reasons: ['not_approved', 'letter_not_sent'] },
    }),
  );
});
