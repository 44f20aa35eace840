import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource, type EntitySchema } from 'typeorm';
import { DomainError } from '../../kernel/domain-error.js';
import { withLastWork } from './before-commit.js';
import { isLostRace } from './pg-errors.js';
import { typeParsers } from './pg-types.js';
import { requireServer, type ServerFacts } from './server-requirements.js';
import { row, rows, type Tx } from './tx.sql.js';

export type EntityClass = (new () => object) | EntitySchema;

export type DatabaseOptions = {
  readonly url: string;
  /** The classes whose tables TypeORM may map; the migrations, never TypeORM, make the tables. */
  readonly entities?: readonly EntityClass[];
  /** Connections at most; default 10. */
  readonly poolSize?: number;
  /** A statement is stopped after this long; 0 is never, for commands and jobs. Default 30 s. */
  readonly statementTimeoutMs?: number;
  /** A transaction that waits for us is ended after this long; 0 is never. Default 30 s. */
  readonly idleInTransactionTimeoutMs?: number;
};

/** Limits of one transaction in place of the connection's own. */
export type TransactionLimits = {
  readonly statementTimeoutMs?: number;
  readonly idleInTransactionTimeoutMs?: number;
};

const POOL_SIZE = 10;
const TIMEOUT_MS = 30_000;
const CONNECT_TIMEOUT_MS = 10_000;
/**
 * The steps of an assessment stay in memory between one and the next. It is taken as temporary tables need it, and given
 * back with the connection, which ends when nobody has used it for some seconds.
 */
const TEMP_BUFFERS = '256MB';
const ATTEMPTS = 6;
const FIRST_PAUSE_MS = 20;

/** The door to PostgreSQL: transactions, and the data source for libraries that want it. */
export class Database {
  constructor(
    readonly dataSource: DataSource,
    readonly url: string,
  ) {}

  /** Runs single statements, each by itself, outside any transaction. */
  get tx(): Tx {
    return this.dataSource.manager;
  }

  /**
   * One use case, one transaction (READ COMMITTED). `work` runs again, up to five times, when it lost a race (deadlock,
   * serialization failure), so everything it does must be inside the transaction.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>, limits: TransactionLimits = {}): Promise<T> {
    return this.retrying(() =>
      this.dataSource.transaction(async (tx) => {
        await setLimits(tx, limits);
        return withLastWork(tx, work);
      }),
    );
  }

  /** Several reads of one moment: a read-only snapshot (REPEATABLE READ). A write inside fails. */
  read<T>(work: (tx: Tx) => Promise<T>, limits: TransactionLimits = {}): Promise<T> {
    return this.retrying(() =>
      this.dataSource.transaction('REPEATABLE READ', async (tx) => {
        await rows(tx, 'set transaction read only');
        await setLimits(tx, limits);
        return work(tx);
      }),
    );
  }

  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  private async retrying<T>(attempt: () => Promise<T>): Promise<T> {
    for (let count = 1; ; count += 1) {
      try {
        return await attempt();
      } catch (error) {
        if (count >= ATTEMPTS || !isLostRace(error)) throw error;
        await sleep(FIRST_PAUSE_MS * 2 ** (count - 1) * (0.5 + Math.random()));
      }
    }
  }
}

/**
 * Connects, and refuses (`database_…`) a server that cannot be reached or on which Amends must not run. The caller closes
 * it. Makes no table.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: options.url,
    entities: [...(options.entities ?? [])],
    synchronize: false,
    installExtensions: false,
    logging: false,
    applicationName: 'amends',
    poolSize: options.poolSize ?? POOL_SIZE,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    extra: {
      types: typeParsers,
      // Said once for the connection and not in every transaction, which would be a round trip each.
      options: `-c timezone=UTC -c default_transaction_isolation=read\\ committed -c temp_buffers=${TEMP_BUFFERS}`,
      statement_timeout: options.statementTimeoutMs ?? TIMEOUT_MS,
      idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs ?? TIMEOUT_MS,
    },
  });
  await connect(dataSource, options.url);
  try {
    requireServer(await serverFacts(dataSource.manager));
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return new Database(dataSource, options.url);
}

async function connect(dataSource: DataSource, url: string): Promise<void> {
  try {
    await dataSource.initialize();
  } catch (error) {
    const place = URL.canParse(url) ? `${new URL(url).host}${new URL(url).pathname}` : 'of DATABASE_URL';
    const message = `The database ${place} cannot be used (${wordsOf(error)}). Check DATABASE_URL and the server.`;
    throw new DomainError('unavailable', 'database_unreachable', message, { cause: error });
  }
}

/** Node says of several failed addresses only that they failed, unless each is asked. */
function wordsOf(error: unknown): string {
  const errors = error instanceof AggregateError ? error.errors : [error];
  return errors.map((each) => (each instanceof Error ? each.message : String(each))).join('; ');
}

async function serverFacts(tx: Tx): Promise<ServerFacts> {
  const facts = await row<ServerFacts>(
    tx,
    `select current_setting('server_version_num')::int as "versionNumber", current_setting('fsync') as fsync,
            current_setting('full_page_writes') as "fullPageWrites", current_setting('server_encoding') as encoding`,
  );
  if (facts === undefined) throw new Error('the server did not answer');
  return facts;
}

async function setLimits(tx: Tx, limits: TransactionLimits): Promise<void> {
  if (limits.statementTimeoutMs !== undefined) {
    await rows(tx, `select set_config('statement_timeout', $1, true)`, [String(limits.statementTimeoutMs)]);
  }
  if (limits.idleInTransactionTimeoutMs !== undefined) {
    const value = String(limits.idleInTransactionTimeoutMs);
    await rows(tx, `select set_config('idle_in_transaction_session_timeout', $1, true)`, [value]);
  }
}
