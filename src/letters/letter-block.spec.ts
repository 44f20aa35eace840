import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { paginate, stackHeight, type Block } from './letter-block.js';

const block = (height: number, gap = 0, keepWithNext = false): Block => ({ height, gap, keepWithNext, draw: () => {} });
const PAPER = { firstTop: 100, nextTop: 20, bottom: 200 };

describe('pages', () => {
  test('one column fits when its stack does', () => {
    const blocks = [block(50, 10), block(40, 10)];
    expect(stackHeight(blocks)).toBe(100);
    expect(paginate(blocks, PAPER).map((page) => page.map(({ top }) => top))).toEqual([[100, 160]]);
  });

  test('a heading goes with what it heads', () => {
    const blocks = [block(80), block(10, 5, true), block(20, 5)];
    expect(paginate(blocks, PAPER).map((page) => page.map(({ top }) => top))).toEqual([[100], [20, 35]]);
  });

  test('begin with the head of the table that goes on there', () => {
    const head = block(10);
    const rows = [block(10, 0, true), ...Array.from({ length: 3 }, () => ({ ...block(40), head }))];
    const tops = paginate(rows, { ...PAPER, firstTop: 100 }).map((page) => page.map(({ top }) => top));
    expect(tops).toEqual([
      [100, 110, 150],
      [20, 30],
    ]);
    expect(paginate(rows, PAPER)[1]?.[0]?.block).toBe(head);
  });

  test('hold every block once, in order, above the foot, with no heading last', () => {
    const blocks = fc.array(
      fc.record({ height: fc.integer({ min: 1, max: 40 }), gap: fc.integer({ min: 0, max: 9 }), keeps: fc.boolean() }),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(blocks, (specs) => {
        // A heading is followed by something that is none, as in a letter.
        const column = specs.flatMap(({ height, gap, keeps }) => [
          ...(keeps ? [block(height, gap, true)] : []),
          block(height, gap),
        ]);
        const pages = paginate(column, PAPER);
        expect(pages.flat().map((placed) => placed.block)).toEqual(column);
        for (const page of pages) {
          const last = page.at(-1);
          expect(last?.block.keepWithNext).toBe(false);
          expect((last?.top ?? 0) + (last?.block.height ?? 0)).toBeLessThanOrEqual(PAPER.bottom);
        }
      }),
    );
  });
});
