import type { LetterSheet } from './letter-sheet.js';

/** A piece of a letter that is never cut: its height in points, and how it is drawn once it has its place. */
export type Block = {
  readonly height: number;
  /** Space above it, unless it is the first of its page. */
  readonly gap: number;
  /** A heading stays with what it heads. */
  readonly keepWithNext?: boolean;
  /** What is drawn again above it where a page begins with it: the head of its table. */
  readonly head?: Block;
  readonly draw: (sheet: LetterSheet, top: number) => void;
};

export type PlacedBlock = { readonly block: Block; readonly top: number };

/** The height of blocks in one column. */
export function stackHeight(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block, index) => sum + block.height + (index === 0 ? 0 : block.gap), 0);
}

/**
 * Puts blocks on pages, from `firstTop` on the first and `nextTop` on the others, down to `bottom`. A block that does
 * not fit moves to the next page with the headings above it, and, in the midst of a table, under the table's head once
 * more; one taller than a page runs over its foot rather than vanish.
 */
export function paginate(
  blocks: readonly Block[],
  { firstTop, nextTop, bottom }: { firstTop: number; nextTop: number; bottom: number },
): readonly (readonly PlacedBlock[])[] {
  let page: PlacedBlock[] = [];
  const pages = [page];
  let y = firstTop;
  for (const group of keptGroups(blocks)) {
    const gap = page.length === 0 ? 0 : (group[0]?.gap ?? 0);
    if (y + gap + stackHeight(group) > bottom && page.length > 0) {
      page = [];
      pages.push(page);
      y = nextTop;
      const head = group[0]?.head;
      if (head !== undefined) {
        page.push({ block: head, top: y });
        y += head.height;
      }
    }
    for (const block of group) {
      if (page.length > 0) y += block.gap;
      page.push({ block, top: y });
      y += block.height;
    }
  }
  return pages;
}

function keptGroups(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const groups: Block[][] = [];
  let open: Block[] | undefined;
  for (const block of blocks) {
    if (open === undefined) groups.push((open = []));
    open.push(block);
    if (block.keepWithNext !== true) open = undefined;
  }
  return groups;
}
