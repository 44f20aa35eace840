import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/domain-error.js';
import { Database } from '../platform/database/database.js';
import { type AttemptEnd, endAttempt, readLookUp } from './attempt-end.js';
import { BillingConnectionEntity } from './billing-connection.entity.js';
import { BillingEnvironment } from './billing-environment.service.js';
import { CAPABILITIES, type Entry, NoAnswer, type OpenConnection, type SendAnswer } from './billing-system.js';
import { BillingSystems } from './billing-systems.service.js';
import { type ClaimedDelivery, claimDeliveries, lookLast } from './deliveries.sql.js';
import { FinishAttemptsService } from './finish-attempts.service.js';
import { looksUpFirst } from './next-attempt.js';

/** Between claiming and sending lie milliseconds; a delivery that cannot go now is looked at again after so long. */
const RELEASED_MS = 2_000;

/** A claimed delivery and the moments that bound it. */
export type Held = ClaimedDelivery & { readonly claimedAt: Date; readonly leaseUntil: Date };

/** How an attempt went, and whether the outcome of an earlier one is still open after it. */
type Attempted = { readonly end: AttemptEnd; readonly isOpen: boolean };

/** One attempt at one delivery: claim, last look, look-up or sending, end. */
@Injectable()
export class DeliverService {
  private readonly logger = new Logger('billing');

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly environment: BillingEnvironment,
    private readonly systems: BillingSystems,
    private readonly finishing: FinishAttemptsService,
  ) {}

  /** Claims at most `limit` deliveries that are due. */
  async claim(worker: string, limit: number): Promise<readonly Held[]> {
    const now = this.clock.now();
    const leaseUntil = new Date(now.getTime() + this.environment.timing.leaseMs);
    const claimed = await claimDeliveries(this.database.tx, { now, leaseUntil, worker, limit });
    return claimed.map((delivery) => ({ ...delivery, claimedAt: now, leaseUntil }));
  }

  /** Carries a claimed delivery as far as it goes now. True when its end was kept, false when its lease was lost. */
  async deliver(held: Held): Promise<boolean> {
    const { end, isOpen } = await this.attempt(held).catch((error: unknown): Attempted => {
      this.logger.error(error);
      // Nobody knows how far it came.
      const message = 'Something went wrong on our side.';
      return { end: { outcome: 'unknown', code: 'internal', message }, isOpen: true };
    });
    const ended = { ...held, lookUpFirst: isOpen };
    return this.finishing.finish(
      endAttempt(ended, end, this.clock.now(), this.environment.timing, Math.random()),
      end.outcome === 'gone' ? held.connectionId : undefined,
    );
  }

  private async attempt(held: Held): Promise<Attempted> {
    const asBefore = (end: AttemptEnd): Attempted => ({ end, isOpen: held.lookUpFirst });
    const against = await this.lastLook(held);
    if (against !== undefined) return asBefore(against);
    const connection = await this.open(held.connectionId);
    if ('outcome' in connection) return asBefore(connection);
    const entry = entryOf(held);
    if (!looksUpFirst(held, CAPABILITIES[connection.kind], this.clock.now())) {
      return asBefore(await this.send(held, connection, entry));
    }
    const said = await this.lookUp(connection, entry);
    if (said !== 'absent') return asBefore(said);
    // It is not there: whatever was open is settled.
    const end = (await this.lastLook(held)) ?? (await this.send(held, connection, entry));
    return { end, isOpen: false };
  }

  private async lookUp(connection: OpenConnection, entry: Entry): Promise<AttemptEnd | 'absent'> {
    try {
      return readLookUp(entry, await this.systems.of(connection.kind).lookUp(connection, entry));
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      const { code, message, retryAfterMs } = error;
      return { outcome: 'look_up_failed', code, message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
    }
  }

  /** A process that was stopped for longer than its lease must not send: the adapter looks at the clock at the very last. */
  private send(held: Held, connection: OpenConnection, entry: Entry): Promise<SendAnswer> {
    const lastSendingAt = held.leaseUntil.getTime() - connection.timeoutMs;
    const mayStillSend = (): boolean => this.clock.now().getTime() <= lastSendingAt;
    return this.systems.of(connection.kind).send(connection, entry, mayStillSend);
  }

  private async lastLook(held: Held): Promise<AttemptEnd | undefined> {
    const look = await lookLast(this.database.tx, held, this.clock.now());
    if (!look.held) return released('lease_lost', 'Another worker has it.', RELEASED_MS);
    if (look.stopped) return released('sending_stopped', 'Sending is stopped.', RELEASED_MS);
    if (!look.connected) {
      return {
        outcome: 'parked',
        code: 'connection_disabled',
        message: 'The connection is disabled.',
        mayBeThere: false,
      };
    }
    if (look.owed) return undefined;
    const message = 'The credit is not what an accepted offer says; nothing was sent.';
    return { outcome: 'parked', code: 'not_as_offered', message, mayBeThere: false };
  }

  private async open(connectionId: string): Promise<OpenConnection | AttemptEnd> {
    const connections = this.database.tx.getRepository(BillingConnectionEntity);
    const connection = await connections.findOneByOrFail({ id: connectionId });
    try {
      return this.systems.open(connection);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { outcome: 'not_taken', code: error.code, message: error.reasons[0]?.message ?? error.message };
    }
  }
}

function released(code: string, message: string, afterMs: number): AttemptEnd {
  return { outcome: 'released', code, message, afterMs };
}

function entryOf(delivery: ClaimedDelivery): Entry {
  const { kind, reference, creditReference, amountMinor, currency, billingCustomerId } = delivery;
  const { creditId, incidentId, offerId, incidentTitle } = delivery;
  const description = kind === 'credit' ? `Credit: ${incidentTitle}` : `Credit taken back: ${incidentTitle}`;
  return {
    kind,
    reference,
    creditReference,
    amountMinor,
    currency,
    billingCustomerId,
    // Longer would push the reference out of the field that it is found by.
    description: description.slice(0, 200),
    creditId,
    incidentId,
    offerId,
  };
}
