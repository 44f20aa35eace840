import { Controller, Get, HttpCode, Post, Query, type RawBodyRequest, Req } from '@nestjs/common';
import { ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentActor } from '../../platform/access/access.guard.js';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Page } from '../../platform/http/list.js';
import { type AppliedEvents, ApplyEventsService } from './apply-events.service.js';
import type { HookCall } from './hook-signatures.js';
import { MeetingEventsQuery } from './hooks.dto.js';
import { countEvents, type EventCount, listEvents, type ShownEvent } from './meeting-events.sql.js';
import { type EventReceipt, MeetingHooksService, type ZoomValidation } from './meeting-hooks.service.js';

type Call = RawBodyRequest<FastifyRequest>;

@ApiTags('meetings')
@Controller('hooks')
export class MeetingHooksController {
  constructor(private readonly hooks: MeetingHooksService) {}

  /**
   * Where a Zoom app sends its meeting events, signed (`x-zm-signature`) with AMENDS_ZOOM_HOOK_SECRET; answers its check of
   * the address, too. An event that is kept is answered with 200, again as well.
   */
  @Post('zoom')
  @HttpCode(200)
  zoom(@Req() request: Call): Promise<EventReceipt | ZoomValidation> {
    return this.hooks.zoom(callOf(request));
  }

  /** Where LiveKit sends its webhooks, signed with the API key of AMENDS_LIVEKIT_HOOK_KEY and AMENDS_LIVEKIT_HOOK_SECRET. */
  @Post('livekit')
  @HttpCode(200)
  @ApiConsumes('application/webhook+json')
  livekit(@Req() request: Call): Promise<EventReceipt> {
    return this.hooks.livekit(callOf(request));
  }

  /**
   * Where any other platform tells who joined, left or was refused: `{ type, data }`, signed as Standard Webhooks have it
   * with AMENDS_MEETINGS_HOOK_SECRET. The `webhook-id` makes an event happen once.
   */
  @Post('meetings')
  @HttpCode(200)
  meetings(@Req() request: Call): Promise<EventReceipt> {
    return this.hooks.meetings(callOf(request));
  }
}

function callOf({ rawBody, headers }: Call): HookCall {
  const single = Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(' ') : value]);
  return { body: rawBody ?? Buffer.alloc(0), headers: Object.fromEntries(single) as HookCall['headers'] };
}

@ApiTags('meetings')
@Controller('meeting-events')
export class MeetingEventsController {
  constructor(
    private readonly database: Database,
    private readonly apply: ApplyEventsService,
  ) {}

  /** What platforms told, the newest first; `unmapped` waits for a source that names its customer. */
  @Get()
  list(@Query() { provider, status, ...page }: MeetingEventsQuery): Promise<Page<ShownEvent>> {
    return listEvents(this.database.tx, { provider, status }, page);
  }

  /** How many events of each type became what; those of types that say nothing to us are `ignored`. */
  @Get('counts')
  counts(): Promise<readonly EventCount[]> {
    return countEvents(this.database.tx);
  }

  /** Applies every event that waits: for a customer that has been imported meanwhile, say. */
  @Post('apply')
  @HttpCode(200)
  applyAll(@CurrentActor() actor: Actor): Promise<AppliedEvents> {
    return this.apply.applyAll(actor);
  }
}
