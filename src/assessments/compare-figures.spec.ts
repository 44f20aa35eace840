import { expect, test } from '@jest/globals';
import { compareFigures } from './compare-figures.js';

const figures = (people: Record<string, number>) => ({
  customers: { degraded: 1 },
  meetings: {},
  people,
  personSeconds: {},
});

test('a change says by how much the other figures are higher or lower, also where one has no such class', () => {
  expect(compareFigures(figures({ degraded: 5, media_loss: 2 }), figures({ degraded: 7, unable_to_join: 1 }))).toEqual({
    customers: { degraded: 0 },
    meetings: {},
    people: { degraded: 2, media_loss: -2, unable_to_join: 1 },
    personSeconds: {},
  });
});
