import type { DatabaseSettings } from './database-settings.js';
import { openDatabase, type Database, type DatabaseOptions } from './database.service.js';
import { startEmbedded } from './embedded.service.js';
import { migrate } from './migrate.service.js';

/** A database in use: close it once, at the end of the process. */
export class RunningDatabase {
  constructor(
    readonly database: Database,
    private readonly stopServer: () => Promise<void>,
  ) {}

  async close(): Promise<void> {
    await this.database.close();
    await this.stopServer();
  }
}

/**
 * What every program of Amends begins with: the external database, or the embedded one started, checked and migrated,
 * then opened. Whatever fails on the way is undone.
 */
export async function startDatabase(
  settings: DatabaseSettings,
  options: Omit<DatabaseOptions, 'url'> = {},
): Promise<RunningDatabase> {
  const { url, stop } = settings.url === undefined ? await startEmbedded(settings) : external(settings.url);
  try {
    const database = await openDatabase({ ...options, url });
    try {
      await migrate(url);
    } catch (error) {
      await database.close();
      throw error;
    }
    return new RunningDatabase(database, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

function external(url: string): { readonly url: string; readonly stop: () => Promise<void> } {
  return { url, stop: () => Promise.resolve() };
}
