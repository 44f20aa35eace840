import { DomainError } from '../kernel/domain-error.js';
import type { Secrets } from '../platform/env/secrets.service.js';
import { DELIVERY_TIMING, type DeliveryTiming } from './next-attempt.js';

/** Secrets of billing have names that begin so: no other variable can be asked for through a connection. */
export const SECRET_NAME = /^AMENDS_BILLING_SECRET_[A-Z0-9_]{1,80}$/;

type Source = Readonly<Record<string, string | undefined>>;

/** What billing reads from the environment: its secrets and its times. */
export class BillingEnvironment {
  readonly timing: DeliveryTiming;

  constructor(
    private readonly secrets: Secrets,
    source: Source,
  ) {
    this.timing = {
      ...DELIVERY_TIMING,
      ...milliseconds(source, {
        pollMs: 'AMENDS_BILLING_POLL_MS',
        leaseMs: 'AMENDS_BILLING_LEASE_MS',
        timeoutMs: 'AMENDS_BILLING_TIMEOUT_MS',
        firstRetryMs: 'AMENDS_BILLING_RETRY_MS',
        unknownMs: 'AMENDS_BILLING_UNKNOWN_MS',
      }),
    };
  }

  /** The secret of a name; undefined when there is none, or none that can be read. */
  secret(name: string): string | undefined {
    if (!SECRET_NAME.test(name)) return undefined;
    try {
      return this.secrets.find(name) || undefined;
    } catch (error) {
      // Whoever asks says which secrets are missing, all at once.
      if (error instanceof DomainError) return undefined;
      throw error;
    }
  }
}

function milliseconds<Names extends Partial<Record<keyof DeliveryTiming, string>>>(
  source: Source,
  names: Names,
): Partial<DeliveryTiming> {
  return Object.fromEntries(
    Object.entries(names).flatMap(([field, name]) => {
      const value = Number(source[name] ?? '');
      return Number.isSafeInteger(value) && value > 0 ? [[field, value]] : [];
    }),
  );
}
