import { rm } from 'node:fs/promises';
import { DomainError } from '../../kernel/domain-error.js';
import { dataPlaceOf } from './embedded-cluster.service.js';
import { waitForEnd } from './embedded-use.service.js';
import { HomeLock } from './home-lock.service.js';
import { HomeUsers } from './home-users.service.js';
import { stopServer } from './postmaster.service.js';

const LOCK_TIMEOUT_MS = 10_000;

/**
 * Removes a home for good: its database, wherever it is kept, and everything else in it. A server left by a killed
 * process is stopped first. Refuses (`database_in_use`) while a process uses it. For homes that were made to be thrown
 * away: removing only the folder would leave what is kept elsewhere.
 */
export async function removeHome(home: string): Promise<void> {
  const lock = new HomeLock(home);
  await lock.take(LOCK_TIMEOUT_MS);
  try {
    if (!new HomeUsers(home).isEmpty()) {
      throw new DomainError('conflict', 'database_in_use', `A process uses the database of ${home}: stop it first.`);
    }
    const place = await dataPlaceOf(home);
    const stopping = stopServer(`${place}/postgres`);
    if (stopping !== undefined) await waitForEnd(stopping);
    await rm(place, { recursive: true, force: true });
    await rm(home, { recursive: true, force: true });
  } finally {
    lock.release();
  }
}
