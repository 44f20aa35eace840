import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { Database } from '../../platform/database/database.js';
import { Secrets } from '../../platform/env/secrets.service.js';
import { readJson } from '../../platform/http/read-json.js';
import { ApplyEventsService } from './apply-events.service.js';
import { type HookCall, isSignedByLivekit, isSignedByZoom, isSignedGenerically, zoomHash } from './hook-signatures.js';
import type { HookProvider, ReadEvent } from './meeting-event.js';
import { insertEvent } from './meeting-events.sql.js';
import { readGenericEvent } from './read-generic-event.js';
import { readLivekitEvent } from './read-livekit-event.js';
import { readZoomEvent, validationToken } from './read-zoom-event.js';

/** `new` is false for an event that was there already, `known` for one of a type that says nothing to us. */
export type EventReceipt = { readonly received: true; readonly new: boolean; readonly known: boolean };

/** What Zoom wants back to believe that an address is ours. */
export type ZoomValidation = { readonly plainToken: string; readonly encryptedToken: string };

const ZOOM_SECRET = 'AMENDS_ZOOM_HOOK_SECRET';
const LIVEKIT_KEY = 'AMENDS_LIVEKIT_HOOK_KEY';
const LIVEKIT_SECRET = 'AMENDS_LIVEKIT_HOOK_SECRET';
const MEETINGS_SECRET = 'AMENDS_MEETINGS_HOOK_SECRET';

/** Takes what meeting platforms tell: signed, kept before it is acknowledged, applied after. */
@Injectable()
export class MeetingHooksService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
    private readonly apply: ApplyEventsService,
  ) {}

  /**
   * An event of Zoom, or its check of our address. Throws `hook_not_set_up`, `signature_not_valid` (nothing is kept) and
   * `event_not_readable`.
   */
  async zoom(call: HookCall): Promise<EventReceipt | ZoomValidation> {
    const [secret = ''] = this.secretsOf(ZOOM_SECRET);
    if (!isSignedByZoom(call, secret, this.clock.now())) throw notSigned();
    const body = readJson(call.body);
    const plainToken = validationToken(body);
    if (plainToken !== undefined) return { plainToken, encryptedToken: zoomHash(secret, plainToken) };
    return this.keep('zoom', readZoomEvent(body), call);
  }

  /** An event of LiveKit. Throws as `zoom`. */
  async livekit(call: HookCall): Promise<EventReceipt> {
    const [key = '', secret = ''] = this.secretsOf(LIVEKIT_KEY, LIVEKIT_SECRET);
    if (!(await isSignedByLivekit(call, { key, secret }, this.clock.now()))) throw notSigned();
    return this.keep('livekit', readLivekitEvent(readJson(call.body)), call);
  }

  /** An event of any other platform, in our words. Throws as `zoom`. */
  async meetings(call: HookCall): Promise<EventReceipt> {
    const [secret = ''] = this.secretsOf(MEETINGS_SECRET);
    if (!isSignedGenerically(call, secret, this.clock.now())) throw notSigned();
    return this.keep('meetings', readGenericEvent(readJson(call.body), call.headers['webhook-id'] ?? ''), call);
  }

  private keep(provider: HookProvider, { id, type, said }: ReadEvent, { body }: HookCall): Promise<EventReceipt> {
    const eventId = id ?? `sha256:${createHash('sha256').update(body).digest('base64url')}`;
    if (eventId.length > 200)
      throw new DomainError('invalid', 'event_not_readable', 'The id of the event is too long.');
    return this.database.transaction(async (tx) => {
      const isNew = await insertEvent(tx, { provider, eventId, type, said, receivedAt: this.clock.now() });
      if (isNew && said !== null) await this.apply.ask(tx, provider, eventId);
      return { received: true, new: isNew, known: said !== null };
    });
  }

  private secretsOf(...names: readonly string[]): string[] {
    return names.map((name) => {
      const found = this.secrets.find(name);
      if (found !== undefined && found !== '') return found;
      throw new DomainError(
        'unavailable',
        'hook_not_set_up',
        `This installation takes no such events: ${name} is not set.`,
      );
    });
  }
}

function notSigned(): DomainError {
  return new DomainError('unauthenticated', 'signature_not_valid', 'The signature is missing, wrong or too old.');
}
