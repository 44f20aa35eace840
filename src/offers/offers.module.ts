import { Module } from '@nestjs/common';
import { PoliciesModule } from '../policies/policies.module.js';
import { OfferActionsService } from './offer-actions.service.js';
import { OfferFactsService } from './offer-facts.service.js';
import { OfferMovesService } from './offer-moves.service.js';
import { OffersController } from './offers.controller.js';
import { OffersService } from './offers.service.js';
import { ProposalsController } from './proposals.controller.js';
import { ProposalsService } from './proposals.service.js';

@Module({
  imports: [PoliciesModule],
  controllers: [OffersController, ProposalsController],
  providers: [OfferActionsService, OfferFactsService, OfferMovesService, OffersService, ProposalsService],
  exports: [OfferActionsService, OffersService, ProposalsService],
})
export class OffersModule {}
