import { DomainError, type Reason } from '../../kernel/domain-error.js';

/** What the server says of itself: `server_version_num` (180004 is 18.4), and its settings as `show` prints them. */
export type ServerFacts = {
  readonly versionNumber: number;
  readonly fsync: string;
  readonly fullPageWrites: string;
  readonly encoding: string;
};

const OLDEST_VERSION_NUMBER = 150000;

/**
 * Refuses a server on which Amends must not run, naming every fault: older than PostgreSQL 15, one that may lose
 * committed money in a crash (`fsync` or `full_page_writes` off), or a database that cannot hold every name (not UTF8).
 */
export function requireServer({ versionNumber, fsync, fullPageWrites, encoding }: ServerFacts): void {
  const reasons: Reason[] = [];
  if (!(versionNumber >= OLDEST_VERSION_NUMBER)) {
    const message = `PostgreSQL 15 or newer is needed; the server says ${Math.floor(versionNumber / 10000)}.`;
    reasons.push({ code: 'database_too_old', message });
  }
  if (fsync !== 'on') {
    reasons.push({ code: 'database_unsafe', message: 'The server runs with fsync=off: a crash could lose credits.' });
  }
  if (fullPageWrites !== 'on') {
    const message = 'The server runs with full_page_writes=off: a crash could damage the data.';
    reasons.push({ code: 'database_unsafe', message });
  }
  if (encoding !== 'UTF8') {
    reasons.push({ code: 'database_encoding', message: `The database must be in UTF8; it is in ${encoding}.` });
  }
  const [first] = reasons;
  if (first === undefined) return;
  throw new DomainError('unavailable', first.code, reasons.map((reason) => reason.message).join(' '), { reasons });
}
