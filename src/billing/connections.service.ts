import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError, notFound, type Reason } from '../kernel/domain-error.js';
import { isId, newId } from '../kernel/ids.js';
import type { Actor } from '../platform/access/actor.js';
import type { AuditAction } from '../platform/audit/audit-actions.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database, type Tx, uniqueViolation } from '../platform/database/database.js';
import { assertVersion } from '../platform/http/if-match.js';
import { OutgoingService } from '../platform/outgoing/outgoing.service.js';
import { connectionFaults, type ConnectionInput } from './billing-connection.js';
import { BillingConnectionEntity } from './billing-connection.entity.js';
import { BillingEnvironment } from './billing-environment.service.js';
import { CAPABILITIES, type Capabilities, NoAnswer } from './billing-system.js';
import { BillingSystems } from './billing-systems.service.js';
import {
  clearDefault,
  type ConnectionCounts,
  countOfConnection,
  deleteConnection,
  disableConnection,
  isConnectionUsed,
  lockConnections,
} from './connections.sql.js';
import { routeDeliveries } from './deliveries.sql.js';

type StoredConnection = { readonly [Field in keyof BillingConnectionEntity]: BillingConnectionEntity[Field] };

/** A connection as it is shown; of secrets only the names. */
export type ShownConnection = StoredConnection & { readonly capabilities: Capabilities };
export type ConnectionDetail = ShownConnection & ConnectionCounts;

/** What the test button says. */
export type ConnectionTest = { readonly ok: boolean; readonly code: string; readonly message: string };

