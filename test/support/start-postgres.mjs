import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/**
 * One server for the run, kept by a process of its own, which ends with this one even when this one is killed. What it
 * tells, where the server and the template are, goes into the environment of the tests.
 */
export default async function startPostgres() {
  const folder = join(process.cwd(), 'test', 'support');
  const keeper = fork(join(folder, 'keep-postgres.ts'), { execArgv: ['--import', join(folder, 'typescript.mjs')] });
  const [told] = await Promise.race([
    once(keeper, 'message'),
    once(keeper, 'exit').then(() => Promise.reject(new Error('the test database did not start: see above'))),
  ]);
  Object.assign(process.env, told);
  globalThis.amendsTestKeeper = keeper;
}
