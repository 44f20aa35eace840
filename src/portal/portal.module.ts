import { Module } from '@nestjs/common';
import { LettersModule } from '../letters/letters.module.js';
import { OffersModule } from '../offers/offers.module.js';
import { OutreachModule } from '../outreach/outreach.module.js';
import { SettingsModule } from '../platform/settings/settings.module.js';
import { PortalController } from './portal.controller.js';
import { PortalFilter } from './portal.filter.js';
import { PortalHtmlService } from './portal-html.service.js';
import { PortalService } from './portal.service.js';

@Module({
  imports: [LettersModule, OffersModule, OutreachModule, SettingsModule],
  controllers: [PortalController],
  providers: [PortalFilter, PortalHtmlService, PortalService],
})
export class PortalModule {}
