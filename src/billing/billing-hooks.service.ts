import { createHmac, createPublicKey, verify } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Stripe } from 'stripe';
import { Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/domain-error.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Database } from '../platform/database/database.js';
import { type ListQuery, listRows, type Page } from '../platform/http/list.js';
import { BillingConnectionEntity } from './billing-connection.entity.js';
import { BillingEnvironment } from './billing-environment.service.js';
import { factOf, readEvent } from './billing-fact.js';
import type { ConnectionKind } from './billing-system.js';
import { claimDocumentOf } from './credits.sql.js';
import { countIgnored, type EventRow, EVENTS, insertEvent, settleFromEvents } from './events.sql.js';
import { isSame, isSignedMessage, isWebhookSecret } from '../platform/hooks/signed-message.js';

/** A request of a provider: its body as it came, byte for byte, and its headers in lower case. */
export type HookRequest = { readonly body: string; readonly headers: Readonly<Record<string, string | undefined>> };

/** `new` is false for an event that was there already, `known` for one that says nothing to us. */
export type HookReceipt = { readonly received: true; readonly new: boolean; readonly known: boolean };

const STRIPE_TOLERANCE_SECONDS = 300;
export const HOOK_KINDS = ['stripe', 'lago', 'webhook'] as const satisfies readonly ConnectionKind[];
export type HookKind = (typeof HOOK_KINDS)[number];

/** What billing systems tell us: signed, kept before it is acknowledged, and applied in any order to the same end. */
@Injectable()
export class BillingHooksService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly environment: BillingEnvironment,
    private readonly audit: AuditService,
  ) {}

  /** Throws `signature_not_valid` (unauthenticated, nothing is kept) and `event_not_readable`. */
  async receive(kind: HookKind, request: HookRequest): Promise<HookReceipt> {
    const now = this.clock.now();
    const connection = await this.signedBy(kind, request, now);
    const event = readEvent(kind, request.body, request.headers[kind === 'lago' ? 'x-lago-unique-key' : 'webhook-id']);
    if (event === null)
      throw new DomainError('invalid', 'event_not_readable', 'This is not an event with an id and a type.');
    const fact = factOf(kind, event, now);
    return this.database.transaction(async (tx) => {
      const { eventId, type } = event;
      const kept = { ...fact, connectionId: connection.id, eventId, type, body: request.body, receivedAt: now };
      const isNew = await insertEvent(tx, kept);
      if (fact.reference !== null && fact.billingDocument !== null) {
        await claimDocumentOf(tx, fact.reference, fact.billingDocument);
      }
      if (fact.fact === 'entry')
        await settleFromEvents(tx, { connectionId: connection.id, reference: fact.reference }, now);
      if (fact.billingCustomerId !== null) {
        await settleFromEvents(tx, { connectionId: connection.id, billingCustomerId: fact.billingCustomerId }, now);
      }
      if (isNew) {
        const actor = { id: `provider:${kind}`, kind: 'provider', roles: [] } as const;
        const subject = { kind: 'billing_event', id: eventId };
        this.audit.append(tx, { actor, action: 'billing_event.received', subject, details: { type, fact: fact.fact } });
      }
      return { received: true, new: isNew, known: fact.fact !== 'none' };
    });
  }

  /** Events, the newest first. */
  list(
    { connectionId, fact }: { readonly connectionId?: string; readonly fact?: string },
    query: ListQuery,
  ): Promise<Page<EventRow>> {
    const order = [
      { name: 'receivedAt', type: 'timestamptz', direction: 'desc' },
      { name: 'eventId', type: 'text', direction: 'desc' },
    ] as const;
    const list = { select: EVENTS, values: [connectionId ?? null, fact ?? null], order };
    return listRows<EventRow>(this.database.tx, list, query);
  }

  /** How many events of each type said nothing to us. */
  ignored(): Promise<{ readonly type: string; readonly count: number }[]> {
    return countIgnored(this.database.tx);
  }

  private async signedBy(kind: HookKind, request: HookRequest, now: Date): Promise<BillingConnectionEntity> {
    const connections = await this.database.tx.getRepository(BillingConnectionEntity).findBy({ kind });
    for (const connection of connections) {
      const secrets = connection.incomingSecretNames.flatMap((name) => this.environment.secret(name) ?? []);
      if (secrets.length > 0 && IS_SIGNED[kind](request, secrets, now)) return connection;
    }
    throw new DomainError('unauthenticated', 'signature_not_valid', 'The signature is missing, wrong or too old.');
  }
}

type SignatureCheck = (request: HookRequest, secrets: readonly string[], now: Date) => boolean;

const IS_SIGNED: Readonly<Record<HookKind, SignatureCheck>> = {
  stripe: ({ body, headers }, secrets, now) =>
    secrets.some((secret) => isSignedByStripe(body, headers['stripe-signature'] ?? '', secret, now)),
  lago: ({ body, headers }, secrets) => {
    const isOne = headers['x-lago-signature-algorithm'] === 'jwt' ? isLagoJwt : isLagoHmac;
    return secrets.some((secret) => isOne(body, headers['x-lago-signature'] ?? '', secret));
  },
  webhook: ({ body, headers }, secrets, now) => {
    const id = headers['webhook-id'] ?? '';
    const timestamp = headers['webhook-timestamp'] ?? '';
    const signature = headers['webhook-signature'] ?? '';
    return isSignedMessage(body, { id, timestamp, signature }, secrets.filter(isWebhookSecret), now);
  },
};

function isSignedByStripe(body: string, header: string, secret: string, now: Date): boolean {
  const signedAt = Number(/(?:^|,)t=(\d{1,12})(?:,|$)/.exec(header)?.[1] ?? Number.NaN);
  // The SDK refuses what is too old; from the future it takes anything.
  if (!(signedAt <= now.getTime() / 1000 + STRIPE_TOLERANCE_SECONDS)) return false;
  try {
    return (
      Stripe.webhooks.signature?.verifyHeader(
        body,
        header,
        secret,
        STRIPE_TOLERANCE_SECONDS,
        undefined,
        now.getTime(),
      ) === true
    );
  } catch {
    return false;
  }
}

/** Lago signs no time; what is sent again is recognised by its unique key, however old it is. */
function isLagoHmac(body: string, signature: string, secret: string): boolean {
  const expected = Buffer.from(createHmac('sha256', secret).update(body).digest('base64'));
  return isSame(Buffer.from(signature), expected);
}

/** RS256 over the body, with Lago's public key as the secret; any other algorithm is refused. */
function isLagoJwt(body: string, token: string, publicKey: string): boolean {
  const [header = '', payload = '', signature = ''] = token.split('.');
  try {
    const { alg } = JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as { alg?: string };
    const { data } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { data?: string };
    if (alg !== 'RS256' || data !== body) return false;
    const key = createPublicKey(publicKey);
    return (
      key.asymmetricKeyType === 'rsa' &&
      verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))
    );
  } catch {
    return false;
  }
}
