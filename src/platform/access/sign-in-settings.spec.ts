import { describe, expect, test } from '@jest/globals';
import type { Reason } from '../../kernel/domain-error.js';
import { DEFAULT_SIGN_IN, readSignInSettings } from './sign-in-settings.js';

function read(source: Record<string, string>) {
  const reasons: Reason[] = [];
  const settings = readSignInSettings(source, reasons);
  return { settings, faults: reasons.map(({ path, code }) => `${path}: ${code}`) };
}

const PROVIDER = {
  AMENDS_PUBLIC_URL: 'https://amends.example/',
  AMENDS_OIDC_ISSUER: 'https://id.example',
  AMENDS_OIDC_CLIENT_ID: 'amends',
  AMENDS_OIDC_CLIENT_SECRET: 'secret',
  AMENDS_OIDC_GROUP_ROLES: 'managers=manager',
};

test('nothing said is a sign-in with passwords for one machine', () => {
  expect(read({})).toEqual({ settings: DEFAULT_SIGN_IN, faults: [] });
});

test('a provider is read with the roles of its groups', () => {
  const { settings, faults } = read({
    ...PROVIDER,
    AMENDS_OIDC_GROUP_ROLES: 'managers=manager, ops=integrator+viewer',
  });
  expect(faults).toEqual([]);
  expect(settings.publicUrl).toBe('https://amends.example');
  expect(settings.oidc).toMatchObject({
    scopes: ['profile', 'email'],
    groupsClaim: 'groups',
    rolesOfGroup: { managers: ['manager'], ops: ['viewer', 'integrator'] },
  });
});

describe('what cannot be is named', () => {
  test.each([
    [{ AMENDS_PUBLIC_URL: 'https://amends.example/path' }, ['AMENDS_PUBLIC_URL: not_an_origin']],
    [{ AMENDS_AUTH_SECRET: 'short' }, ['AMENDS_AUTH_SECRET: too_short']],
    [{ AMENDS_ADMIN_EMAIL: 'nobody' }, ['AMENDS_ADMIN_EMAIL: not_an_email']],
    [{ AMENDS_SESSION_IDLE_MINUTES: '0' }, ['AMENDS_SESSION_IDLE_MINUTES: not_minutes']],
    [{ ...PROVIDER, AMENDS_OIDC_GROUP_ROLES: 'managers=boss' }, ['AMENDS_OIDC_GROUP_ROLES: not_group_roles']],
    [
      { AMENDS_OIDC_ISSUER: 'id.example' },
      [
        'AMENDS_OIDC_ISSUER: not_a_url',
        'AMENDS_PUBLIC_URL: required',
        'AMENDS_OIDC_CLIENT_ID: required',
        'AMENDS_OIDC_CLIENT_SECRET: required',
        'AMENDS_OIDC_GROUP_ROLES: required',
      ],
    ],
  ])('%j: %j', (source, expected) => expect(read(source).faults).toEqual(expected));
});
