#!/usr/bin/env node
import { buildAllWhenNeeded } from './build-when-needed.mjs';

buildAllWhenNeeded();
await import('../dist/main.js');
