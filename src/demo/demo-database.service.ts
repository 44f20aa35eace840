import { DomainError } from '../kernel/domain-error.js';
import { type Database, row, rows } from '../platform/database/database.js';
import { migrate } from '../platform/database/migrate.service.js';

/**
 * Empties the database for a new demo, when it holds nothing or an earlier demo. Throws `database_not_empty` for anybody
 * else's data, `demo_running` while another process uses it.
 */
export async function resetDemoDatabase(database: Database): Promise<void> {
  const found = await row<{ isDemo: boolean; isEmpty: boolean; others: number }>(
    database.tx,
    `select exists (select from setting where key = 'demo') as "isDemo",
       not exists (select from customer) and not exists (select from incident) as "isEmpty",
       (select count(distinct client_port)::int from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
            and state = 'idle' and application_name = 'amends' and backend_start < now() - interval '5 seconds') as others`,
  );
  if (found === undefined) throw new Error('a select of constants has always a row');
  if (!found.isDemo && !found.isEmpty) {
    throw new DomainError(
      'conflict',
      'database_not_empty',
      'This database holds data that no demo made. Take another one.',
    );
  }
  if (found.others > 0) {
    throw new DomainError('conflict', 'demo_running', 'A demo runs on this database already. Stop it first (Ctrl-C).');
  }
  for (const schema of ['graphile_worker', 'auth']) await rows(database.tx, `drop schema if exists ${schema} cascade`);
  await rows(database.tx, 'drop schema public cascade');
  await rows(database.tx, 'create schema public');
  await migrate(database.url);
  await rows(
    database.tx,
    `insert into setting (key, value, version, updated_by, updated_at) values ('demo', 'true', 1, 'demo', now())`,
  );
}
