import { expect, test } from '@jest/globals';
import { assignCases } from './assign-cases.js';

const CASES = ['a', 'b', 'c', 'd'].map((customerId) => ({
  customerId,
  accountOwner: customerId === 'b' ? 'ines' : null,
}));
const NOBODY = new Map<string, number>();

test('by account owner, the team shares those that nobody owns', () => {
  const owners = assignCases(CASES, { mode: 'account_owner', team: ['paul', 'rosa'] }, NOBODY, 'desk');
  expect([...owners]).toEqual([
    ['a', 'paul'],
    ['b', 'ines'],
    ['c', 'rosa'],
    ['d', 'paul'],
  ]);
});

test('in turn, whoever has the fewest open cases comes first', () => {
  const open = new Map([
    ['paul', 3],
    ['rosa', 1],
  ]);
  const owners = assignCases(CASES, { mode: 'round_robin', team: ['paul', 'rosa'] }, open, 'desk');
  expect([...owners.values()]).toEqual(['rosa', 'rosa', 'paul', 'rosa']);
});

test('without a team the default owner takes them, and without that nobody', () => {
  const mode = 'account_owner';
  expect([...assignCases(CASES, { mode, team: [] }, NOBODY, 'desk').values()]).toEqual([
    'desk',
    'ines',
    'desk',
    'desk',
  ]);
  expect(assignCases(CASES, { mode, team: [] }, NOBODY, null).get('a')).toBeNull();
});
