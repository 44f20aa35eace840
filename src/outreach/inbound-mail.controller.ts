import {
  Body,
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Headers,
  HttpCode,
  Injectable,
  Post,
  Query,
  UseGuards,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Page } from '../platform/http/list.js';
import { InboundListQuery, inboundMail, InboundMailDto } from './inbound-mail.dto.js';
import { InboundMailService, type InboundReceipt, type SignedHeaders } from './inbound-mail.service.js';
import type { MailEventEntity } from './mail-event.entity.js';

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
  constructor(private readonly inbound: InboundMailService) {}

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
  list(@Query() { outcome, ...page }: InboundListQuery): Promise<Page<MailEventEntity>> {
    return this.inbound.list(outcome, page);
  }
}
