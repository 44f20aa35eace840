import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./use-embedded.ts', import.meta.url));
const TYPESCRIPT = new URL('./typescript.mjs', import.meta.url).href;

/** Another process that uses the embedded server of a home. */
export type EmbeddedChild = {
  readonly pid: number;
  readonly port: number;
  readonly url: string;
  readonly adopted: boolean;
  readonly process: ChildProcess;
};

/** Starts it and waits until it has its server. */
export async function startChild(home: string): Promise<EmbeddedChild> {
  const child = fork(PROGRAM, [home], { execArgv: ['--import', TYPESCRIPT] });
  const [said] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('the child ended before it had a server'))),
  ])) as [Omit<EmbeddedChild, 'process'>];
  return { ...said, process: child };
}

/** Ends it, by a message that it understands or by a signal, and waits until it is gone. */
export async function endChild(child: EmbeddedChild, how: 'stop' | 'exit' | NodeJS.Signals): Promise<void> {
  const gone = once(child.process, 'exit');
  if (how === 'stop' || how === 'exit') child.process.send(how);
  else child.process.kill(how);
  await gone;
}
