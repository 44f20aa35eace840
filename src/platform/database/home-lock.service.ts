import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '../../kernel/domain-error.js';
import { beginningOf, isAlive } from './processes.service.js';

const PAUSE_MS = 50;

/** A process as a file names it: its number and when it began, because numbers are used again. */
export function identityOf(pid: number): string {
  return `${pid} ${beginningOf(pid)}\n`;
}

/** True when the process that a file names still lives. */
export function isIdentityAlive(identity: string): boolean {
  const pid = Number(/^(\d+) /.exec(identity)?.[1] ?? 0);
  return pid > 0 && isAlive(pid) && identityOf(pid) === identity;
}

/**
 * A lock between processes of one home, held while the server is started or stopped. It is a file that names its holder;
 * one whose holder is gone is taken over.
 */
export class HomeLock {
  private readonly path: string;

  constructor(home: string) {
    this.path = join(home, 'postgres.lock');
  }

  /** Takes the lock, waiting for a living holder. Refuses (`database_unreachable`) when it waited too long. */
  async take(timeoutMs: number): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!this.tryTake()) {
      if (Date.now() > deadline) {
        const message = `Another process holds ${this.path} and neither starts nor stops the database: ${this.holder()?.trim() ?? 'nobody'}.`;
        throw new DomainError('unavailable', 'database_unreachable', message);
      }
      await sleep(PAUSE_MS);
    }
  }

  /** Takes the lock if it is free or its holder is gone. Never waits. */
  tryTake(): boolean {
    const holder = this.holder();
    if (holder !== undefined && isIdentityAlive(holder)) return false;
    const claim = `${this.path}.${randomUUID()}`;
    try {
      if (holder !== undefined) this.clear(holder, claim);
      writeFileSync(claim, identityOf(process.pid), { mode: 0o600 });
      linkSync(claim, this.path);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    } finally {
      rmSync(claim, { force: true });
    }
  }

  release(): void {
    if (this.isOurs()) rmSync(this.path, { force: true });
  }

  isOurs(): boolean {
    return this.holder() === identityOf(process.pid);
  }

  /** Takes a dead holder's lock away; if a living process was quicker, puts back what turns out to be its lock. */
  private clear(expected: string, aside: string): void {
    try {
      renameSync(this.path, aside);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw error;
    }
    if (readFileSync(aside, 'utf8') !== expected) linkSync(aside, this.path);
    rmSync(aside);
  }

  private holder(): string | undefined {
    try {
      return readFileSync(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }
}