/** Billing systems that credits go to. */
@Injectable()
export class ConnectionsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly environment: BillingEnvironment,
    private readonly systems: BillingSystems,
    private readonly outgoing: OutgoingService,
    private readonly audit: AuditService,
  ) {}

  /** Every connection, by name. */
  async list(): Promise<readonly ShownConnection[]> {
    const all = await this.database.tx.getRepository(BillingConnectionEntity).find({ order: { name: 'asc' } });
    return all.map(shown);
  }

  /** Throws `billing_connection_not_found`. */
  get(id: string): Promise<ConnectionDetail> {
    return this.detail(this.database.tx, id);
  }

  /** Throws `connection_not_valid` with every fault, `connection_name_taken`. */
  async create(input: ConnectionInput, actor: Actor): Promise<ConnectionDetail> {
    await this.assertValid(input);
    const now = this.clock.now();
    const id = newId();
    return this.keep(async (tx) => {
      if (input.isDefault) await clearDefault(tx, id, now);
      await tx.getRepository(BillingConnectionEntity).insert({
        id,
        ...stored(input),
        disabledAt: null,
        disabledReason: null,
        version: 1,
        createdBy: actor.id,
        createdAt: now,
        updatedAt: now,
      });
      await routeDeliveries(tx, now);
      this.note(tx, 'billing_connection.created', id, input, actor);
      return this.detail(tx, id);
    });
  }

  /** Describes a connection anew; `enabled` switches it. Its kind stays. Throws as `create` does, and `version_changed`. */
  async change(
    id: string,
    input: ConnectionInput & { readonly enabled: boolean },
    expectedVersion: number | undefined,
    actor: Actor,
  ): Promise<ConnectionDetail> {
    await this.assertValid(input);
    const now = this.clock.now();
    return this.keep(async (tx) => {
      const connections = tx.getRepository(BillingConnectionEntity);
      const before = await this.find(tx, id);
      assertVersion(before.version, expectedVersion);
      if (before.kind !== input.kind) throw kindStays(before.kind);
      if (input.isDefault) await clearDefault(tx, id, now);
      const switched = input.enabled ? { disabledAt: null, disabledReason: null } : {};
      await connections.update({ id }, { ...stored(input), ...switched, version: before.version + 1, updatedAt: now });
      if (!input.enabled) await disableConnection(tx, id, 'Switched off by hand.', now);
      await routeDeliveries(tx, now);
      this.note(tx, 'billing_connection.changed', id, input, actor);
      return this.detail(tx, id);
    });
  }

  /** Throws `billing_connection_not_found`, `connection_in_use`. */
  remove(id: string, actor: Actor): Promise<void> {
    return this.database.transaction(async (tx) => {
      await lockConnections(tx);
      const found = await this.find(tx, id);
      if (await isConnectionUsed(tx, id)) {
        throw new DomainError('conflict', 'connection_in_use', 'Something names it: switch it off instead.');
      }
      await deleteConnection(tx, id);
      this.note(tx, 'billing_connection.removed', id, found, actor);
    });
  }

  /** Asks the billing system for something harmless. A failure is an answer, not an error. */
  async test(id: string): Promise<ConnectionTest> {
    const connection = await this.find(this.database.tx, id);
    if (!CAPABILITIES[connection.kind].pushes) {
      return {
        ok: true,
        code: 'nothing_to_test',
        message: 'Nothing is sent here: credits wait until they are fetched.',
      };
    }
    try {
      const message = await this.systems.of(connection.kind).test(this.systems.open(connection));
      return { ok: true, code: 'answered', message };
    } catch (error) {
      if (error instanceof NoAnswer) return { ok: false, code: error.code, message: error.message };
      if (error instanceof DomainError) {
        return { ok: false, code: error.code, message: error.reasons[0]?.message ?? error.message };
      }
      throw error;
    }
  }

  private async assertValid(input: ConnectionInput): Promise<void> {
    const reasons: Reason[] = [...connectionFaults(input, (name) => this.environment.secret(name))];
    if (input.baseUrl !== null) {
      const fault = await this.outgoing.faultOf(input.baseUrl, { allowLoopback: true });
      if (fault !== undefined) reasons.push({ path: 'baseUrl', code: fault.code, message: fault.message });
    }
    if (reasons.length === 0) return;
    throw new DomainError('unprocessable', 'connection_not_valid', 'The connection is not valid.', { reasons });
  }

  private note(
    tx: Tx,
    action: AuditAction,
    id: string,
    { name, kind, baseUrl, isDefault }: ConnectionInput,
    actor: Actor,
  ): void {
    const subject = { kind: 'billing_connection', id };
    this.audit.append(tx, { actor, action, subject, details: { name, kind, baseUrl, isDefault } });
  }

  private keep(work: (tx: Tx) => Promise<ConnectionDetail>): Promise<ConnectionDetail> {
    const transaction = this.database.transaction(async (tx) => {
      await lockConnections(tx);
      return work(tx);
    });
    return transaction.catch((error: unknown) => {
      if (uniqueViolation(error) === undefined) throw error;
      const message = 'Another connection has this name.';
      const reasons = [{ path: 'name', code: 'connection_name_taken', message }];
      throw new DomainError('conflict', 'connection_name_taken', message, { reasons });
    });
  }

  private async find(tx: Tx, id: string): Promise<StoredConnection> {
    const found = isId(id) ? await tx.getRepository(BillingConnectionEntity).findOneBy({ id }) : null;
    if (found === null) throw notFound('billing_connection', id);
    return found;
  }

  private async detail(tx: Tx, id: string): Promise<ConnectionDetail> {
    const connection = shown(await this.find(tx, id));
    return { ...connection, ...(await countOfConnection(tx, id)) };
  }
}

function shown(connection: StoredConnection): ShownConnection {
  return { ...connection, capabilities: CAPABILITIES[connection.kind] };
}

function stored({ secretNames, incomingSecretNames, ...input }: ConnectionInput) {
  const { name, kind, baseUrl, isDefault } = input;
  return {
    name: name.trim(),
    kind,
    baseUrl,
    isDefault,
    secretNames: [...secretNames],
    incomingSecretNames: [...incomingSecretNames],
  };
}

function kindStays(kind: string): DomainError {
  const message = `It is a ${kind} connection and stays one: make another.`;
  return new DomainError('unprocessable', 'connection_kind_stays', message, {
    reasons: [{ path: 'kind', code: 'connection_kind_stays', message }],
  });
}
