import { DomainError } from './kernel/domain-error.js';
import { readEnv } from './platform/env/env.js';
import { startAmends, stopOnSignals } from './start.js';

try {
  const running = await startAmends(readEnv(process.env), { listen: true });
  stopOnSignals(running);
  if (running.firstKey !== undefined) {
    console.log(`The first API key, shown this once:\n\n  ${running.firstKey}\n`);
  }
  console.log(
    running.url === undefined
      ? 'Amends works.'
      : `Amends listens at ${running.url}, its API is described at ${running.url}/api/docs`,
  );
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  console.error([error.message, ...error.reasons.map((reason) => `  ${reason.path}: ${reason.message}`)].join('\n'));
  process.exitCode = 1;
}
