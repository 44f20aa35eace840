import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/domain-error.js';
import { Database } from '../platform/database/database.js';
import { type AttemptEnd, endAttempt, readLookUp } from './attempt-end.js';
import { type ClaimedDelivery, claimDeliveries, type LastLook, lookLast } from './attempts.sql.js';
import { BillingEnvironment } from './billing-environment.service.js';
import { CAPABILITIES, type Entry, NoAnswer, type OpenConnection, pauseAsked } from './billing-system.js';
import { BillingSystems } from './billing-systems.service.js';
import { FinishAttemptsService } from './finish-attempts.service.js';
import { looksUpFirst } from './next-attempt.js';
import { Places } from './places.service.js';

/** Between claiming and sending lie milliseconds; a delivery that cannot go now is looked at again after so long. */
const RELEASED_MS = 2_000;
/** What the claim saw of the business is good for so long; later it is looked at again before anything is sent. */
const FRESH_MS = 1_000;
/** Exchanges with billing systems that one process has under way at most. */
const ON_THE_WIRE = 8;

/** A claimed delivery and the moments that bound it. */
export type Held = ClaimedDelivery & { readonly claimedAt: Date; readonly leaseUntil: Date };

/** How an attempt went, and whether the outcome of an earlier one is still open after it. */
type Attempted = { readonly end: AttemptEnd; readonly isOpen: boolean };

/** One attempt at one delivery: claim, last look, look-up or sending, end. */
@Injectable()
export class DeliverService {
  private readonly logger = new Logger('billing');
  private readonly wire = new Places(ON_THE_WIRE);

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly environment: BillingEnvironment,
    private readonly systems: BillingSystems,
    private readonly finishing: FinishAttemptsService,
  ) {}

  /** Deliveries on the wire, or waiting for their turn on it. */
  get underWay(): number {
    return this.wire.taken;
  }

  /** Claims at most `limit` deliveries that are due. */
  async claim(worker: string, limit: number): Promise<readonly Held[]> {
    const now = this.clock.now();
    const leaseUntil = new Date(now.getTime() + this.environment.timing.leaseMs);
    const claimed = await claimDeliveries(this.database.tx, { now, leaseUntil, worker, limit });
    return claimed.map((delivery) => ({ ...delivery, claimedAt: now, leaseUntil }));
  }

  /**
   * Carries a claimed delivery as far as it goes now. True when its end was kept, false when its lease was lost. One whose
   * turn on the wire comes after `isStopping` says so is given back.
   */
  async deliver(held: Held, isStopping = (): boolean => false): Promise<boolean> {
    // A place on the wire is free again while the end is written.
    const { end, isOpen } = await this.wire
      .hold(() => this.attempt(held, isStopping))
      .catch((error: unknown): Attempted => {
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

  private async attempt(held: Held, isStopping: () => boolean): Promise<Attempted> {
    const asBefore = (end: AttemptEnd): Attempted => ({ end, isOpen: held.lookUpFirst });
    if (isStopping()) return asBefore(released('worker_stopped', 'Its worker was stopped.', 0));
    const against = await this.lastLook(held);
    if (against !== undefined) return asBefore(against);
    const connection = this.open(held);
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
      return { outcome: 'look_up_failed', code, message, ...pauseAsked(retryAfterMs) };
    }
  }

  /** A process that was stopped for longer than its lease must not send: the adapter looks at the clock at the very last. */
  private async send(held: Held, connection: OpenConnection, entry: Entry): Promise<AttemptEnd> {
    const lastSendingAt = held.leaseUntil.getTime() - connection.timeoutMs;
    const mayStillSend = (): boolean => this.clock.now().getTime() <= lastSendingAt;
    return (
      (await this.systems.of(connection.kind).send(connection, entry, mayStillSend)) ??
      released('lease_too_short', 'Too little of the lease was left.', RELEASED_MS)
    );
  }

  private async lastLook(held: Held): Promise<AttemptEnd | undefined> {
    const now = this.clock.now();
    const isFresh = now.getTime() - held.claimedAt.getTime() < FRESH_MS;
    const look: LastLook = isFresh ? asClaimed(held) : await lookLast(this.database.tx, held, now);
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

  private open(held: Held): OpenConnection | AttemptEnd {
    const { connectionId: id, connectionKind: kind, baseUrl, secretNames } = held;
    try {
      return this.systems.open({ id, kind, baseUrl, secretNames });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { outcome: 'not_taken', code: error.code, message: error.reasons[0]?.message ?? error.message };
    }
  }
}

/** What the claim itself saw: it takes nothing while sending is stopped, and nothing of a disabled connection. */
function asClaimed({ owed }: Held): LastLook {
  return { held: true, stopped: false, connected: true, owed };
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
