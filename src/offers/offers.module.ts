import { Module } from '@nestjs/common';
import { PoliciesModule } from '../policies/policies.module.js';
import { FulfilmentsController } from './fulfilments.controller.js';
import { FulfilmentsService } from './fulfilments.service.js';
import { OfferActionsService } from './offer-actions.service.js';
import { OfferFactsService } from './offer-facts.service.js';
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
  controllers: [FulfilmentsController, OffersController, ProposalsController, SimulationController],
  providers: [
    FulfilmentsService,
    OfferActionsService,
    OfferFactsService,
    OfferLinksService,
    OfferMovesService,
    OffersService,
    ProposalsService,
    SimulationService,
  ],
  exports: [OfferActionsService, OfferLinksService, OffersService, ProposalsService, SimulationService],
})
export class OffersModule {}
