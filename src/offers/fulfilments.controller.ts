import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../platform/access/access.guard.js';
import type { Actor } from '../platform/access/actor.js';
import { RequiresIdempotencyKey } from '../platform/http/idempotency.interceptor.js';
import { IfMatch } from '../platform/http/if-match.js';
import type { Page } from '../platform/http/list.js';
import type { FulfilmentRow } from './fulfilments.sql.js';
import { FulfilmentsService } from './fulfilments.service.js';
import { FulfilmentDoneDto, FulfilmentListQuery } from './offers.dto.js';
import type { Provision } from './provisions.sql.js';

@ApiTags('offers')
@Controller()
export class FulfilmentsController {
  constructor(private readonly fulfilments: FulfilmentsService) {}

  /** What accepted offers give other than credits: refunds, days of service, vouchers. The newest first. */
  @Get('fulfilments')
  list(@Query() { status, offerId, ...page }: FulfilmentListQuery): Promise<Page<FulfilmentRow>> {
    return this.fulfilments.list({ status, offerId }, page);
  }

  /** A person has done it. */
  @Post('fulfilments/:id/done')
  @HttpCode(200)
  @RequiresIdempotencyKey()
  done(
    @Param('id') id: string,
    @Body() { note }: FulfilmentDoneDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<FulfilmentRow> {
    return this.fulfilments.done(id, { actor, expectedVersion, note });
  }

  /** What open offers may still come to, by month and currency. */
  @Get('offers/provisions')
  provisions(): Promise<readonly Provision[]> {
    return this.fulfilments.provisions();
  }
}
