import { describe, expect, test } from '@jest/globals';
import { isHeaderText, isMailAddress, plusAddress } from './mail-address.js';

const HOSTILE = [
  '',
  '@',
  'a',
  'a@',
  '@b.example',
  'a@b',
  'a@b.example,c@d.example',
  'a@b.example c@d.example',
  'a@b.example;c@d.example',
  'A <a@b.example>',
  '<a@b.example>',
  'group: a@b.example;',
  '"a@evil.example"@b.example',
  '"a b"@b.example',
  'a(comment)@b.example',
  'a@(comment)b.example',
  'a@[127.0.0.1]',
  'a@[IPv6:::1]',
  'a@127.0.0.1',
  'a@b.example\r\nBcc: c@d.example',
  'a@b.example\nRCPT TO:<c@d.example>',
  'a\r\n@b.example',
  'a@b.example\0',
  'a\0@b.example',
  'a@b..example',
  '.a@b.example',
  'a.@b.example',
  'a..c@b.example',
  'a@-b.example',
  'a@b-.example',
  'a@b_c.example',
  'a@b.example>',
  'a b@b.example',
  'a@b .example',
  ' a@b.example',
  'a@b.example ',
  `${'a'.repeat(65)}@b.example`,
  `a@${'b'.repeat(64)}.example`,
  `a@${'b.'.repeat(130)}example`,
  'xn--@xn--.xn--',
  'a@b.example\u2028',
  'a\\@b.example',
  'a@b@c.example',
  '\u202Ea@b.example',
  'é@b.example',
];

describe('one plain address', () => {
  test.each(HOSTILE)('%j is not, and says so at once', (text) => {
    const startedAt = performance.now();
    expect(isMailAddress(text)).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(50);
  });

  test.each(['a@b.example', "o'hara+desk@sub.b-c.example", 'a.b.c@b.co', 'info@élan.example'])('%s is', (text) => {
    expect(isMailAddress(text)).toBe(true);
  });

  test('an adversarial length is refused at once', () => {
    const startedAt = performance.now();
    expect(isMailAddress(`${'a.'.repeat(25_000)}@b.example`)).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(50);
  });
});

test.each(['a\r\nBcc: x', 'a\nb', 'a\rb', 'a\0', '\u0085', '\u2028', 'x'.repeat(501), '\uD800'])(
  '%j stands in no header',
  (text) => expect(isHeaderText(text)).toBe(false),
);

test('a plus address keeps its domain', () => {
  expect(isHeaderText('Élodie « Lefèvre » & Co')).toBe(true);
  expect(plusAddress('desk@b.example', 'c1')).toBe('desk+c1@b.example');
});
