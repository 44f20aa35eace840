import { resolve } from 'node:path';

/** Where the database is: an external one by its URL, else the embedded one of a home. */
export type DatabaseSettings = { readonly url: string | undefined; readonly home: string };

/** Reads `DATABASE_URL` and `AMENDS_HOME`; empty is as good as unset. The home is `.amends` in the folder by default. */
export function databaseSettings(env: Readonly<NodeJS.ProcessEnv>, folder: string): DatabaseSettings {
  return { url: env.DATABASE_URL || undefined, home: resolve(folder, env.AMENDS_HOME || '.amends') };
}
