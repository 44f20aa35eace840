import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Clock } from '../kernel/clock.js';
import { CurrentActor } from '../platform/access/access.guard.js';
import type { Actor } from '../platform/access/actor.js';
import { RequiresIdempotencyKey } from '../platform/http/idempotency.interceptor.js';
import { IfMatch } from '../platform/http/if-match.js';
import type { Page } from '../platform/http/list.js';
import { AdjustmentsService } from './adjustments.service.js';
import { ApprovalsService } from './approvals.service.js';
import { type ActionResult, OfferActionsService } from './offer-actions.service.js';
import {
  acceptance,
  AcceptOfferDto,
  AdjustOfferDto,
  ApproveOfferDto,
  DeclineOfferDto,
  OfferActionsDto,
  OfferListQuery,
  ReasonDto,
  refusal,
} from './offers.dto.js';
import { type OfferDetail, OffersService, type Shown } from './offers.service.js';
import type { OfferRow } from './offers.sql.js';

@ApiTags('offers')
@Controller('offers')
export class OffersController {
  constructor(
    private readonly offers: OffersService,
    private readonly offerActions: OfferActionsService,
    private readonly approvals: ApprovalsService,
    private readonly adjustments: AdjustmentsService,
    private readonly clock: Clock,
  ) {}

  /** Offers, the newest first. */
  @Get()
  list(
    @Query() { incidentId, assessmentId, customerId, status, ...page }: OfferListQuery,
    @CurrentActor() viewer: Actor,
  ): Promise<Page<Shown<OfferRow>>> {
    return this.offers.list({ incidentId, assessmentId, customerId, status }, page, viewer);
  }

  /** The same move of many offers; each is answered for by itself. */
  @Post('actions')
  @HttpCode(200)
  @RequiresIdempotencyKey()
  actions(@Body() body: OfferActionsDto, @CurrentActor() actor: Actor): Promise<ActionResult> {
    return this.offerActions.run(body, actor);
  }

  /** An offer with its lines and its history. */
  @Get(':id')
  get(@Param('id') id: string, @CurrentActor() viewer: Actor): Promise<OfferDetail> {
    return this.offers.get(id, viewer);
  }

  /** Changes the amount of a draft or an approved offer by hand; it is a draft after that, and nobody has approved it. */
  @Patch(':id')
  adjust(
    @Param('id') id: string,
    @Body() { amountMinor, reason }: AdjustOfferDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<OfferDetail> {
    return this.adjustments.adjust(id, amountMinor, { actor, expectedVersion, reason });
  }

  /** Lets a stale offer stand as it is. */
  @Post(':id/keep')
  @HttpCode(200)
  keep(
    @Param('id') id: string,
    @Body() { reason }: ReasonDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<OfferDetail> {
    return this.adjustments.keep(id, { actor, expectedVersion, reason });
  }

  /** Approves a draft, or is the first of two approvals, which leaves it a draft. */
  @Post(':id/approve')
  @HttpCode(200)
  approve(
    @Param('id') id: string,
    @Body() { contentHash }: ApproveOfferDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<OfferDetail> {
    return this.approvals.approve(id, { actor, expectedVersion, contentHash });
  }

  /** Makes an approved offer a draft again. */
  @Post(':id/reopen')
  @HttpCode(200)
  reopen(
    @Param('id') id: string,
    @Body() { reason }: ReasonDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<OfferDetail> {
    return this.offers.reopen(id, { actor, expectedVersion, reason });
  }

  /** Takes an offer back. */
  @Post(':id/withdraw')
  @HttpCode(200)
  withdraw(
    @Param('id') id: string,
    @Body() { reason }: ReasonDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<OfferDetail> {
    return this.offers.withdraw(id, { actor, expectedVersion, reason });
  }

  /** The customer said yes: the credit is written at once. */
  @Post(':id/accept')
  @HttpCode(200)
  @RequiresIdempotencyKey()
  accept(
    @Param('id') id: string,
    @Body() body: AcceptOfferDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<OfferDetail> {
    return this.offers.accept(id, acceptance(body, this.clock.now()), { actor, expectedVersion });
  }

  /** The customer said no. */
  @Post(':id/decline')
  @HttpCode(200)
  decline(
    @Param('id') id: string,
    @Body() body: DeclineOfferDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<OfferDetail> {
    const { reason = null } = body;
    return this.offers.decline(id, refusal(body, this.clock.now()), { actor, expectedVersion, reason });
  }
}
