import { createHash } from 'node:crypto';
import { DomainError } from '../../kernel/domain-error.js';

/** One migration: plain SQL, applied once, in the order of the names. */
export type Migration = { readonly name: string; readonly sql: string };

/** One that a database has, with the hash of the text that it had then. */
export type AppliedMigration = { readonly name: string; readonly sha256: string };

/**
 * What is left to apply, in the order given. Throws DomainError (`conflict`): `migration_changed` when an applied one has
 * another text now, `database_newer` when the database has one that this version does not know.
 */
export function pendingMigrations(
  wanted: readonly Migration[],
  applied: readonly AppliedMigration[],
): readonly Migration[] {
  const known = new Map(wanted.map((migration) => [migration.name, sha256(migration.sql)]));
  for (const { name, sha256: hash } of applied) {
    if (!known.has(name)) {
      const message = `The database has the migration ${name}, which this version does not know: run a newer version.`;
      throw new DomainError('conflict', 'database_newer', message, { details: { name } });
    }
    if (known.get(name) !== hash) {
      const message = `The migration ${name} changed after it was applied: restore its text, and add a new migration.`;
      throw new DomainError('conflict', 'migration_changed', message, { details: { name } });
    }
  }
  const done = new Set(applied.map(({ name }) => name));
  return wanted.filter(({ name }) => !done.has(name));
}

/** The SHA-256 of a text, in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
