import { expect, test } from '@jest/globals';
import type { OfferTotalBySent } from '../offers/offer-totals.sql.js';
import { acceptanceOf, coverageOf, inKindOfOffers, moneyOf, offersByStatus } from './report.js';

const days = (quantity: number) => [{ unit: 'days_of_service', quantity } as const];

const OFFERS: OfferTotalBySent[] = [
  { status: 'accepted', wasSent: true, currency: 'EUR', amountMinor: 1000, count: 2, inKind: days(1) },
  { status: 'sent', wasSent: true, currency: 'EUR', amountMinor: 500, count: 1, inKind: days(2) },
  { status: 'expired', wasSent: true, currency: 'GBP', amountMinor: 300, count: 1, inKind: [] },
  { status: 'expired', wasSent: false, currency: 'GBP', amountMinor: 900, count: 3, inKind: days(4) },
  { status: 'withdrawn', wasSent: true, currency: 'EUR', amountMinor: 7000, count: 1, inKind: days(8) },
  { status: 'draft', wasSent: false, currency: 'EUR', amountMinor: 40, count: 1, inKind: days(16) },
];

test('days of service count where their offer does, apart from the money', () => {
  expect(inKindOfOffers(OFFERS)).toEqual({ offered: days(3), accepted: days(1) });
});

test('coverage grows hour by hour, the heaviest class first', () => {
  expect(
    coverageOf([
      { class: 'degraded', hour: null, customers: 3 },
      { class: 'unable_to_join', hour: 2, customers: 4 },
      { class: 'unable_to_join', hour: 5, customers: 1 },
      { class: 'unable_to_join', hour: null, customers: 2 },
    ]),
  ).toEqual([
    {
      class: 'unable_to_join',
      affected: 7,
      contacted: 5,
      byHour: [
        { hour: 2, contacted: 4 },
        { hour: 5, contacted: 5 },
      ],
    },
    { class: 'degraded', affected: 3, contacted: 0, byHour: [] },
  ]);
});

test('what customers never got counts neither as sent nor as money', () => {
  expect(offersByStatus(OFFERS)).toMatchObject({
    accepted: 2,
    sent: 1,
    expired: 4,
    withdrawn: 1,
    draft: 1,
    declined: 0,
  });
  expect(acceptanceOf(OFFERS)).toEqual({ sent: 4, accepted: 2, declined: 0, expired: 1, waiting: 1 });
  expect(moneyOf(OFFERS, [{ amountMinor: 1000, currency: 'EUR' }])).toEqual([
    { currency: 'EUR', offeredMinor: 1500, acceptedMinor: 1000, creditedMinor: 1000 },
    { currency: 'GBP', offeredMinor: 300, acceptedMinor: 0, creditedMinor: 0 },
  ]);
});
