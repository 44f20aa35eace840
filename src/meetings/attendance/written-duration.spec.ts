import { expect, test } from '@jest/globals';
import { readDurationSeconds } from './written-duration.js';

test.each([
  ['1h 30m 51s', 5451],
  ['18 min 20 s', 1100],
  ['1 hr 2 min', 3720],
  ['01:02:03', 3723],
  ['60', 3600],
  ['', null],
  ['a while', null],
])('the duration %p is %p s', (text, seconds) => expect(readDurationSeconds(text)).toBe(seconds));
