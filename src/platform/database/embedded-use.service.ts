import { setTimeout as sleep } from 'node:timers/promises';
import { HomeLock } from './home-lock.service.js';
import { HomeUsers } from './home-users.service.js';
import { stopServer } from './postmaster.service.js';
import { isAlive } from './processes.service.js';

const LOCK_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 60_000;
const EXIT_ATTEMPTS = 40;
const PAUSE_MS = 50;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The uses of this process that did not end yet; they end when the process does. */
const uses = new Set<EmbeddedUse>();

/** One use of a home's server by this process, from its making under the home's lock until its end. */
export class EmbeddedUse {
  private readonly lock: HomeLock;
  private readonly users: HomeUsers;
  private readonly registration: string;
  private ending: Promise<void> | undefined;

  constructor(
    home: string,
    private readonly dataDirectory: string,
  ) {
    this.lock = new HomeLock(home);
    this.users = new HomeUsers(home);
    this.registration = this.users.add();
    if (uses.size === 0) watchProcess();
    uses.add(this);
  }

  /** Ends the use; the last user of the home stops the server and waits until it is down. */
  end(): Promise<void> {
    this.ending ??= this.leaveAndWait();
    return this.ending;
  }

  /** Ends the use of a start that failed, under the lock that it holds. */
  abandon(): void {
    this.leave();
  }

  /** Ends the use where nothing can be waited for: in a process that is about to end. */
  endNow(): void {
    if (!uses.has(this)) return;
    const held = this.lock.isOurs();
    let taken = held || this.lock.tryTake();
    for (let attempt = 1; !taken && attempt < EXIT_ATTEMPTS; attempt += 1) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
      taken = this.lock.tryTake();
    }
    if (!taken) return;
    this.leave();
    this.lock.release();
  }

  private async leaveAndWait(): Promise<void> {
    if (!uses.has(this)) return;
    await this.lock.take(LOCK_TIMEOUT_MS);
    try {
      const stopping = this.leave();
      if (stopping !== undefined) await waitForEnd(stopping);
    } finally {
      this.lock.release();
    }
  }

  private leave(): number | undefined {
    uses.delete(this);
    if (uses.size === 0) unwatchProcess();
    this.users.remove(this.registration);
    return this.users.isEmpty() ? stopServer(this.dataDirectory) : undefined;
  }
}

/** Waits until a server that was told to stop is gone, for a minute at most. */
export async function waitForEnd(pid: number): Promise<void> {
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (isAlive(pid) && Date.now() < deadline) await sleep(PAUSE_MS);
}

function endAll(): void {
  for (const use of uses) use.endNow();
}

/** Node dies of a signal without an exit event. Where the program has its own handler, the end is left to that. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  endAll();
  unwatchProcess();
  process.kill(process.pid, signal);
}

function watchProcess(): void {
  process.on('exit', endAll);
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function unwatchProcess(): void {
  process.off('exit', endAll);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}
