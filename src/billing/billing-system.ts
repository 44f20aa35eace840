import type { DeliveryKind } from './delivery.js';

export const CONNECTION_KINDS = ['stripe', 'lago', 'webhook', 'pull', 'csv'] as const;
export type ConnectionKind = (typeof CONNECTION_KINDS)[number];

/** What a kind of billing system can do, so that no rule asks which one it is. */
export type Capabilities = {
  /** It is sent to; otherwise somebody comes and fetches. */
  readonly pushes: boolean;
  /** Hours for which the same key has one effect: null for ever, 0 not at all. */
  readonly idempotencyHours: number | null;
  /** It can be asked what it has under one of our references. */
  readonly lookUp: boolean;
  /** It tells by itself that an entry stands in its books. */
  readonly confirmationEvent: boolean;
  /** It tells by itself that an invoice has used an entry; otherwise it is asked every hour. */
  readonly applicationEvent: boolean;
  readonly needsInvoice: boolean;
  readonly partialReversal: boolean;
};

export const CAPABILITIES: Readonly<Record<ConnectionKind, Capabilities>> = {
  stripe: {
    pushes: true,
    idempotencyHours: 24,
    lookUp: true,
    confirmationEvent: false,
    applicationEvent: true,
    needsInvoice: false,
    partialReversal: true,
  },
  lago: {
    pushes: true,
    idempotencyHours: 0,
    lookUp: true,
    confirmationEvent: true,
    applicationEvent: false,
    needsInvoice: false,
    partialReversal: true,
  },
  webhook: {
    pushes: true,
    idempotencyHours: null,
    lookUp: false,
    confirmationEvent: true,
    applicationEvent: true,
    needsInvoice: false,
    partialReversal: true,
  },
  pull: {
    pushes: false,
    idempotencyHours: null,
    lookUp: false,
    confirmationEvent: true,
    applicationEvent: false,
    needsInvoice: false,
    partialReversal: true,
  },
  csv: {
    pushes: false,
    idempotencyHours: null,
    lookUp: false,
    confirmationEvent: false,
    applicationEvent: false,
    needsInvoice: false,
    partialReversal: true,
  },
};

/** One connection with its secrets, as an adapter uses it. */
export type OpenConnection = {
  readonly id: string;
  readonly kind: ConnectionKind;
  /** Where it is; null is the provider's own address. */
  readonly baseUrl: string | null;
  /** The first is used; a second signs and verifies beside it while they are rotated. */
  readonly secrets: readonly string[];
  /** The limit of one exchange. */
  readonly timeoutMs: number;
};

/** What is to stand in the billing system: a credit, or the opposite of some of one. The amount is always positive. */
export type Entry = {
  readonly kind: DeliveryKind;
  readonly reference: string;
  /** The reference of the credit that a reversal takes back; the same as `reference` for a credit. */
  readonly creditReference: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly billingCustomerId: string;
  readonly description: string;
  readonly creditId: string;
  readonly incidentId: string;
  readonly offerId: string;
};

/** How far an entry has come over there. */
export type EntryStatus = 'submitted' | 'confirmed' | 'applied' | 'voided';

/** An entry as the billing system shows it. `reference` is null when it is none of ours. */
export type FoundEntry = {
  readonly reference: string | null;
  readonly kind: DeliveryKind;
  readonly externalId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly billingCustomerId: string;
  readonly status: EntryStatus;
};

/** What became of one attempt to send. Only `unknown` may have had an effect. */
export type SendAnswer = {
  readonly httpStatus?: number;
  readonly code?: string;
  readonly message?: string;
} & (
  | { readonly outcome: 'taken'; readonly status: 'submitted' | 'confirmed' | 'applied'; readonly externalId: string }
  | { readonly outcome: 'not_taken'; readonly retryAfterMs?: number }
  | { readonly outcome: 'unknown'; readonly retryAfterMs?: number }
  /** It will not be taken as it is: a person has to look. */
  | { readonly outcome: 'refused' }
  /** Nothing is to be sent there any more. */
  | { readonly outcome: 'gone' }
);

/** The pause that the other side asked for, as an answer carries it; nothing where it asked for none. */
export function pauseAsked(retryAfterMs: number | undefined): { readonly retryAfterMs?: number } {
  return retryAfterMs === undefined ? {} : { retryAfterMs };
}

/** Thrown by a look-up that has no answer. `code` is stable. */
export class NoAnswer extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly retryAfterMs?: number,
  ) {
    super(message);
    this.name = 'NoAnswer';
  }
}

/** The one door to a billing system. */
export interface BillingSystem {
  /**
   * Sends one entry, once, unless `mayStillSend` says no in the last moment before it: then null. Never throws for what
   * the other side or the wire does.
   */
  send(connection: OpenConnection, entry: Entry, mayStillSend: () => boolean): Promise<SendAnswer | null>;
  /** All that stands there under the reference. Throws `NoAnswer`. */
  lookUp(connection: OpenConnection, entry: Entry): Promise<readonly FoundEntry[]>;
  /** All entries of these customers that carry a reference of ours. Throws `NoAnswer`. */
  list(connection: OpenConnection, billingCustomerIds: readonly string[]): AsyncIterable<readonly FoundEntry[]>;
  /** Asks for something harmless; gives what to tell the person who pressed the button. Throws `NoAnswer`. */
  test(connection: OpenConnection): Promise<string>;
}
