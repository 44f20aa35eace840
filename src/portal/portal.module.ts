import { Module } from '@nestjs/common';
import { LettersModule } from '../letters/letters.module.js';
import { OffersModule } from '../offers/offers.module.js';
import { OutreachModule } from '../outreach/outreach.module.js';
import { SettingsModule } from '../platform/settings/settings.module.js';
import { ClaimsModule } from '../claims/claims.module.js';
import { ClaimPageController } from './claim-page.controller.js';
import { OwnFormsService } from './own-forms.service.js';
import { PortalController } from './portal.controller.js';
import { PortalFilter } from './portal.filter.js';
import { PortalHtmlService } from './portal-html.service.js';
import { PortalService } from './portal.service.js';

@Module({
  imports: [ClaimsModule, LettersModule, OffersModule, OutreachModule, SettingsModule],
  controllers: [PortalController, ClaimPageController],
  providers: [OwnFormsService, PortalFilter, PortalHtmlService, PortalService],
})
export class PortalModule {}
