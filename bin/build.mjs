#!/usr/bin/env node
import { buildAllWhenNeeded, writeClientTypes } from './build-when-needed.mjs';

/** `node bin/build.mjs` builds everything; `--types` only what the type check of the pages needs. */
if (process.argv.includes('--types')) writeClientTypes();
else buildAllWhenNeeded();
