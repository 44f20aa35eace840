/** The parts of a PostgreSQL error that code may decide on. The message is for the log. */
type PgError = { readonly code: string; readonly constraint?: string; readonly message: string };

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
const FOREIGN_KEY_VIOLATION = '23503';
const UNIQUE_VIOLATION = '23505';
const CHECK_VIOLATION = '23514';
const EXCLUSION_VIOLATION = '23P01';
const QUERY_CANCELED = '57014';

/** Violations arrive from the driver, or wrapped by TypeORM, which keeps the driver's error in `driverError`. */
function pgError(error: unknown): PgError | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const source = 'driverError' in error ? error.driverError : error;
  if (typeof source !== 'object' || source === null || !('code' in source)) return undefined;
  return typeof source.code === 'string' && source.code.length === 5 ? (source as PgError) : undefined;
}

/** Citus names the constraint of a shard, `offer_one_live_102008`, sometimes only in the message: the shard is cut off. */
function violated(error: unknown, code: string): string | undefined {
  const found = pgError(error);
  if (found?.code !== code) return undefined;
  const name = found.constraint ?? /constraint "([^"]+)"/.exec(found.message)?.[1];
  return name?.replace(/_\d{6,}$/, '') ?? '';
}

/** The name of the unique constraint or index that an error broke (empty when unnamed), else undefined. */
export function uniqueViolation(error: unknown): string | undefined {
  return violated(error, UNIQUE_VIOLATION);
}

/** As `uniqueViolation`, for a foreign key. */
export function foreignKeyViolation(error: unknown): string | undefined {
  return violated(error, FOREIGN_KEY_VIOLATION);
}

/** As `uniqueViolation`, for a check. */
export function checkViolation(error: unknown): string | undefined {
  return violated(error, CHECK_VIOLATION);
}

/** As `uniqueViolation`, for an exclusion constraint: two ranges overlap. */
export function exclusionViolation(error: unknown): string | undefined {
  return violated(error, EXCLUSION_VIOLATION);
}

/** True when the transaction lost a race and may simply run again: a deadlock or a serialization failure. */
export function isLostRace(error: unknown): boolean {
  const code = pgError(error)?.code;
  return code === SERIALIZATION_FAILURE || code === DEADLOCK_DETECTED;
}

/** True when the server is away, starting or stopping, or the connection to it broke: later it may work again. */
export function isConnectionLost(error: unknown): boolean {
  const code = pgError(error)?.code ?? '';
  if (code.startsWith('08') || code.startsWith('57P')) return true;
  const source = typeof error === 'object' && error !== null && 'driverError' in error ? error.driverError : error;
  if (!(source instanceof Error)) return false;
  const system = 'code' in source ? String(source.code) : '';
  return (
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND'].includes(system) ||
    /^Connection terminated|timeout exceeded when trying to connect/.test(source.message)
  );
}

/** True when the server stopped the statement: its timeout, or a request to cancel. */
export function isCancelled(error: unknown): boolean {
  return pgError(error)?.code === QUERY_CANCELED;
}
