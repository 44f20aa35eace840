import { register } from 'node:module';

/** `node --import ./test/support/typescript.mjs FILE.ts` runs our TypeScript in a plain Node, for child processes. */
register('./typescript-hooks.mjs', import.meta.url);
