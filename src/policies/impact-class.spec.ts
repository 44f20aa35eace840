import { expect, test } from '@jest/globals';
import { HIT_CLASSES, IMPACT_CLASSES } from './impact-class.js';

test('the classes that harm come first, in the same order', () => {
  expect(IMPACT_CLASSES.slice(0, HIT_CLASSES.length)).toEqual(HIT_CLASSES);
});
