import { DomainError } from './kernel/domain-error.js';
import { readEnv } from './platform/env/env.js';
import { makeFirstSecrets, startAmends, stopOnSignals } from './start.js';

try {
  const env = readEnv(process.env);
  const running = await startAmends(env, { listen: true });
  stopOnSignals(running);
  const { signIn, key } = await makeFirstSecrets(running.app, env);
  if (signIn !== undefined) {
    console.log(`The first administrator signs in as ${signIn.email} with this password, shown this once:\n`);
    console.log(`  ${signIn.password}\n`);
  }
  if (key !== undefined) console.log(`The first API key, shown this once:\n\n  ${key}\n`);
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
