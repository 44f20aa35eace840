import { Module } from '@nestjs/common';
import { OffersModule } from '../offers/offers.module.js';
import { ApologiesService } from './apologies.service.js';
import { CustomerViewService } from './customer-view.service.js';
import { LetterActionsService } from './letter-actions.service.js';
import { LetterBatchesService } from './letter-batches.service.js';
import { LetterFontsService } from './letter-fonts.service.js';
import { LetterHoldService } from './letter-hold.service.js';
import { LetterRendererService } from './letter-renderer.service.js';
import { LetterPreviewService } from './letter-preview.service.js';
import { LettersController } from './letters.controller.js';
import { LettersService } from './letters.service.js';
import { OwnTextsController } from './own-texts.controller.js';
import { OwnTextsService } from './own-texts.service.js';
import { WriteLetterService } from './write-letter.service.js';

@Module({
  imports: [OffersModule],
  controllers: [LettersController, OwnTextsController],
  providers: [
    LetterHoldService,
    ApologiesService,
    CustomerViewService,
    LetterActionsService,
    LetterBatchesService,
    LetterFontsService,
    LetterRendererService,
    LetterPreviewService,
    LettersService,
    OwnTextsService,
    WriteLetterService,
  ],
  exports: [ApologiesService, CustomerViewService, LetterActionsService, LetterBatchesService, LettersService],
})
export class LettersModule {}
