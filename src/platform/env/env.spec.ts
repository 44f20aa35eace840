import { describe, expect, test } from '@jest/globals';
import { DomainError } from '../../kernel/domain-error.js';
import { DEFAULT_SIGN_IN } from '../access/sign-in-settings.js';
import { readEnv } from './env.js';

describe('readEnv', () => {
  test('an empty environment is usable: embedded database, loopback, both roles', () => {
    expect(readEnv({})).toEqual({
      home: '.amends',
      databaseUrl: undefined,
      host: '127.0.0.1',
      port: 3000,
      role: 'all',
      logLevel: 'info',
      allowLoopback: false,
      trustedProxies: [],
      signIn: DEFAULT_SIGN_IN,
      linkKey: undefined,
    });
  });

  test('every fault is named at once', () => {
    expect.assertions(1);
    try {
      readEnv({
        PORT: '70000',
        AMENDS_ROLE: 'king',
        DATABASE_URL: 'mysql://x',
        LOG_LEVEL: 'loud',
        AMENDS_TRUSTED_PROXIES: 'all',
      });
    } catch (error) {
      expect((error as DomainError).reasons.map((reason) => reason.path)).toEqual([
        'PORT',
        'DATABASE_URL',
        'AMENDS_ROLE',
        'LOG_LEVEL',
        'AMENDS_TRUSTED_PROXIES',
      ]);
    }
  });
});
