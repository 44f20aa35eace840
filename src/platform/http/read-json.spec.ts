import { describe, expect, test } from '@jest/globals';
import { assert, jsonValue, pre, property } from 'fast-check';
import { DomainError } from '../../kernel/domain-error.js';
import { readJson } from './read-json.js';

function codesOf(text: string | Buffer): string[] {
  try {
    readJson(Buffer.from(text));
  } catch (error) {
    const refusal = error as DomainError;
    return [refusal.code, ...refusal.reasons.map((reason) => `${reason.path ?? ''} ${reason.code}`.trim())];
  }
  return [];
}

describe('readJson', () => {
  test('reads what JSON.parse reads', () => {
    assert(
      property(jsonValue({ noUnicodeString: false, maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        pre(!/__proto__|constructor|prototype|\\u0000|e\+|\d{16}/.test(text));
        expect(readJson(Buffer.from(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  test.each([
    ['{"a":{"__proto__":{"polluted":1}}}', ['body_not_safe', 'a.__proto__ key_not_allowed']],
    ['{"\\u005f_proto__":1}', ['body_not_safe', '__proto__ key_not_allowed']],
    ['[{"constructor":{"prototype":{}}}]', ['body_not_safe', '0.constructor key_not_allowed']],
    ['{"a":1e400,"b":9007199254740993}', ['body_not_safe', 'a number_too_large', 'b number_too_large']],
    ['{"a":"x\\u0000"}', ['body_not_safe', 'a nul_not_allowed']],
    ['{"a":', ['body_not_json']],
    ['', ['body_not_json']],
    [Buffer.from([0x22, 0xff, 0x22]), ['body_not_json']],
    [`${'['.repeat(32)}${']'.repeat(32)}`, []],
    [`${'['.repeat(33)}${']'.repeat(33)}`, ['body_not_safe', 'too_deep']],
    ['['.repeat(1 << 20), ['body_not_safe', 'too_deep']],
    [`{"a":"${'['.repeat(100)}\\"["}`, []],
  ])('%#', (text, codes) => expect(codesOf(text)).toEqual(codes));

  test('an object holds a thousand keys and no more', () => {
    const keys = (count: number): string =>
      JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 1])));
    expect(codesOf(keys(1000))).toEqual([]);
    expect(codesOf(keys(1001))).toEqual(['body_not_safe', 'too_many_keys']);
    expect(codesOf(keys(30_000))).toEqual(['body_not_safe', 'too_many_keys']);
  });

  test('no prototype is ever reached', () => {
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
