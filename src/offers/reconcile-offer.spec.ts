import { expect, test } from '@jest/globals';
import type { OfferStatus } from './offer.js';
import { type Reconciliation, reconcileOffer, REPLACED } from './reconcile-offer.js';

const existing = (status: OfferStatus, endReason: string | null = null) => ({
  status,
  computedHash: 'same',
  endReason,
});

test.each<[string, ReturnType<typeof existing> | undefined, Reconciliation, Reconciliation, Reconciliation]>([
  ['nothing', undefined, 'created', 'created', 'none'],
  ['a draft', existing('draft'), 'unchanged', 'replaced', 'withdrawn'],
  ['an approved offer', existing('approved'), 'kept', 'kept', 'kept'],
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
