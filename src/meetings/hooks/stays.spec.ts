import { describe, expect, test } from '@jest/globals';
import { array, assert, integer, property } from 'fast-check';
import { ruleFor } from './hook-source.js';
import { staysOf } from './stays.js';

describe('the stays of a connection', () => {
  const DAY = 86_400;
  test.each<[string, number[], number[], [number, number | null][]]>([
    ['a join and its leave', [10], [20], [[10, 20]]],
    ['an open stay', [10], [], [[10, null]]],
    ['a leave alone says nothing', [], [20], []],
    ['a leave before the join says nothing', [10], [5], [[10, null]]],
    ['told twice', [10, 10], [20, 20], [[10, 20]]],
    ['two leaves: the later one', [10], [20, 30], [[10, 30]]],
    [
      'join, join, leave, leave: the first stay ends at the second join',
      [10, 12],
      [20, 30],
      [
        [10, 12],
        [12, 30],
      ],
    ],
    [
      'a rejoin in the second of the leave',
      [10, 20],
      [20, 30],
      [
        [10, 20],
        [20, 30],
      ],
    ],
    ['in and out in one second', [10], [10], [[10, 10]]],
    ['a leave over 31 days later belongs to nothing', [10], [10 + 32 * DAY], [[10, null]]],
  ])('%s', (_name, joins, leaves, expected) => {
    expect(staysOf(joins, leaves)).toEqual(expected.map(([joinedAt, leftAt]) => ({ joinedAt, leftAt })));
  });

  test('do not overlap, and are the same whatever the order and the repetition', () => {
    const times = array(integer({ min: 1, max: 60 }), { maxLength: 8 });
    assert(
      property(times, times, (joins, leaves) => {
        const stays = staysOf(joins, leaves);
        expect(staysOf([...joins, ...joins].toReversed(), [...leaves.toReversed(), ...leaves])).toEqual(stays);
        for (const [index, { leftAt }] of stays.entries()) {
          expect(leftAt ?? Infinity).toBeLessThanOrEqual(
            index + 1 < stays.length ? (stays[index + 1]?.joinedAt ?? 0) : Infinity,
          );
        }
      }),
    );
  });
});

describe('the source of an event', () => {
  const rules = [
    { provider: 'zoom', scope: 'account', value: 'A1' },
    { provider: 'zoom', scope: 'host', value: 'H1' },
    { provider: 'livekit', scope: 'room_prefix', value: 'acme-' },
    { provider: 'livekit', scope: 'room_prefix', value: 'acme-vip-' },
    { provider: 'livekit', scope: 'room', value: 'acme-hall' },
  ] as const;
  test.each([
    ['the host before the account', 'zoom', { account: 'A1', host: 'H1' }, 'H1'],
    ['the account of another host', 'zoom', { account: 'A1', host: 'H2' }, 'A1'],
    ['the room before its prefix', 'livekit', { room: 'acme-hall' }, 'acme-hall'],
    ['the longer prefix', 'livekit', { room: 'acme-vip-1' }, 'acme-vip-'],
    ['the shorter prefix', 'livekit', { room: 'acme-1' }, 'acme-'],
    ['none', 'livekit', { room: 'zeta' }, undefined],
    ['none of another provider', 'livekit', { account: 'A1' }, undefined],
  ] as const)('%s', (_name, provider, owner, expected) => {
    expect(ruleFor(provider, owner, rules)?.value).toBe(expected);
  });
});
