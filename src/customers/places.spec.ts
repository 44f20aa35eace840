import { expect, test } from '@jest/globals';
import { canonicalLocale, isTimeZone } from './places.js';

test.each([
  ['Europe/Paris', true],
  ['Asia/Kolkata', true],
  ['Asia/Calcutta', true],
  ['America/Argentina/Buenos_Aires', true],
  ['UTC', true],
  ['Europe/Lutece', false],
  ['Europe/Paris\n', false],
  ['CEST', false],
  ['AET', false],
  ['+02:00', false],
  ['GMT+1', false],
  ['SystemV/PST8PDT', false],
  ['', false],
])('%p is a time zone: %p', (name, expected) => expect(isTimeZone(name)).toBe(expected));

test.each([
  ['fr-FR', 'fr-FR'],
  ['fr-fr', 'fr-FR'],
  ['en', 'en'],
  ['zh-hant-tw', 'zh-Hant-TW'],
  ['fr_FR', undefined],
  ['french', 'french'],
  ['x', undefined],
  ['', undefined],
])('the locale %p is %p', (tag, expected) => expect(canonicalLocale(tag)).toBe(expected));
