import { expect, test } from '@jest/globals';
import { isComponentKey } from './component.js';

test.each(['app', 'visio-collab', '2fa', 'a'.repeat(63)])('%s is a key', (text) =>
  expect(isComponentKey(text)).toBe(true),
);

test.each(['', '-app', 'App', 'a b', 'é', 'app\n', 'a\0', 'a'.repeat(64)])('%j is none', (text) =>
  expect(isComponentKey(text)).toBe(false),
);
