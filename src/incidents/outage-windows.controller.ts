import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../platform/access/access.guard.js';
import type { Actor } from '../platform/access/actor.js';
import { IfMatch } from '../platform/http/if-match.js';
import { PutWindowsDto, wantedWindow, WindowListQuery } from './outage-windows.dto.js';
import { type ChangedWindows, type IncidentWindows, OutageWindowsService } from './outage-windows.service.js';

@ApiTags('incidents')
@Controller('incidents/:id/windows')
export class OutageWindowsController {
  constructor(private readonly windows: OutageWindowsService) {}

  /** The outage windows of an incident: the live ones, and on request the retracted ones. */
  @Get()
  list(@Param('id') incidentId: string, @Query() { include }: WindowListQuery): Promise<IncidentWindows> {
    return this.windows.list(incidentId, include ?? 'live');
  }

  /** Makes the given windows the live ones. Those that are there already stay, the others are retracted, never lost. */
  @Put()
  put(
    @Param('id') incidentId: string,
    @Body() { windows, reason }: PutWindowsDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<ChangedWindows> {
    const wanted = { windows: windows.map(wantedWindow), reason: reason ?? null, expectedVersion };
    return this.windows.put(incidentId, wanted, actor);
  }
}
