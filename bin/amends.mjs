#!/usr/bin/env node
import { buildAllWhenNeeded, buildWhenNeeded } from './build-when-needed.mjs';

// The demo serves the pages; every other command is of the terminal.
if (process.argv[2] === 'demo') buildAllWhenNeeded();
else buildWhenNeeded();
await import('../dist/cli.js');
