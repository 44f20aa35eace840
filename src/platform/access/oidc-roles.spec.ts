import { expect, test } from '@jest/globals';
import { groupsOf, rolesOfGroups } from './oidc-roles.js';

const ROLES_OF_GROUP = { managers: ['manager'], money: ['finance', 'viewer'] } as const;

test.each([
  [['managers'], ['manager']],
  [
    ['money', 'managers', 'others'],
    ['viewer', 'manager', 'finance'],
  ],
  ['managers', ['manager']],
  [['others'], []],
  [['toString', '__proto__', 'constructor'], []],
  [[{ name: 'managers' }, 7, null], []],
  [undefined, []],
  [{ managers: true }, []],
])('the claim %j gives %j', (claim, roles) => expect(rolesOfGroups(groupsOf(claim), ROLES_OF_GROUP)).toEqual(roles));
