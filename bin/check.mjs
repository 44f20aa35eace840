#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** What is looked at in order; the lanes run beside each other, since each keeps one processor busy. */
const LANES = [
  ['check:format', 'check:imports', 'check:types'],
  // The linter and the pages read the client's types, which are made from the built service.
  ['check:lint', 'check:admin'],
];

/** Runs the scripts of one lane until one fails; what they print comes out whole, not mixed with the other lane's. */
async function runLane(scripts) {
  for (const script of scripts) {
    const step = spawn('npm', ['run', '-s', script], { stdio: ['ignore', 'pipe', 'pipe'] });
    const printed = [];
    for (const stream of [step.stdout, step.stderr]) stream.on('data', (chunk) => printed.push(chunk));
    const [status] = await once(step, 'close');
    process.stdout.write(Buffer.concat(printed));
    if (status !== 0) {
      process.stdout.write(`npm run ${script} failed\n`);
      return false;
    }
  }
  return true;
}

const passed = await Promise.all(LANES.map(runLane));
process.exit(passed.every(Boolean) ? 0 : 1);
