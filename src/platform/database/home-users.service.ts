import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identityOf, isIdentityAlive } from './home-lock.service.js';

let registrations = 0;

/**
 * Who uses the server of a home: a file for each use, which names its process. Read and written only under the home's
 * lock. The last user to leave stops the server, whether it started it or found it running.
 */
export class HomeUsers {
  private readonly folder: string;

  constructor(home: string) {
    this.folder = join(home, 'postgres-users');
  }

  /** Enters a use by this process; gives what `remove` needs. */
  add(): string {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    registrations += 1;
    const path = join(this.folder, `${process.pid}-${registrations}`);
    writeFileSync(path, identityOf(process.pid), { mode: 0o600 });
    return path;
  }

  remove(registration: string): void {
    rmSync(registration, { force: true });
  }

  /** True when nobody who lives uses the server. Forgets the dead. */
  isEmpty(): boolean {
    let living = 0;
    for (const name of this.names()) {
      const path = join(this.folder, name);
      if (isIdentityAlive(readFileSync(path, 'utf8'))) living += 1;
      else rmSync(path, { force: true });
    }
    return living === 0;
  }

  private names(): string[] {
    try {
      return readdirSync(this.folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }
}
