import { Module } from '@nestjs/common';
import { ComponentsController } from './components.controller.js';
import { ComponentsService } from './components.service.js';
import { IncidentImportsService } from './incident-imports.service.js';
import { IncidentsController } from './incidents.controller.js';
import { IncidentsService } from './incidents.service.js';
import { OutageWindowsController } from './outage-windows.controller.js';
import { OutageWindowsService } from './outage-windows.service.js';
import { PageComponentsService } from './page-components.service.js';
import { PostMortemsService } from './post-mortems.service.js';
import { WindowChoiceService } from './window-choice.service.js';
import { PageComponentsController, WindowProposalsController } from './window-proposals.controller.js';
import { WindowProposalsService } from './window-proposals.service.js';

@Module({
  controllers: [
    ComponentsController,
    // Before the incidents': its fixed path must not be read as an id.
    WindowProposalsController,
    IncidentsController,
    OutageWindowsController,
    PageComponentsController,
  ],
  providers: [
    ComponentsService,
    IncidentImportsService,
    IncidentsService,
    OutageWindowsService,
    PageComponentsService,
    PostMortemsService,
    WindowChoiceService,
    WindowProposalsService,
  ],
  exports: [ComponentsService, IncidentImportsService, IncidentsService, OutageWindowsService, PostMortemsService],
})
export class IncidentsModule {}
