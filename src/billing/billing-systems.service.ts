import { Injectable } from '@nestjs/common';
import { DomainError } from '../kernel/domain-error.js';
import type { BillingConnectionEntity } from './billing-connection.entity.js';
import { BillingEnvironment } from './billing-environment.service.js';
import type { BillingSystem, ConnectionKind, OpenConnection } from './billing-system.js';
import { LagoSystem } from './lago-system.service.js';
import { StripeSystem } from './stripe-system.service.js';
import { WebhookSystem } from './webhook-system.service.js';

/** The adapter of each kind that is sent to, and connections opened with their secrets. */
@Injectable()
export class BillingSystems {
  private readonly systems: Readonly<Partial<Record<ConnectionKind, BillingSystem>>>;

  constructor(
    private readonly environment: BillingEnvironment,
    stripe: StripeSystem,
    lago: LagoSystem,
    webhook: WebhookSystem,
  ) {
    this.systems = { stripe, lago, webhook };
  }

  /** Throws `billing_not_sent_to` (conflict) for a kind whose entries are fetched. */
  of(kind: ConnectionKind): BillingSystem {
    const system = this.systems[kind];
    if (system !== undefined) return system;
    throw new DomainError('conflict', 'billing_not_sent_to', `A ${kind} connection is not sent to.`);
  }

  /** A connection with its secrets. Throws `secret_missing` (unprocessable) with the names that hold nothing. */
  open(
    connection: Pick<BillingConnectionEntity, 'id' | 'kind' | 'baseUrl'> & { readonly secretNames: readonly string[] },
  ): OpenConnection {
    const { id, kind, baseUrl } = connection;
    return {
      id,
      kind,
      baseUrl,
      secrets: this.secrets(connection.secretNames),
      timeoutMs: this.environment.timing.timeoutMs,
    };
  }

  /** The secrets of these names. Throws `secret_missing` (unprocessable) with the names that hold nothing. */
  secrets(names: readonly string[]): readonly string[] {
    const missing = names.filter((name) => this.environment.secret(name) === undefined);
    if (missing.length > 0) {
      throw new DomainError('unprocessable', 'secret_missing', 'The environment holds no secret of this name.', {
        reasons: missing.map((name) => ({
          path: 'secretNames',
          code: 'secret_missing',
          message: `Set ${name}, or ${name}_FILE, and start again.`,
        })),
      });
    }
    return names.flatMap((name) => this.environment.secret(name) ?? []);
  }
}
