import { expect, test } from '@jest/globals';
import { confirmation, nextStatuses } from './delivery.js';

test('a waiting credit is confirmed, once', () => {
  expect(nextStatuses('waiting')).toEqual(['confirmed']);
  expect(nextStatuses('confirmed')).toEqual([]);
  expect(confirmation({ status: 'waiting', billingDocument: null }, 'CN-1')).toBe('confirm');
  expect(confirmation({ status: 'confirmed', billingDocument: 'CN-1' }, 'CN-1')).toBe('nothing');
});

test('a second document for one credit is refused', () => {
  expect(() => confirmation({ status: 'confirmed', billingDocument: 'CN-1' }, 'CN-2')).toThrow(
    expect.objectContaining({
      kind: 'conflict',
      code: 'credit_confirmed_otherwise',
      details: { billingDocument: 'CN-1' },
    }),
  );
});
