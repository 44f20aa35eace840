import { findViolations } from '../offers/invariants.sql.js';
import { RetentionService } from '../people/retention.service.js';
import { Database, row } from '../platform/database/database.js';
import { SettingsService } from '../platform/settings/settings.service.js';
import type { Session } from './session.js';

type Facts = {
  readonly version: string;
  readonly fsync: string;
  readonly dataDirectory: string | null;
  readonly sizeMegabytes: number;
  readonly customers: number;
  readonly components: number;
  readonly parkedMessages: number;
  readonly failedJobs: number;
};

/** `amends doctor`: looks at what Amends stands on and says what is not right. Exit code 1 when something is not. */
export async function examine({ app }: Session): Promise<void> {
  const facts = await row<Facts>(
    app.get(Database).tx,
    `select current_setting('server_version') as version, current_setting('fsync') as fsync,
       current_setting('data_directory', true) as "dataDirectory",
       (pg_database_size(current_database()) / 1048576)::int as "sizeMegabytes",
       (select count(*)::int from customer) as customers, (select count(*)::int from component) as components,
       (select count(*)::int from outbox_message where parked_at is not null) as "parkedMessages",
       (select count(*)::int from job where status = 'failed') as "failedJobs"`,
  );
  if (facts === undefined) throw new Error('a select of constants has always a row');
  const { sender } = await app.get(SettingsService).get();
  console.log(
    `PostgreSQL ${facts.version}, ${facts.sizeMegabytes} MB${facts.dataDirectory ? ` in ${facts.dataDirectory}` : ''}`,
  );
  console.log(`Node ${process.version}, ${facts.customers} customers, ${facts.components} components`);
  const { sessions, names, impacts } = await app.get(RetentionService, { strict: false }).get();
  console.log(`kept for: sessions ${sessions} days, names ${names} days, people of impacts ${impacts} days`);
  const violations = await findViolations(app.get(Database).tx);
  const findings = [
    facts.fsync !== 'on' && 'fsync is off: a power cut can lose what was acknowledged.',
    facts.components === 0 && 'There is no component yet: PUT /api/v1/components/{key} before importing meetings.',
    sender === null && 'No sender is set: letters cannot be sent until PUT /api/v1/settings names one.',
    facts.parkedMessages > 0 && `${facts.parkedMessages} messages are parked in the outbox: see last_error there.`,
    facts.failedJobs > 0 && `${facts.failedJobs} jobs have failed: see GET /api/v1/jobs.`,
    ...violations.map(({ invariant, subject }) => `${invariant}: not so for ${subject}.`),
  ].filter((finding) => finding !== false);
  for (const finding of findings) console.log(`! ${finding}`);
  if (findings.length > 0) process.exitCode = 1;
  else console.log('All is well.');
}
