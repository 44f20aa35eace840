import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { isServerOf } from './embedded-settings.js';

/** True when a process of this number lives, ours or another user's. A zombie does not live. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return statFields(pid)?.[0] !== 'Z';
}

/**
 * What tells a process from a later one with the same number: on Linux the boot and the tick at which it began, elsewhere
 * the time at which it began. Empty when it is gone or the system does not tell.
 */
export function beginningOf(pid: number): string {
  const ticks = statFields(pid)?.[19];
  if (ticks !== undefined) return `${readText('/proc/sys/kernel/random/boot_id').trim()}/${ticks}`;
  if (process.platform === 'linux' || process.platform === 'win32') return '';
  return runPs(['-o', 'lstart=', '-p', String(pid)]).trim();
}

/**
 * The processes of the server of a data directory, with what remains of one that was killed; undefined where the system
 * does not list them.
 */
export function serverProcesses(dataDirectory: string): number[] | undefined {
  if (process.platform === 'win32') return undefined;
  if (process.platform === 'linux') {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => isServerOf(dataDirectory, readText(`/proc/${pid}/cmdline`).split('\0')));
  }
  const lines = runPs(['-axww', '-o', 'pid=,command=']).split('\n');
  return lines.flatMap((line) => {
    const [, pid, command = ''] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    const isServer = isServerOf(dataDirectory, [command]) || isServerOf(dataDirectory, command.split(' '));
    return isServer ? [Number(pid)] : [];
  });
}

/** The fields of /proc/PID/stat from the state on: the name before it may hold anything. */
function statFields(pid: number): string[] | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  return stat === '' ? undefined : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function runPs(args: readonly string[]): string {
  try {
    return execFileSync('ps', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}
