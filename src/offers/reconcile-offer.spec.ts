import { expect, test } from '@jest/globals';
import type { OfferStatus } from './offer.js';
import { type Reconciliation, reconcileOffer, REPLACED, stalenessOf } from './reconcile-offer.js';

const existing = (status: OfferStatus, endReason: string | null = null) => ({
  status,
  computedHash: 'same',
  endReason,
  stale: null,
});

test.each<[string, ReturnType<typeof existing> | undefined, Reconciliation, Reconciliation, Reconciliation]>([
  ['nothing', undefined, 'created', 'created', 'none'],
  ['a draft', existing('draft'), 'unchanged', 'replaced', 'withdrawn'],
  ['an approved offer', existing('approved'), 'kept', 'stale', 'stale'],
  ['a sent offer', existing('sent'), 'kept', 'kept', 'kept'],
  ['an accepted offer', existing('accepted'), 'kept', 'kept', 'kept'],
  ['a declined offer', existing('declined'), 'ended', 'created', 'none'],
  ['an expired offer', existing('expired'), 'ended', 'created', 'none'],
  ['an offer that a person withdrew', existing('withdrawn', 'too late'), 'ended', 'created', 'none'],
  ['an offer that was replaced', existing('withdrawn', REPLACED), 'created', 'created', 'none'],
])('over %s: the same is %s, another is %s, nothing is %s', (_name, offer, same, other, nothing) => {
  expect(reconcileOffer(offer, 'same')).toBe(same);
  expect(reconcileOffer(offer, 'other')).toBe(other);
  expect(reconcileOffer(offer, undefined)).toBe(nothing);
});

test('a stale offer says why, and keeps what a person decided until another thing is computed', () => {
  const at = { assessmentId: 'a', now: new Date('2020-09-17T08:00:00Z') };
  const approved = { ...existing('approved'), amountMinor: 5000 };
  const other = { amountMinor: 6000, currency: 'EUR', inKind: [], contentHash: 'other' };
  const note = stalenessOf(approved, other, at);
  expect(note).toMatchObject({ reasons: ['amount_changed'], proposed: other, kept: null });
  expect(stalenessOf(approved, { ...other, amountMinor: 5000 }, at)?.reasons).toEqual(['lines_changed']);
  expect(stalenessOf(approved, null, at)?.reasons).toEqual(['nothing_owed_any_more']);
  expect(stalenessOf(approved, { ...other, contentHash: 'same' }, at)).toBeNull();
  if (note === null) throw new Error('nothing is told');
  const kept = { ...note, kept: { by: 'person:anne', at: note.at, reason: 'agreed' } };
  expect(stalenessOf({ ...approved, stale: kept }, other, at)).toBe(kept);
  expect(stalenessOf({ ...approved, stale: kept }, { ...other, contentHash: 'third' }, at)?.kept).toBeNull();
});
