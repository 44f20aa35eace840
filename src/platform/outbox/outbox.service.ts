import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import { Database, type Tx, rows } from '../database/database.js';

export type OutboxMessage = {
  readonly topic: string;
  /** The same thing never happens twice: a message with a known key is not appended again. */
  readonly dedupKey: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Not before then; at once unless said. */
  readonly availableAt?: Date;
};

type Handler = (tx: Tx, payload: Readonly<Record<string, unknown>>) => Promise<void>;
type DueRow = { id: string; topic: string; payload: Record<string, unknown>; attempts: number };

const POLL_MS = 500;
const MAX_ATTEMPTS = 10;
const MAX_BACKOFF_MS = 300_000;

/**
 * What an earlier feature causes in a later one. A message is appended in the causing transaction; its handler runs in
 * the transaction that marks it delivered, so that it takes effect exactly once. A poisoned one is parked, not lost.
 */
@Injectable()
export class OutboxService {
  private readonly logger = new Logger('outbox');
  private readonly handlers = new Map<string, Handler[]>();
  private timer: NodeJS.Timeout | undefined;
  private draining: Promise<number> | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Registers a handler of a topic. Several take a message in one transaction, in the order of their features: what may go
   * wrong by itself in one of them belongs into a message of its own.
   */
  handle(topic: string, handler: Handler): void {
    this.handlers.set(topic, [...(this.handlers.get(topic) ?? []), handler]);
  }

  append(tx: Tx, message: OutboxMessage): Promise<void> {
    return this.appendAll(tx, [message]);
  }

  /** Many at once, to be delivered in this order. */
  async appendAll(tx: Tx, messages: readonly OutboxMessage[]): Promise<void> {
    if (messages.length === 0) return;
    const now = this.clock.now();
    const records = messages.map(({ availableAt = now, ...message }) => ({ id: newId(), ...message, availableAt }));
    await rows(
      tx,
      `insert into outbox_message (id, topic, dedup_key, payload, available_at, created_at)
       select id, topic, "dedupKey", payload, "availableAt", $2
         from jsonb_to_recordset($1::jsonb) as m (id uuid, topic text, "dedupKey" text, payload jsonb,
              "availableAt" timestamptz)
       on conflict (dedup_key) do nothing`,
      [JSON.stringify(records), now],
    );
  }

  /** Delivers all that is due and returns how many messages took effect. */
  async drain(): Promise<number> {
    this.draining ??= this.deliverAll().finally(() => (this.draining = undefined));
    return this.draining;
  }

  start(): void {
    const tick = (): void => {
      this.drain()
        .catch((error: unknown) => this.logger.error(error))
        .finally(() => {
          if (this.timer !== undefined) this.timer = setTimeout(tick, POLL_MS);
        });
    };
    this.timer = setTimeout(tick, 0);
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.draining?.catch(() => undefined);
  }

  private async deliverAll(): Promise<number> {
    let delivered = 0;
    for (;;) {
      const outcome = await this.deliverOne();
      if (outcome === 'none') return delivered;
      if (outcome === 'delivered') delivered += 1;
    }
  }

  private async deliverOne(): Promise<'none' | 'delivered' | 'failed'> {
    const now = this.clock.now();
    let message: DueRow | undefined;
    try {
      return await this.database.transaction(async (tx) => {
        [message] = await rows<DueRow>(
          tx,
          `select id, topic, payload, attempts from outbox_message
           where delivered_at is null and parked_at is null and available_at <= $1 and topic = any($2)
           order by available_at, id limit 1 for update skip locked`,
          [now, [...this.handlers.keys()]],
        );
        if (message === undefined) return 'none';
        for (const handle of this.handlers.get(message.topic) ?? []) await handle(tx, message.payload);
        await rows(tx, 'update outbox_message set delivered_at = $2, attempts = attempts + 1 where id = $1', [
          message.id,
          now,
        ]);
        return 'delivered';
      });
    } catch (error) {
      if (message === undefined) throw error;
      await this.noteFailure(message, error);
      return 'failed';
    }
  }

  private async noteFailure(message: DueRow, error: unknown): Promise<void> {
    this.logger.error(`${message.topic} ${message.id}: ${String(error)}`);
    const attempts = message.attempts + 1;
    const now = this.clock.now();
    const retryAt = new Date(now.getTime() + Math.min(MAX_BACKOFF_MS, 1000 * 2 ** attempts));
    await rows(
      this.database.tx,
      `update outbox_message set attempts = $2, available_at = $3, last_error = $4, parked_at = $5 where id = $1`,
      [message.id, attempts, retryAt, String(error).slice(0, 2000), attempts >= MAX_ATTEMPTS ? now : null],
    );
  }
}
