import { Module } from '@nestjs/common';
import { PoliciesModule } from '../policies/policies.module.js';
import { AdjustmentsService } from './adjustments.service.js';
import { ApprovalsService } from './approvals.service.js';
import { BudgetsController } from './budgets.controller.js';
import { BudgetsService } from './budgets.service.js';
import { FollowAssessmentsService } from './follow-assessments.service.js';
import { FulfilmentsController } from './fulfilments.controller.js';
import { FulfilmentsService } from './fulfilments.service.js';
import { OfferActionsService } from './offer-actions.service.js';
import { OfferFactsService } from './offer-facts.service.js';
import { OfferHoldsService } from './offer-holds.service.js';
import { OfferLinksService } from './offer-links.service.js';
import { OfferMovesService } from './offer-moves.service.js';
import { OffersController } from './offers.controller.js';
import { OffersService } from './offers.service.js';
import { ProposalsController } from './proposals.controller.js';
import { ProposalsService } from './proposals.service.js';
import { SimulationController } from './simulation.controller.js';
import { SimulationService } from './simulation.service.js';

@Module({
  imports: [PoliciesModule],
  controllers: [BudgetsController, FulfilmentsController, OffersController, ProposalsController, SimulationController],
  providers: [
    AdjustmentsService,
    ApprovalsService,
    BudgetsService,
    FollowAssessmentsService,
    FulfilmentsService,
    OfferActionsService,
    OfferFactsService,
    OfferHoldsService,
    OfferLinksService,
    OfferMovesService,
    OffersService,
    ProposalsService,
    SimulationService,
  ],
  exports: [
    AdjustmentsService,
    ApprovalsService,
    OfferActionsService,
    OfferHoldsService,
    OfferLinksService,
    OffersService,
    ProposalsService,
    SimulationService,
  ],
})
export class OffersModule {}
