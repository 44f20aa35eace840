import {
  Body,
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Headers,
  HttpCode,
  Injectable,
  Param,
  Post,
  Query,
  UseGuards,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentActor } from '../platform/access/access.guard.js';
import type { Actor } from '../platform/access/actor.js';
import type { Page } from '../platform/http/list.js';
import {
  AttachInboundDto,
  InboundListQuery,
  inboundMail,
  InboundMailDto,
  LiftBlockDto,
  MailBlockListQuery,
} from './inbound-mail.dto.js';
import {
  InboundMailService,
  type InboundReceipt,
  type ShownInbound,
  type SignedHeaders,
} from './inbound-mail.service.js';
import { MailBlocksService, type ShownBlock } from './mail-blocks.service.js';

/** Lets only calls through that the mail provider signed, before anything of them is read. */
@Injectable()
export class SignedByProvider implements CanActivate {
  constructor(private readonly inbound: InboundMailService) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest & { rawBody?: Buffer }>();
    this.inbound.verify(request.rawBody, request.headers as SignedHeaders);
    return true;
  }
}

@ApiTags('outreach')
@Controller()
export class InboundMailController {
  constructor(
    private readonly inbound: InboundMailService,
    private readonly blocks: MailBlocksService,
  ) {}

  /**
   * For the mail provider: a reply, a bounce or a complaint, signed as Standard Webhooks with the secret
   * AMENDS_MAIL_HOOK_SECRET. It goes to the case that the message ids or the plus address name; the same call again
   * changes nothing.
   */
  @Post('hooks/mail')
  @HttpCode(200)
  @UseGuards(SignedByProvider)
  take(@Headers('webhook-id') callId: string, @Body() body: InboundMailDto): Promise<InboundReceipt> {
    return this.inbound.take(callId, inboundMail(body));
  }

  /** What came back, the newest first; `unmatched` belongs to no case that is known and waits for a person. */
  @Get('outreach/inbound')
  list(@Query() { outcome, ...page }: InboundListQuery): Promise<Page<ShownInbound>> {
    return this.inbound.list(outcome, page);
  }

  /** Puts a reply that no case was known for into its case. */
  @Post('outreach/inbound/:id/attach')
  @HttpCode(200)
  attach(
    @Param('id') id: string,
    @Body() { caseId }: AttachInboundDto,
    @CurrentActor() actor: Actor,
  ): Promise<InboundReceipt> {
    return this.inbound.attach(id, caseId, actor);
  }

  /** Addresses to which nothing is sent any more, the latest first. */
  @Get('outreach/mail-blocks')
  listBlocks(@Query() { customerId, ...page }: MailBlockListQuery): Promise<Page<ShownBlock>> {
    return this.blocks.list(customerId, page);
  }

  /** Lets mail go again to an address that bounced; one whose owner complained stays as it is. */
  @Post('outreach/mail-blocks/lift')
  @HttpCode(204)
  lift(@Body() { customerId, address, reason }: LiftBlockDto, @CurrentActor() actor: Actor): Promise<void> {
    return this.blocks.lift(customerId, address, reason, actor);
  }
}
