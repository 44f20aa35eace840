import { Module } from '@nestjs/common';
import { ComponentsController } from './components.controller.js';
import { ComponentsService } from './components.service.js';
import { IncidentsController } from './incidents.controller.js';
import { IncidentsService } from './incidents.service.js';
import { OutageWindowsController } from './outage-windows.controller.js';
import { OutageWindowsService } from './outage-windows.service.js';

@Module({
  controllers: [ComponentsController, IncidentsController, OutageWindowsController],
  providers: [ComponentsService, IncidentsService, OutageWindowsService],
  exports: [ComponentsService, IncidentsService, OutageWindowsService],
})
export class IncidentsModule {}
