import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../platform/access/access.guard.js';
import type { Actor } from '../platform/access/actor.js';
import type { Page } from '../platform/http/list.js';
import { ProposalListQuery, ProposeOffersDto } from './offers.dto.js';
import { type ProposeResult, ProposalsService, type ShownProposal } from './proposals.service.js';

@ApiTags('offers')
@Controller()
export class ProposalsController {
  constructor(private readonly proposals: ProposalsService) {}

  /** Computes what every customer of an assessment is offered, and brings the drafts in line. */
  @Post('assessments/:id/offers')
  @HttpCode(200)
  propose(
    @Param('id') id: string,
    @Body() { policyCode }: ProposeOffersDto,
    @CurrentActor() actor: Actor,
  ): Promise<ProposeResult> {
    return this.proposals.propose(id, { policyCode: policyCode ?? undefined }, actor);
  }

  /** What each customer of an assessment gets, or why nothing. */
  @Get('proposals')
  list(@Query() { assessmentId, outcome, customerId, ...page }: ProposalListQuery): Promise<Page<ShownProposal>> {
    return this.proposals.list({ assessmentId, outcome, customerId }, page);
  }
}
