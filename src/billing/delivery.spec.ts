import { describe, expect, test } from '@jest/globals';
import {
  actionBlockers,
  assertAllowed,
  confirmation,
  type Delivery,
  DELIVERY_ACTIONS,
  DELIVERY_STATUSES,
  nextStatuses,
} from './delivery.js';

const WAITING: Delivery = {
  kind: 'credit',
  status: 'waiting',
  amountMinor: 4200,
  reversedMinor: 0,
  billingDocument: null,
  lookUpFirst: false,
  connectionId: 'k',
};
const delivery = (change: Partial<Delivery>): Delivery => ({ ...WAITING, ...change });
const allowed = (change: Partial<Delivery>): string[] => {
  const blocked = new Set(actionBlockers(delivery(change)).map(({ action }) => action));
  return DELIVERY_ACTIONS.filter((action) => !blocked.has(action));
};

describe('a confirmation', () => {
  test.each(['waiting', 'submitted', 'confirmed', 'applied', 'unknown', 'parked'] as const)(
    'of %s is kept',
    (status) => {
      expect(confirmation(delivery({ status }), 'CN-1')).toBe('confirm');
    },
  );

  test('said again changes nothing, with another document it is refused', () => {
    const confirmed = delivery({ status: 'confirmed', billingDocument: 'CN-1' });
    expect(confirmation(confirmed, 'CN-1')).toBe('nothing');
    expect(() => confirmation(confirmed, 'CN-2')).toThrow(
      expect.objectContaining({
        kind: 'conflict',
        code: 'credit_confirmed_otherwise',
        details: { billingDocument: 'CN-1' },
      }),
    );
  });

  test.each(['in_flight', 'failed', 'reversed'] as const)('of %s is refused', (status) => {
    expect(() => confirmation(delivery({ status }), 'CN-1')).toThrow(
      expect.objectContaining({ code: 'delivery_action_refused' }),
    );
  });
});

describe('what a person can do', () => {
  test.each([
    [{}, ['confirm', 'retry', 'redirect', 'give_up', 'reverse']],
    [{ connectionId: null }, ['confirm', 'give_up', 'reverse']],
    [{ status: 'in_flight' }, ['reverse']],
    [{ status: 'submitted' }, ['confirm', 'reverse']],
    [{ status: 'confirmed' }, ['confirm', 'reverse']],
    [{ status: 'unknown', lookUpFirst: true }, ['confirm', 'retry', 'reverse']],
    [{ status: 'parked' }, ['confirm', 'retry', 'redirect', 'give_up', 'reverse']],
    [{ status: 'parked', lookUpFirst: true }, ['confirm', 'retry', 'reverse']],
    [{ status: 'failed' }, []],
    [{ status: 'reversed' }, []],
    [{ status: 'confirmed', reversedMinor: 4200 }, ['confirm']],
    [{ status: 'confirmed', kind: 'reversal' }, ['confirm']],
  ] as const)('%j', (change, actions) => {
    expect(allowed(change)).toEqual(actions);
  });

  test('a refusal names every reason', () => {
    expect(() =>
      assertAllowed(delivery({ status: 'reversed', kind: 'reversal', reversedMinor: 4200 }), 'reverse'),
    ).toThrow(
      expect.objectContaining({
        reasons: ['wrong_status', 'is_reversal', 'nothing_left'].map((code) => expect.objectContaining({ code })),
      }),
    );
  });
});

test('what is given up or taken back goes nowhere; everything else can still end well', () => {
  const reaches = (from: (typeof DELIVERY_STATUSES)[number], seen = new Set<string>()): ReadonlySet<string> => {
    for (const to of nextStatuses(from)) if (!seen.has(to)) reaches(to, seen.add(to));
    return seen;
  };
  for (const status of DELIVERY_STATUSES) {
    const isEnd = status === 'failed' || status === 'reversed';
    expect([status, reaches(status).has('confirmed')]).toEqual([status, !isEnd]);
  }
});
