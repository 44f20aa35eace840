import { Module } from '@nestjs/common';
import { OffersModule } from '../offers/offers.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { ClaimActionsService } from './claim-actions.service.js';
import { ClaimMovesService } from './claim-moves.service.js';
import { ClaimPrivacyService } from './claim-privacy.service.js';
import { ClaimSettingsService } from './claim-settings.service.js';
import { ClaimStepsService } from './claim-steps.service.js';
import { ClaimsController } from './claims.controller.js';
import { ClaimsService } from './claims.service.js';
import { FollowClaimsService } from './follow-claims.service.js';
import { JudgeClaimsService } from './judge-claims.service.js';
import { MatchClaimsService } from './match-claims.service.js';

@Module({
  imports: [OffersModule, PoliciesModule],
  controllers: [ClaimsController],
  providers: [
    ClaimActionsService,
    ClaimMovesService,
    ClaimPrivacyService,
    ClaimSettingsService,
    ClaimStepsService,
    ClaimsService,
    FollowClaimsService,
    JudgeClaimsService,
    MatchClaimsService,
  ],
  exports: [ClaimActionsService, ClaimSettingsService, ClaimsService],
})
export class ClaimsModule {}
