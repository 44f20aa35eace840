import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { Database, rows } from '../database/database.js';

/** A request that holds its key longer than this has died with its process; the next one may take over. */
const LEASE_MS = 60_000;

type Claim = { readonly actor: string; readonly key: string; readonly route: string; readonly fingerprint: string };
type StoredRow = { fingerprint: string; response_status: number | null; response_body: string | null };

/** Keys of requests that must take effect once: claimed by INSERT before the work, answered from store afterwards. */
@Injectable()
export class IdempotencyService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Claims the key. Undefined means: do the work. An earlier answer comes back as it was. Throws
   * `idempotency_key_reused` for another request under the same key and `idempotency_in_progress` while the first runs.
   */
  async claim(claim: Claim): Promise<{ status: number; body: unknown } | undefined> {
    const now = this.clock.now();
    const leaseUntil = new Date(now.getTime() + LEASE_MS);
    const claimed = await rows(
      this.database.tx,
      `insert into idempotency_key (actor, key, route, fingerprint, lease_until, created_at)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (actor, key) do update set lease_until = excluded.lease_until
         where idempotency_key.response_status is null and idempotency_key.lease_until < $6
           and idempotency_key.fingerprint = excluded.fingerprint
       returning key`,
      [claim.actor, claim.key, claim.route, claim.fingerprint, leaseUntil, now],
    );
    if (claimed.length > 0) return undefined;
    const [stored] = await rows<StoredRow>(
      this.database.tx,
      'select fingerprint, response_status, response_body from idempotency_key where actor = $1 and key = $2',
      [claim.actor, claim.key],
    );
    if (stored !== undefined && stored.fingerprint !== claim.fingerprint) {
      throw new DomainError('unprocessable', 'idempotency_key_reused', 'This key was used for another request.');
    }
    if (stored === undefined || stored.response_status === null) {
      throw new DomainError('conflict', 'idempotency_in_progress', 'The first request with this key is still running.');
    }
    return {
      status: stored.response_status,
      body: stored.response_body === null ? undefined : JSON.parse(stored.response_body),
    };
  }

  async keep({ actor, key }: Pick<Claim, 'actor' | 'key'>, status: number, body: unknown): Promise<void> {
    await rows(
      this.database.tx,
      `update idempotency_key set response_status = $3, response_body = $4, lease_until = null
       where actor = $1 and key = $2`,
      [actor, key, status, body === undefined ? null : JSON.stringify(body)],
    );
  }

  /** A refused request keeps no key: corrected, it may come again under the same one. */
  async release({ actor, key }: Pick<Claim, 'actor' | 'key'>): Promise<void> {
    await rows(
      this.database.tx,
      'delete from idempotency_key where actor = $1 and key = $2 and response_status is null',
      [actor, key],
    );
  }
}
