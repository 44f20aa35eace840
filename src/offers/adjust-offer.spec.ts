import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { type AdjustableShare, adjustOffer } from './adjust-offer.js';
import type { OfferLine } from './proposal.js';

const line = (kind: 'sla' | 'goodwill', amountMinor: number): OfferLine => ({
  code: 'fixed_amount',
  text: { fr: 'x', en: 'x' },
  inputs: { policyCode: kind, policyVersion: 1 },
  amountMinor,
  kind,
  nature: kind === 'sla' ? 'credit' : 'refund',
  taxTreatment: 'price_reduction',
});

const share = (kind: 'sla' | 'goodwill', amountMinor: number, roomMinor: number | null = null): AdjustableShare => ({
  kind,
  periodStartAt: new Date('2020-09-01T00:00:00Z'),
  amountMinor,
  roomMinor,
});

test('less is taken from the last share first, in a line of each kind', () => {
  const lines = [line('sla', 1000), line('goodwill', 500)];
  const adjusted = adjustOffer(lines, [share('sla', 1000), share('goodwill', 500)], {
    fromMinor: 1500,
    toMinor: 700,
    currency: 'EUR',
  });
  expect(
    adjusted.lines.slice(2).map(({ code, kind, nature, amountMinor }) => [code, kind, nature, amountMinor]),
  ).toEqual([
    ['adjusted', 'goodwill', 'refund', -500],
    ['adjusted', 'sla', 'credit', -300],
  ]);
  expect(adjusted.shares.map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([
    ['goodwill', 0],
    ['sla', 700],
  ]);
});

test('more than the caps leave room for is said', () => {
  const lines = [line('sla', 1000)];
  const amounts = { fromMinor: 1000, toMinor: 1500, currency: 'EUR' };
  expect(adjustOffer(lines, [share('sla', 1000, 200)], amounts).overMinor).toBe(300);
  expect(adjustOffer(lines, [share('sla', 1000)], amounts).overMinor).toBe(0);
});

test('lines and shares add up to the new amount, and none falls below nothing', () => {
  const amount = fc.integer({ min: 0, max: 1_000_000 });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      amount,
      fc.integer({ min: 1, max: 2_000_000 }),
      (sla, goodwill, to) => {
        const shares = [share('sla', sla), share('goodwill', goodwill)];
        const amounts = { fromMinor: sla + goodwill, toMinor: to, currency: 'EUR' };
        const adjusted = adjustOffer([line('sla', sla), line('goodwill', goodwill)], shares, amounts);
        const now = shares.map((each) => adjusted.shares.find(({ kind }) => kind === each.kind) ?? each);
        expect(now.every(({ amountMinor }) => amountMinor >= 0)).toBe(true);
        expect(now.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(to);
        for (const { kind, amountMinor } of now) {
          const mine = adjusted.lines.filter((each) => each.kind === kind);
          expect(mine.reduce((sum, each) => sum + each.amountMinor, 0)).toBe(amountMinor);
        }
      },
    ),
  );
});
