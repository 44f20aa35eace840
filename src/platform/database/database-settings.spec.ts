import { expect, test } from '@jest/globals';
import { databaseSettings } from './database-settings.js';

test.each([
  ['nothing set', {}, { url: undefined, home: '/srv/app/.amends' }],
  ['empty is unset', { DATABASE_URL: '', AMENDS_HOME: '' }, { url: undefined, home: '/srv/app/.amends' }],
  ['a home of its own', { AMENDS_HOME: '/data' }, { url: undefined, home: '/data' }],
  ['a home beside', { AMENDS_HOME: '../data' }, { url: undefined, home: '/srv/data' }],
  ['an external database', { DATABASE_URL: 'postgres://h/d' }, { url: 'postgres://h/d', home: '/srv/app/.amends' }],
])('%s', (_name, env, settings) => {
  expect(databaseSettings(env, '/srv/app')).toEqual(settings);
});
