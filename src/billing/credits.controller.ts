import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../platform/access/access.guard.js';
import type { Actor } from '../platform/access/actor.js';
import { RequiresIdempotencyKey } from '../platform/http/idempotency.interceptor.js';
import { IfMatch } from '../platform/http/if-match.js';
import type { Page } from '../platform/http/list.js';
import {
  ConfirmCreditDto,
  CreditExportQuery,
  CreditListQuery,
  GiveUpDto,
  RedirectDto,
  RetryDto,
  ReverseCreditDto,
} from './credits.dto.js';
import { type CreditDetail, CreditsService, type ShownCredit } from './credits.service.js';
import { DeliveryActionsService } from './delivery-actions.service.js';
import { ReversalsService } from './reversals.service.js';

@ApiTags('credits')
@Controller('credits')
export class CreditsController {
  constructor(
    private readonly credits: CreditsService,
    private readonly actions: DeliveryActionsService,
    private readonly reversals: ReversalsService,
  ) {}

  /** Credits, the newest first. */
  @Get()
  list(@Query() { status, incidentId, customerId, currency, ...page }: CreditListQuery): Promise<Page<ShownCredit>> {
    return this.credits.list({ status, incidentId, customerId, currency }, page);
  }

  /** The credits as CSV, the oldest first. */
  @Get('export.csv')
  @ApiProduces('text/csv')
  @Header('cache-control', 'no-store')
  export(@Query() { bom, ...filter }: CreditExportQuery): StreamableFile {
    return new StreamableFile(this.credits.exportCsv(filter, { bom: bom === '1' }), {
      type: 'text/csv; charset=utf-8; header=present',
      disposition: 'attachment; filename="credits.csv"',
    });
  }

  /** A credit, where it is, every try of its delivery, and its reversals. */
  @Get(':id')
  get(@Param('id') id: string): Promise<CreditDetail> {
    return this.credits.get(id);
  }

  /** Says in which billing document a credit stands; said again, it changes nothing. */
  @Post(':id/confirm')
  @HttpCode(200)
  @RequiresIdempotencyKey()
  confirm(
    @Param('id') id: string,
    @Body() body: ConfirmCreditDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<CreditDetail> {
    return this.credits.confirm(id, body, expectedVersion, actor);
  }

  /** Tries a delivery that waits, is parked or unknown again, now; what may be there already is looked up first. */
  @Post(':id/retry')
  @HttpCode(200)
  @RequiresIdempotencyKey()
  async retry(
    @Param('id') id: string,
    @Body() { reversalId }: RetryDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<CreditDetail> {
    await this.actions.decide(id, { action: 'retry' }, { reversalId, expectedVersion, actor });
    return this.credits.get(id);
  }

  /** Sends a delivery to another connection than the data says. */
  @Post(':id/redirect')
  @HttpCode(200)
  @RequiresIdempotencyKey()
  async redirect(
    @Param('id') id: string,
    @Body() { reversalId, ...to }: RedirectDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<CreditDetail> {
    await this.actions.decide(id, { action: 'redirect', ...to }, { reversalId, expectedVersion, actor });
    return this.credits.get(id);
  }

  /** Gives a delivery up, for good: it will never be sent. */
  @Post(':id/give-up')
  @HttpCode(200)
  @RequiresIdempotencyKey()
  async giveUp(
    @Param('id') id: string,
    @Body() { reversalId, reason }: GiveUpDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<CreditDetail> {
    await this.actions.decide(id, { action: 'give_up', reason }, { reversalId, expectedVersion, actor });
    return this.credits.get(id);
  }

  /** Takes back a credit, whole or in part; above the limit it only asks for it, and another person agrees. */
  @Post(':id/reverse')
  @HttpCode(200)
  @RequiresIdempotencyKey()
  async reverse(
    @Param('id') id: string,
    @Body() body: ReverseCreditDto,
    @CurrentActor() actor: Actor,
  ): Promise<CreditDetail> {
    await this.reversals.request(id, body, actor);
    return this.credits.get(id);
  }

  /** Agrees to a reversal that somebody else asked for. */
  @Post(':id/reversals/:reversalId/approve')
  @HttpCode(200)
  @RequiresIdempotencyKey()
  async approveReversal(
    @Param('id') id: string,
    @Param('reversalId') reversalId: string,
    @CurrentActor() actor: Actor,
  ): Promise<CreditDetail> {
    await this.reversals.decide(id, reversalId, true, actor);
    return this.credits.get(id);
  }

  /** Refuses a reversal that waits for a second person; its amount is free again. */
  @Post(':id/reversals/:reversalId/refuse')
  @HttpCode(200)
  @RequiresIdempotencyKey()
  async refuseReversal(
    @Param('id') id: string,
    @Param('reversalId') reversalId: string,
    @CurrentActor() actor: Actor,
  ): Promise<CreditDetail> {
    await this.reversals.decide(id, reversalId, false, actor);
    return this.credits.get(id);
  }
}
