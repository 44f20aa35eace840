import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../platform/access/access.guard.js';
import type { Actor } from '../platform/access/actor.js';
import { IfMatch } from '../platform/http/if-match.js';
import type { Page } from '../platform/http/list.js';
import type { EvidenceEntity } from './evidence.entity.js';
import type { IncidentUpdateEntity } from './incident-update.entity.js';
import {
  ChangeIncidentDto,
  incidentChange,
  IncidentListQuery,
  newEvidence,
  NewEvidenceDto,
  newIncident,
  NewIncidentDto,
  newUpdate,
  NewUpdateDto,
} from './incidents.dto.js';
import { type IncidentDetail, IncidentsService, type Standing } from './incidents.service.js';
import type { IncidentListRow } from './incidents.sql.js';

@ApiTags('incidents')
@Controller('incidents')
export class IncidentsController {
  constructor(private readonly incidents: IncidentsService) {}

  /** Incidents, the newest first. */
  @Get()
  list(@Query() query: IncidentListQuery): Promise<Page<Standing<IncidentListRow>>> {
    return this.incidents.list(query);
  }

  /** Keeps a new incident with its updates, evidence and windows, all or nothing. */
  @Post()
  create(@Body() body: NewIncidentDto, @CurrentActor() actor: Actor): Promise<IncidentDetail> {
    return this.incidents.create(newIncident(body), actor);
  }

  /** An incident with its updates, its evidence and its live windows. */
  @Get(':id')
  get(@Param('id') id: string): Promise<IncidentDetail> {
    return this.incidents.get(id);
  }

  /** Changes the fields that are named; null takes a reference, a source or a description away. */
  @Patch(':id')
  change(
    @Param('id') id: string,
    @Body() body: ChangeIncidentDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<IncidentDetail> {
    return this.incidents.change(id, incidentChange(body), expectedVersion, actor);
  }

  /** Adds a published update. The latest one, unless a post-mortem, gives the incident its status. */
  @Post(':id/updates')
  addUpdate(
    @Param('id') id: string,
    @Body() body: NewUpdateDto,
    @CurrentActor() actor: Actor,
  ): Promise<IncidentUpdateEntity> {
    return this.incidents.addUpdate(id, newUpdate(body), actor);
  }

  /** Adds what somebody says of when a component failed. */
  @Post(':id/evidence')
  addEvidence(
    @Param('id') id: string,
    @Body() body: NewEvidenceDto,
    @CurrentActor() actor: Actor,
  ): Promise<EvidenceEntity> {
    return this.incidents.addEvidence(id, newEvidence(body), actor);
  }
}
