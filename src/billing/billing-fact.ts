import type { ConnectionKind, EntryStatus } from './billing-system.js';
import { lagoReference, lagoStatus, type LagoTransaction } from './lago-entry.js';

/** What an event of a billing system says of us. */
export type BillingFact = {
  /** Of one entry; that an invoice used up a customer's credit; that it gave it back; nothing. */
  readonly fact: 'entry' | 'used_up' | 'given_back' | 'none';
  readonly reference: string | null;
  /** The entry over there, or the invoice. */
  readonly externalId: string | null;
  readonly entryStatus: EntryStatus | null;
  readonly billingDocument: string | null;
  readonly billingCustomerId: string | null;
  readonly currency: string | null;
  readonly occurredAt: Date;
};

/** An event before we ask what it says: what names it, its type, and its body as JSON. */
export type ReadEvent = { readonly eventId: string; readonly type: string; readonly json: Json };

type Json = { readonly [name: string]: unknown };

const REFERENCE = /^amends-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const EVENT_ID = /^[\x21-\x7e]{1,255}$/;
const TYPE = /^[\x21-\x7e]{1,200}$/;

/**
 * Reads the body of an event: its id (`namedId` is the one of the headers, where the provider puts it there) and its type.
 * Null when it is not an event of this provider at all.
 */
export function readEvent(kind: ConnectionKind, body: string, namedId: string | undefined): ReadEvent | null {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return null;
  }
  if (!isJson(json)) return null;
  const eventId = kind === 'stripe' ? json['id'] : namedId;
  const type = kind === 'lago' ? json['webhook_type'] : json['type'];
  if (typeof eventId !== 'string' || !EVENT_ID.test(eventId)) return null;
  if (typeof type !== 'string' || !TYPE.test(type)) return null;
  return { eventId, type, json };
}

/** What an event says of us; an event that we do not know says nothing, and is kept all the same. */
export function factOf(kind: ConnectionKind, { type, json }: ReadEvent, receivedAt: Date): BillingFact {
  const nothing: BillingFact = {
    fact: 'none',
    reference: null,
    externalId: null,
    entryStatus: null,
    billingDocument: null,
    billingCustomerId: null,
    currency: null,
    occurredAt: receivedAt,
  };
  return { ...nothing, ...FACTS[kind]?.(type, json) };
}

const FACTS: Readonly<Partial<Record<ConnectionKind, (type: string, json: Json) => Partial<BillingFact>>>> = {
  stripe: stripeFact,
  lago: lagoFact,
  webhook: messageFact,
};

/** A finalized invoice that leaves the customer no credit has used up all that was there; a voided one gives it back. */
function stripeFact(type: string, json: Json): Partial<BillingFact> {
  const invoice = objectIn(objectIn(json, 'data'), 'object');
  const externalId = textIn(invoice, 'id');
  const balance = invoice['ending_balance'];
  const finalizedAt = objectIn(invoice, 'status_transitions')['finalized_at'];
  const billingCustomerId = textIn(invoice, 'customer');
  const currency = textIn(invoice, 'currency')?.toUpperCase() ?? null;
  if (type === 'invoice.voided' && externalId !== null && billingCustomerId !== null) {
    return { fact: 'given_back', externalId, billingCustomerId, currency };
  }
  if (type !== 'invoice.finalized' || typeof balance !== 'number' || balance < 0) return {};
  if (typeof finalizedAt !== 'number' || externalId === null || billingCustomerId === null || currency === null)
    return {};
  const occurredAt = new Date(finalizedAt * 1000);
  if (Number.isNaN(occurredAt.getTime())) return {};
  return { fact: 'used_up', externalId, billingCustomerId, currency, occurredAt };
}

const LAGO_TYPES: ReadonlySet<string> = new Set([
  'wallet_transaction.created',
  'wallet_transaction.updated',
  'wallet_transaction.payment_failure',
]);

function lagoFact(type: string, json: Json): Partial<BillingFact> {
  const transaction = objectIn(json, 'wallet_transaction');
  const { status, metadata } = transaction;
  if (!LAGO_TYPES.has(type) || typeof status !== 'string' || !Array.isArray(metadata)) return {};
  const read = { ...transaction, metadata: metadata.filter(isJson) } as unknown as LagoTransaction;
  const reference = lagoReference({ metadata: read.metadata, name: textIn(transaction, 'name') });
  if (reference === null || !REFERENCE.test(reference)) return {};
  return { fact: 'entry', reference, externalId: textIn(transaction, 'lago_id'), entryStatus: lagoStatus(read) };
}

const STATUS_OF_MESSAGE: Readonly<Record<string, EntryStatus>> = {
  'credit.confirmed': 'confirmed',
  'credit.applied': 'applied',
  'credit.refused': 'voided',
};

function messageFact(type: string, json: Json): Partial<BillingFact> {
  const entryStatus = STATUS_OF_MESSAGE[type];
  const data = objectIn(json, 'data');
  const reference = textIn(data, 'reference');
  if (entryStatus === undefined || reference === null || !REFERENCE.test(reference)) return {};
  return {
    fact: 'entry',
    reference,
    entryStatus,
    externalId: textIn(data, 'externalId'),
    billingDocument: textIn(data, 'billingDocument'),
  };
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectIn(json: Json, name: string): Json {
  const value = json[name];
  return isJson(value) ? value : {};
}

/** A short printable text, or null: what others send us is stored and shown. */
function textIn(json: Json, name: string): string | null {
  const value = json[name];
  return typeof value === 'string' && /^[^\p{Cc}\p{Cs}]{1,255}$/u.test(value) ? value : null;
}
