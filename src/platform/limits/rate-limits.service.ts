import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { Database } from '../database/database.js';
import { bucketOf, type RateLimit, refillMs } from './rate-limit.js';
import { takeFromBucket } from './rate-limits.sql.js';

/** What this process knows of a bucket: what it may still spend by itself, or until when there is nothing. */
type Purse = { left: number; validUntil: number; blockedUntil: number };

const MAX_PURSES = 10_000;
/** What is not spent by then is given up, so that a purse of long ago does not open a burst. */
const PURSE_MS = 60_000;

/** Limits that all processes share, in PostgreSQL; most takings are paid from a purse and do not ask it. */
@Injectable()
export class RateLimitsService {
  private readonly purses = new Map<string, Purse>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Takes one of the limit for the subject. Throws `rate_limited` with `retryAfterSeconds` when there is none. */
  async take(limit: RateLimit, subject: string): Promise<void> {
    const bucket = bucketOf(limit, subject);
    const now = this.clock.now();
    const purse = this.purseOf(bucket);
    if (purse.blockedUntil > now.getTime()) throw limited(purse.blockedUntil - now.getTime());
    if (purse.left > 0 && purse.validUntil > now.getTime()) {
      purse.left -= 1;
      return;
    }
    const lease = limit.lease ?? 1;
    const waitMs = await takeFromBucket(this.database.tx, bucket, {
      costMs: lease * refillMs(limit),
      capacityMs: limit.burst * refillMs(limit),
      now,
    });
    if (waitMs > 0) {
      // Until then the answer is known, and a flood is not passed on to the database.
      purse.blockedUntil = now.getTime() + waitMs;
      throw limited(waitMs);
    }
    purse.left += lease - 1;
    purse.validUntil = now.getTime() + PURSE_MS;
  }

  /** Takes one as `take` does; false in place of throwing. */
  async isLeft(limit: RateLimit, subject: string): Promise<boolean> {
    try {
      await this.take(limit, subject);
      return true;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'rate_limited') return false;
      throw error;
    }
  }

  private purseOf(bucket: string): Purse {
    const known = this.purses.get(bucket);
    if (known !== undefined) return known;
    const [oldest] = this.purses.keys();
    if (this.purses.size >= MAX_PURSES && oldest !== undefined) this.purses.delete(oldest);
    const purse = { left: 0, validUntil: 0, blockedUntil: 0 };
    this.purses.set(bucket, purse);
    return purse;
  }
}

function limited(waitMs: number): DomainError {
  const retryAfterSeconds = Math.ceil(waitMs / 1000);
  const message = `Too many requests; try again in ${retryAfterSeconds} s.`;
  return new DomainError('too_many', 'rate_limited', message, { details: { retryAfterSeconds } });
}
