/**
 * What the tests import as `@jest/globals`. The runner starts no context of its own for each file and puts these on the
 * global object; `typescript-hooks.mjs` leads the import here.
 */
import { addEventHandler } from 'jest-circus';

const USUAL_LIMIT_MS = 60_000;

/** What a file allows its tests when it says nothing at the test itself. */
const limitsByFile = new Map();

/** The runner waits for ever; a test or a hook that hangs has to fail, or the whole run would. */
function withinLimit(step, limitMs) {
  const { fn } = step;
  step.fn = async () => {
    let timer;
    const tooLate = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`took longer than ${limitMs} ms`)), limitMs);
    });
    try {
      return await Promise.race([fn(), tooLate]);
    } finally {
      clearTimeout(timer);
    }
  };
}

addEventHandler(({ name, fn, timeout }, { currentDescribeBlock }) => {
  if (name !== 'add_test' && name !== 'add_hook') return;
  if (fn === undefined) return;
  const added = name === 'add_test' ? currentDescribeBlock.children : currentDescribeBlock.hooks;
  withinLimit(added.at(-1), timeout ?? limitsByFile.get(expect.getState().testPath) ?? USUAL_LIMIT_MS);
});

/** A longer limit for everything that the file declares after it. */
function setLimit(limitMs) {
  limitsByFile.set(expect.getState().testPath, limitMs);
}

export const { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } = globalThis;
export const jest = { ...globalThis.jest, setTimeout: setLimit };
